"""Plants a fault of every kind in what was read back from a sound handout: a judge that does not see it is no judge."""
import tempfile

import handouts
import judge

# Four rows (words of name, explanation, note) on A6, the second with a note, the last with one that is longer than a page.
SIZES = [(3, 20, 0), (3, 30, 12), (2, 90, 0), (1, 40, 260)]
SHEET = """@page { size: A6; margin: 30pt } handout { font: 10pt/12pt "Gentium Book Plus", serif } head:first-child { width: 70pt }
principle.k, name { break-inside: avoid } p { hyphens: none } .a p { hyphens: auto; text-align: justify } note { font-size: 8pt; line-height: 9.6pt }"""
FACTS = {"paper": "A6", "top": 30, "bottom": 30, "kept_names": True, "kept_class": True}


def sound():
    chance, h = handouts.Chance(1), handouts.Handout()
    h.parts = {"title": chance.words(2, 2), "head 1": chance.words(1, 1), "head 2": chance.words(1, 1)}
    for name, text, note in SIZES:
        row = {"class": "", "name": chance.words(name, name), "blocks": [("p", chance.words(text, text))]}
        h.rows.append(row)
        if note:
            number = str(len(h.notes) + 1)
            h.notes[number] = [chance.words(note, note)]
            row["blocks"][0][1].insert(5, "#" + number)
    h.rows[1]["class"], h.rows[3]["class"] = "k", "a"
    h.sheet = [(SHEET, FACTS)]
    return h


# ---- the faults: each changes the pages, or gives other messages ----

def place(pages, token):
    for page in pages:
        for at, word in enumerate(page.words):
            if judge.PIECE.findall(word.text) == [token]:
                return page, at
    raise ValueError(token + " is not whole anywhere: take another")


def move(pages, token, to, dx=0, dy=0):
    """Takes a token to another page, or to another place on it."""
    page, at = place(pages, token)
    w = page.words.pop(at)
    pages[to - 1].words.append(w._replace(left=w.left + dx, right=w.right + dx, top=w.top + dy, bottom=w.bottom + dy))


def page_of(pages, token):
    return pages.index(place(pages, token)[0]) + 1


def doubled(h, pages):
    page, at = place(pages, h.rows[0]["blocks"][0][1][3])
    w = page.words[at]
    page.words.append(w._replace(top=w.top + 150, bottom=w.bottom + 150))


def dropped(h, pages):
    page, at = place(pages, h.rows[2]["blocks"][0][1][1])
    del page.words[at]


def cut_short(h, pages):
    page, at = place(pages, h.rows[2]["blocks"][0][1][1])
    page.words[at] = page.words[at]._replace(text=page.words[at].text[:-1])


def swapped(h, pages):
    text = h.rows[0]["blocks"][0][1]
    (one, a), (other, b) = place(pages, text[0]), place(pages, text[-1])
    x, y = one.words[a], other.words[b]
    one.words[a], other.words[b] = x._replace(text=y.text), y._replace(text=x.text)


def note_moved(h, pages):
    for token in h.notes["1"][0]:
        pages[-1].words.extend(w for p in pages[:-1] for w in p.words if judge.PIECE.findall(w.text) == [token])
        for page in pages[:-1]:
            page.words[:] = [w for w in page.words if judge.PIECE.findall(w.text) != [token]]


def note_torn(h, pages):
    move(pages, h.notes["1"][0][-1], page_of(pages, h.notes["1"][0][0]) + 1)


def name_left(h, pages):
    for token in judge.words_of(h.rows[2]["blocks"][0][1])[:8]:
        for page in pages[:-1]:
            page.words[:] = [w for w in page.words if not judge.PIECE.findall(w.text.replace("\u00ad", ""))[:1] == [token]]
        pages[-1].words.append(judge.Word(120, 40, 140, 52, token))


def name_torn(h, pages):
    move(pages, h.rows[0]["name"][-1], 2)


def row_torn(h, pages):
    move(pages, h.rows[1]["blocks"][0][1][-1], page_of(pages, h.rows[1]["name"][0]) + 1, dy=-100)


def overprinted(h, pages):
    page, at = place(pages, h.rows[0]["name"][0])
    _, other = place(pages, h.rows[0]["name"][-1])
    w, v = page.words[at], page.words[other]
    page.words[at] = w._replace(left=v.left, right=v.right, top=v.top + 1, bottom=v.bottom + 1)


def off_paper(h, pages):
    move(pages, h.rows[0]["name"][0], page_of(pages, h.rows[0]["name"][0]), dx=-60)


def into_margin(h, pages):
    page, at = place(pages, h.notes["1"][0][-1])
    low = page.height - 12
    page.words[at] = page.words[at]._replace(top=low - 6, bottom=low + 4)


def empty_page(h, pages):
    pages.insert(1, judge.Page(pages[0].width, pages[0].height, []))


def heads_alone(h, pages):
    pages.append(judge.Page(pages[0].width, pages[0].height, [judge.Word(30, 30, 60, 42, h.parts[k][0]) for k in ("head 1", "head 2")]))


def widow(h, pages):
    move(pages, h.rows[2]["blocks"][0][1][-1], len(pages), dx=0, dy=-10)


def note_above(h, pages):
    page, at = place(pages, h.notes["1"][0][0])
    w = page.words[at]
    page.words[at] = w._replace(top=31, bottom=42)


FAULTS = [("tokens", doubled), ("tokens", dropped), ("tokens", cut_short), ("order", swapped), ("note-place", note_moved), ("split-silent", note_torn),
          ("name", name_left), ("name-parted", name_torn), ("row-parted", row_torn), ("overprint", overprinted), ("paper", off_paper),
          ("margin", into_margin), ("empty", empty_page), ("heads", heads_alone), ("widow-silent", widow), ("note-above", note_above)]


def unseen(program):
    """What is wrong with the judge, in sentences."""
    h = sound()
    with tempfile.TemporaryDirectory() as folder:
        result = judge.render(program, folder, h)
    complaints = [f"the sound handout is not: {name}: {sentence}" for name, sentence in judge.judge(h, result).wrong]
    for name, plant in FAULTS:
        pages = [judge.Page(p.width, p.height, list(p.words)) for p in result.pages]
        plant(h, pages)
        if name not in dict(judge.judge(h, result._replace(pages=pages)).wrong):
            complaints.append(f"a planted fault is not seen: {plant.__name__} (property {name})")
    silent = "\n".join(line for line in result.stderr.splitlines() if '"note-split"' not in line)
    if "split-silent" not in dict(judge.judge(h, result._replace(stderr=silent)).wrong):
        complaints.append("a planted fault is not seen: a note that parts without its message (property split-silent)")
    if "status" not in dict(judge.judge(h, result._replace(status=6)).wrong):
        complaints.append("a planted fault is not seen: status 6 (property status)")
    return complaints + [f"no fault is planted for {name}" for name in judge.PROPERTIES if name not in dict(FAULTS)]
