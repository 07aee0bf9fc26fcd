"""Random handouts whose every word is a token that stands in them once, their random sheets, and how both grow smaller.

A text is a list: words of letters ("Kolabex"), calls of notes ("#3", glued to the word before), and "br".  A token begins with a capital
and goes on in small letters, so that what a reader glues together or a hyphen parts can be told again.  A sheet is a list of
(declarations, facts): the facts are what the judge has to know of them."""
import copy
import random
from xml.sax.saxutils import escape

CONSONANTS, VOWELS = "bdgklmnprstvz", "aeiou"
PAPERS = {"letter": (612, 792), "A4": (595.3, 841.9), "A5": (419.5, 595.3), "A6": (297.6, 419.5), "300pt 300pt": (300, 300),
          "200pt 260pt": (200, 260), "420pt 250pt": (420, 250)}
# In the default sheet's own words (handout.css).
DEFAULT_FACTS = {"top": 62.4, "first_top": 40.7, "bottom": 43.2, "kept_names": True, "kept_rows": True, "widows": 2, "orphans": 2, "paper": "letter"}
PLAIN_FACTS = {"top": 54, "bottom": 54, "widows": 2, "orphans": 2, "paper": "letter"}


def serial(n, random_):
    """The n-th token: four letters that say the number, then as many as chance gives.  All end in x, so that none is a piece of another."""
    code = ""
    for letters in (CONSONANTS, VOWELS, CONSONANTS, VOWELS):
        code, n = code + letters[n % len(letters)], n // len(letters)
    tail = "".join(random_.choice(CONSONANTS) + random_.choice(VOWELS) for _ in range(random_.choice((0, 0, 1, 1, 2, 3))))
    return (code + tail + "x").capitalize()


class Handout:
    """What a handout says and how it is to look."""

    def __init__(self):
        self.parts = {}         # title, tagline, intro, head 1, head 2: a text each
        self.rows = []          # {"class": …, "name": text, "blocks": [(kind, text) …]}
        self.notes = {}         # id: list of paragraphs, each a text
        self.sheet = []         # [(css, facts) …]
        self.default = False    # after handout.css, not instead of it
        self.attributes = 'xml:lang="en"'

    @property
    def facts(self):
        facts = dict(DEFAULT_FACTS if self.default else PLAIN_FACTS)
        for _, more in self.sheet:
            facts.update(more)
        return facts

    @property
    def css(self):
        return "".join(css + "\n" for css, _ in self.sheet)

    def streams(self):
        """The texts whose words follow each other, by name: in each the pages never go back."""
        around = [t for name, t in self.parts.items() if not name.startswith("head")]
        names, notes = [row["name"] for row in self.rows], {}
        for note, text in self.first_calls().items():
            again = len(self.calls()[note]) > 1
            stream = f"note {note}, called again" if again else "note of a name" if any(text is name for name in names) else "note"
            notes.setdefault(stream, []).extend(self.notes[note])
        return {"text": around + [t for row in self.rows for _, t in row["blocks"]], "name": names, **notes}

    def texts(self):
        """All texts that call, in reading order."""
        yield from (text for name, text in self.parts.items() if not name.startswith("head"))
        for row in self.rows:
            yield row["name"]
            yield from (text for _, text in row["blocks"])

    def first_calls(self):
        """Of every note, in the order of their numbers, the text that calls it first."""
        first = {}
        for text in self.texts():
            for item in text:
                if item.startswith("#"):
                    first.setdefault(item[1:], text)
        return first

    def calls(self):
        """Of every note, in the order of their numbers, the tokens that stand before its calls."""
        calls = {}
        for text in self.texts():
            last = None
            for item in text:
                if item.startswith("#"):
                    calls.setdefault(item[1:], []).append(last)
                elif item != "br":
                    last = item
        return calls

    def order(self):
        return list(self.first_calls())

    def tidy(self):
        """Notes that nothing calls any more go."""
        self.notes = {note: self.notes[note] for note in self.order()}
        return self


# ---- as XML ----

def xml_of_text(text):
    words = []
    for item in text:
        if item.startswith("#"):
            words[-1] += '<noteref to="n%s"/>' % item[1:]
        elif item == "br":
            words[-1] += "<br/>"
        else:
            words.append(escape(item))
    return " ".join(words)


def xml_of_block(kind, text):
    if kind == "list":
        third = max(1, len(text) // 3)
        cuts = [0] + [i for i in range(1, len(text)) if i % third == 0 and not text[i].startswith("#") and text[i] != "br"] + [len(text)]
        return "<list>%s</list>" % "".join("<item>%s</item>" % xml_of_text(text[a:b]) for a, b in zip(cuts, cuts[1:]))
    if kind == "quote":
        return "<quote><p>%s</p></quote>" % xml_of_text(text)
    return '<p%s>%s</p>' % (' class="k"' if kind == "kept" else "", xml_of_text(text))


def xml_of(h, sheet=None):
    """The handout as a source; sheet: the name of its sheet's file, if it is to name one."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>'] + (['<?xml-stylesheet type="text/css" href="%s"?>' % sheet] if sheet else [])
    lines.append("<handout %s>" % h.attributes)
    for name in ("title", "tagline"):
        if name in h.parts:
            lines.append("<%s>%s</%s>" % (name, xml_of_text(h.parts[name]), name))
    if "intro" in h.parts:
        lines.append("<intro><p>%s</p></intro>" % xml_of_text(h.parts["intro"]))
    lines.append("<principles>")
    if "head 1" in h.parts:
        lines.append("<heads><head>%s</head><head>%s</head></heads>" % tuple(xml_of_text(h.parts["head %d" % i]) for i in (1, 2)))
    for row in h.rows:
        lines.append('<principle%s><name>%s</name>' % (' class="%s"' % row["class"] if row["class"] else "", xml_of_text(row["name"])))
        lines.append("<explanation>%s</explanation></principle>" % "\n".join(xml_of_block(*block) for block in row["blocks"]))
    lines.append("</principles>")
    if h.notes:
        notes = ('<note id="n%s">%s</note>' % (i, "".join("<p>%s</p>" % xml_of_text(p) for p in n)) for i, n in h.notes.items())
        lines.append("<notes>\n%s\n</notes>" % "\n".join(notes))
    return "\n".join(lines + ["</handout>", ""])


# ---- by chance ----

class Chance:
    def __init__(self, seed):
        self.r, self.count, self.made = random.Random(seed), 0, set()

    def yes(self, share):
        return self.r.random() < share

    def words(self, least, most):
        return [self.word() for _ in range(self.r.randint(least, most))]

    def word(self):
        while True:
            token = serial(self.count, self.r)
            self.count += 1
            if token not in self.made:
                self.made.add(token)
                return token


def random_handout(seed):
    chance, h = Chance(seed), Handout()
    h.default = chance.yes(.25)
    page = default_sheet(h, chance) if h.default else plain_sheet(h, chance)
    fill(h, chance, *page)
    return h.tidy()


def fill(h, chance, capacity, wide):
    """Words for about one to five pages of so many; a narrow page has few in its title."""
    r, big = chance.r, 1 if wide else .4
    h.parts["title"] = chance.words(1, max(1, int(6 * big)))
    if chance.yes(.6):
        h.parts["tagline"] = chance.words(1, max(1, int(9 * big)))
    if chance.yes(.3):
        h.parts["intro"] = chance.words(1, max(2, int(50 * big)))
    if chance.yes(.75):
        h.parts["head 1"], h.parts["head 2"] = chance.words(1, 1), chance.words(1, 1)
    left, noted = min(1500, capacity * r.uniform(.4, 4)), chance.yes(.8)
    dense = r.choice((.3, 1, 1, 2))
    long_notes, many_short = chance.yes(.2), chance.yes(.15)
    while left > 0 and len(h.rows) < 40:
        row = random_row(h, chance, capacity)
        if noted:
            add_notes(h, chance, row, dense, many_short, capacity if long_notes and chance.yes(.4) else 0)
        h.rows.append(row)
        left -= sum(len(t) for _, t in row["blocks"]) + .4 * sum(len(p) for n in row.pop("new") for p in h.notes[n])
    if noted and chance.yes(.25):
        where = r.choice([n for n in ("title", "tagline", "intro") if n in h.parts])
        call(h, chance, h.parts[where], r.randint(1, 25))


def random_row(h, chance, capacity):
    r = chance.r
    most = max(2, int(min(60, capacity / 3)))
    kinds = [r.choice(("p", "p", "p", "p", "list", "quote", "kept")) for _ in range(r.choice((1, 1, 1, 2, 2, 3, 4)))]
    if chance.yes(.1):
        most *= 4
    return {"class": r.choice(("",) * 9 + ("page", "left", "right", "after", "k", "with", "alone")), "name": chance.words(1, r.choice((2, 5, 12))),
            "blocks": [(kind, chance.words(1, most)) for kind in kinds], "new": []}


def add_notes(h, chance, row, dense, many_short, long_note):
    r = chance.r
    for _ in range(r.randint(4, 6) if many_short else r.choice((0, 0, 1, 1, 2, 3, 4, 6)) if chance.yes(dense) else 0):
        text = row["name"] if chance.yes(.15) else r.choice(row["blocks"])[1]
        size = r.randint(1, 8) if many_short else r.choice((r.randint(1, 12), r.randint(5, 40), r.randint(20, 150)))
        if long_note:
            size, long_note = int(long_note * r.choice((.8, .95, 1, 1.05, 1.2, 2.1))), 0
        if h.notes and chance.yes(.12):
            put(text, r.choice(list(h.notes)), r)
        else:
            row["new"].append(call(h, chance, text, size))


def call(h, chance, text, size):
    """A new note of so many words, called somewhere in the text."""
    note = str(len(h.notes) + 1)
    h.notes[note] = [chance.words(size, size)]
    if size > 20 and chance.yes(.2):
        h.notes[note].append(chance.words(3, 20))
    put(text, note, chance.r)
    return note


def put(text, note, r):
    """Behind a word: often the first, the last, or the one that has a call already."""
    text.insert(r.choice((1, len(text), r.randint(1, len(text)), r.randint(1, len(text)))), "#" + note)


def default_sheet(h, chance):
    add = lambda css, **facts: h.sheet.append((css, facts))
    if chance.yes(.3):
        add("@page { size: A4; margin-inline: 54.64pt }", paper="A4")
    if chance.yes(.3):
        add("principle { break-inside: auto }", kept_rows=False)
    if chance.yes(.2):
        add("@page { @footnote { columns: 1 } }")
    if chance.yes(.15):
        add("@page { size: A5; margin-inline: 30pt; @top-left { content: none } @top-right { content: none } } head:first-child, name { width: 90pt }", paper="A5")
    common(h, chance, 12)
    return 900 if h.facts["paper"] != "A5" else 350, True


def plain_sheet(h, chance):
    """A sheet after base.css alone; gives how many words of the text's type a page holds, and whether it is wide."""
    r = chance.r
    add = lambda css, **facts: h.sheet.append((css, facts))
    paper = r.choice(list(PAPERS))
    width, height = PAPERS[paper]
    size = r.choice((7, 8, 9, 10, 10, 10, 12)) if width > 250 else r.choice((6, 7, 8))
    if paper in ("letter", "A4", "A5") and chance.yes(.12):
        size *= 3
    lead = round(size * r.choice((1.1, 1.2, 1.25, 1.5)), 1)
    side, top, bottom = (r.choice((10, 20, 36, .08 * width)) for _ in range(3))
    top, bottom = round(top), round(max(26, bottom))
    add(f"@page {{ size: {paper}; margin: {top}pt {side:g}pt {bottom}pt }}", paper=paper, top=top, bottom=bottom)
    family = r.choice(('"Gentium Book Plus", serif', '"TeX Gyre Termes", serif', '"Linux Libertine O", serif', "serif"))
    title = min(2 * size, width / 12)
    add(f"handout {{ font: {size}pt/{lead}pt {family}; overflow-wrap: break-word }} title {{ font-size: {title:.1f}pt; line-height: 1.2 }}")
    measure = columns(add, chance, width - 2 * side, size)
    page_kinds(add, chance, top, bottom, height)
    table_looks(add, chance, lead)
    foot(add, chance, width, size)
    if chance.yes(.7):
        add("p, item { text-align: %s; hyphens: %s }" % (r.choice(("justify", "start")), r.choice(("auto", "auto", "none"))))
    if chance.yes(.3):
        add(f"@page {{ -hb-grid: {lead}pt {top + lead:g}pt }}")
    if chance.yes(.15):
        h.attributes = 'xml:lang="%s" dir="rtl"' % r.choice(("ar", "he"))
    elif chance.yes(.2):
        h.attributes = 'xml:lang="%s"' % r.choice(("es", "de", "fr", "pt"))
    common(h, chance, lead)
    return max(8, measure * (height - top - bottom) / (lead * size * 3.6)), width > 250 and size < 15


def columns(add, chance, width, size):
    """The two columns; gives the measure of the explanation."""
    gap = chance.r.choice((6, 12, 18))
    share = chance.r.choice((.2, .3, .3, .4, .5, .6))
    if share * width < 6 * size:
        share = min(.5, 6 * size / width)
    add(f"principles {{ column-gap: {gap}pt }} head:first-child, name {{ width: {share * width:.1f}pt }}")
    return max(3 * size, width * (1 - share) - gap)


def page_kinds(add, chance, top, bottom, height):
    r = chance.r
    if chance.yes(.25):
        first = round(height * r.choice((.1, .3, .6)))
        if r.choice((True, False)):
            add(f"@page :first {{ margin-top: {top + first}pt }}", first_top=top + first)
        else:
            add(f"@page :first {{ margin-bottom: {bottom + first}pt }}", first_bottom=bottom + first)
    if chance.yes(.2):
        more = round(height * r.choice((.05, .15, .3)))
        which = r.choice(("left", "right"))
        add(f"@page :{which} {{ margin-bottom: {bottom + more}pt }}", **{which + "_bottom": bottom + more})
    if chance.yes(.15):
        add("@page :left { margin-left: 12pt; margin-right: %spt } @page :right { margin-left: 28pt; margin-right: 12pt }" % r.choice((28, 28, 20)))


def table_looks(add, chance, lead):
    r = chance.r
    if chance.yes(.35):
        add("principle { break-inside: avoid }", kept_rows=True)
    if chance.yes(.3):
        add("name { break-inside: avoid }", kept_names=True)
    if chance.yes(.3):
        add(f"name, explanation {{ padding-block: {r.choice((0, 1, 4))}pt {r.choice((0, 3, 8))}pt; border-block-start: {r.choice(('.4pt', '1pt', '3pt'))} solid }}")
    if chance.yes(.2):
        add("principles { border-collapse: collapse } name, explanation, head { border: .5pt solid; padding: 2pt 3pt }")
    if chance.yes(.15):
        add("name, explanation { border: 1pt solid; box-decoration-break: clone }")
    if chance.yes(.15):
        add("name, explanation { vertical-align: top }")
    if chance.yes(.25):
        add(f"p {{ margin-block: {r.choice(('0 4pt', '3pt', '12pt 0'))} }}")
    if chance.yes(.25):
        add(f"principles {{ -hb-row-stretch: {r.choice((1, 2, 3))} }} @page {{ -hb-grid: {lead}pt }}")


def foot(add, chance, width, size):
    r = chance.r
    note = min(8, size)
    if chance.yes(.4):
        add(f"note {{ font-size: {note}pt; line-height: {note * 1.2:.1f}pt }}")
    elif size > 15:
        add(f"note {{ font-size: {size * .8:g}pt; line-height: {size}pt }}")
    if chance.yes(.35) and width > 290 and size < 15:
        add(f"@page {{ @footnote {{ columns: {r.choice((2, 2, 3))}; column-gap: {r.choice((6, 20))}pt }} }}")
    if chance.yes(.3):
        add(f"@page {{ @footnote {{ padding: {r.choice((0, 3, 10))}pt; margin-block-start: {r.choice((0, 2, 15))}pt; border: {r.choice((0, 1, 4))}pt solid }} }}")
    if chance.yes(.3):
        add(f"note {{ margin-block: {r.choice(('0 3pt', '2pt', '8pt 0', '0 8pt', '0 20pt', '0 30pt'))} }}")
    if chance.yes(.15):
        add(f"note {{ padding-block: {r.choice((1, 4))}pt; border-block: {r.choice(('.5', '2'))}pt solid }}")
    if chance.yes(.3):
        add("note { footnote-style-position: outside; padding-inline-start: 9pt }")
    if chance.yes(.15):
        add("note { break-inside: avoid }")
    if chance.yes(.1):
        add("note { footnote-policy: %s }" % r.choice(("line", "block")))


def common(h, chance, lead):
    r = chance.r
    add = lambda css, **facts: h.sheet.append((css, facts))
    if chance.yes(.35):
        widows, orphans = r.randint(1, 4), r.randint(1, 4)
        add(f"handout, p {{ widows: {widows}; orphans: {orphans} }}", widows=widows, orphans=orphans)
    if chance.yes(.4):
        add(".page { break-before: page } .left { break-before: left } .right { break-before: right } .after { break-after: page }", forced=True)
    if chance.yes(.4):
        add("principle.k, p.k { break-inside: avoid }", kept_class=True)
    if chance.yes(.3):
        add(".with { break-before: avoid } .alone { break-after: avoid }", kept_together=True)


# ---- smaller ----

def smaller(h):
    """Handouts with one thing less, the largest steps first."""
    for size in (8, 4, 2, 1):
        for at in range(0, len(h.rows), size):
            if len(h.rows) > size:
                yield changed(h, lambda n: n.rows.__delitem__(slice(at, at + size)))
    for at in range(len(h.sheet)):
        yield changed(h, lambda n: n.sheet.pop(at))
    for name in [n for n in h.parts if n not in ("title", "head 2")]:
        yield changed(h, lambda n: [n.parts.pop(k) for k in (name,) + (("head 2",) if name == "head 1" else ())])
    for note in h.notes:
        yield changed(h, lambda n: uncall(n, note))
        for at, paragraph in enumerate(h.notes[note]):
            yield from (changed(h, lambda n: shorten(n.notes[note][at], k)) for k in cuts(paragraph))
    for i, row in enumerate(h.rows):
        if row["class"]:
            yield changed(h, lambda n: n.rows[i].update({"class": ""}))
        yield from (changed(h, lambda n: shorten(n.rows[i]["name"], k)) for k in cuts(row["name"]))
        for j, (kind, text) in enumerate(row["blocks"]):
            if len(row["blocks"]) > 1:
                yield changed(h, lambda n: n.rows[i]["blocks"].pop(j))
            if kind != "p":
                yield changed(h, lambda n: n.rows[i]["blocks"].__setitem__(j, ("p", n.rows[i]["blocks"][j][1])))
            yield from (changed(h, lambda n: shorten(n.rows[i]["blocks"][j][1], k)) for k in cuts(text))
    yield from (changed(h, lambda n: shorten(n.parts["title"], k)) for k in cuts(h.parts["title"]))


def changed(h, change):
    new = copy.deepcopy(h)
    change(new)
    return new.tidy()


def uncall(h, note):
    for text in h.texts():
        text[:] = [item for item in text if item != "#" + note]


def cuts(text):
    """How many words may go from the end."""
    words = sum(not item.startswith("#") for item in text)
    return [k for k in (words // 2, words // 4, words // 8, 1) if 0 < k < words]


def shorten(text, count):
    """So many words less, the calls staying."""
    at = len(text) - 1
    while count and at > 0:
        if not text[at].startswith("#"):
            del text[at]
            count -= 1
        at -= 1
