"""Judges a handout from outside: where poppler's pdftotext finds its words.

The judge knows what the source says (handouts.Handout) and which margins, widows and so on its sheet asks for, and reads the PDF and the
program's messages; it knows nothing of how pages are made.  Each property has a function here that gives sentences about what breaks it."""
import html
import json
import os
import re
import subprocess
from collections import Counter, defaultdict
from typing import NamedTuple

import handouts

WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
PIECE = re.compile(r"[A-Z][a-z]*|[a-z]+")


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self):
        return (self.top + self.bottom) / 2


class Page(NamedTuple):
    width: float
    height: float
    words: list


class Place(NamedTuple):
    """Where a piece of a token stands: pages count from 1."""
    page: int
    word: Word


# ---- reading ----

def pages_of(pdf):
    """Every page's words, as poppler's pdftotext finds them."""
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True).stdout.decode("utf-8", "replace")
    pages = []
    for line in text.splitlines():
        page, word = PAGE.search(line), WORD.search(line)
        if page:
            pages.append(Page(float(page[1]), float(page[2]), []))
        elif word:
            pages[-1].words.append(Word(*map(float, word.groups()[:4]), html.unescape(word[5])))
    return pages


class Messages:
    """What the program said, a code at a time."""

    def __init__(self, stderr):
        self.all = [json.loads(line) for line in stderr.splitlines() if line.startswith("{")]

    def codes(self):
        return {m["code"] for m in self.all}

    def has(self, code, **args):
        return any(m["code"] == code and all(m["args"].get(k) == str(v) for k, v in args.items()) for m in self.all)


class Result(NamedTuple):
    status: int
    stderr: str
    pages: list


def render(program, folder, h):
    """Sets a handout; its files stay in the folder."""
    source, sheet, pdf = (f"{folder}/handout.{ending}" for ending in ("xml", "css", "pdf"))
    for path, text in ((source, handouts.xml_of(h)), (sheet, h.css)):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    done = subprocess.run(command(program, h.default, source, sheet, pdf), capture_output=True, text=True, timeout=120)
    return Result(done.returncode, done.stderr, pages_of(pdf) if done.returncode == 0 else [])


def command(program, default, source, sheet, pdf):
    sheets = ["--style", f"{os.environ['HANDBILL_DATA']}/styles/handout.css", "--add-style", sheet] if default else ["--style", sheet]
    return [program, "render", source, "--edition", "office", "--json", "-o", pdf, *sheets]


# ---- finding tokens ----

def words_of(text):
    return [w for w in text if w != "br" and not w.startswith("#")]


class Found:
    """Every token's places, in pieces where it was parted; what is left over, and what stands more than once."""

    def __init__(self, h, pages):
        self.places, self.again, self.pool = {}, [], defaultdict(list)
        self.furniture = {w for name, text in h.parts.items() if name.startswith("head") or name in ("title", "tagline") for w in text}
        self.heads = {w for name, text in h.parts.items() if name.startswith("head") for w in text}
        self.texts = [words_of(t) for t in [t for name, t in h.parts.items() if name.startswith("head")] + [t for s in h.streams().values() for t in s]]
        self.tokens = [w for text in self.texts for w in text]
        self.repeated = defaultdict(set)        # head: the pages where it stands
        self.collect(set(self.tokens), pages)
        self.join()
        self.lost = [t for t in self.tokens if t not in self.places]
        self.stray = [(text, p.page) for text, places in self.pool.items() for p in places]

    def collect(self, wanted, pages):
        for number, page in enumerate(pages, 1):
            for word in page.words:
                for piece in PIECE.findall(word.text.replace("\u00ad", "")):
                    self.take(piece, Place(number, word), wanted)

    def take(self, piece, place, wanted):
        if piece not in wanted:
            self.pool[piece].append(place)
            return
        if piece in self.heads:
            if place.page in self.repeated[piece]:
                self.again.append((piece, place.page))
            self.repeated[piece].add(place.page)
        elif piece in self.places and piece not in self.furniture:
            self.again.append((piece, place.page))
        self.places.setdefault(piece, [place])

    def join(self):
        """Parted tokens from their pieces: those of which there is no doubt first, then those beside a token whose place is known; then what repeats,
        page for page."""
        for sure, beside in ((True, False), (False, True), (False, True), (False, False)):
            for text in self.texts:
                for at, token in enumerate(text):
                    if token not in self.places:
                        before, behind = (self.places.get(t[0]) if t else None for t in (text[:at][-1:], text[at + 1:at + 2]))
                        self.join_one(token, before and before[-1], behind and behind[0], sure, beside)
        for token in sorted(self.furniture):
            self.join_repeated(token)

    def join_one(self, token, before, behind, sure, beside):
        ways = self.ways(token)
        doubt = len(ways) > 1 or any(len(self.pool[piece]) > 1 for way in ways for piece in way)
        if ways and not (sure and doubt) and (before or behind or not beside):
            self.places[token] = self.draw(min(ways, key=lambda w: (self.strain(w, before, behind), len(w), w)), before, behind)

    def join_repeated(self, token):
        for page in sorted({p.page for places in self.pool.values() for p in places}):
            for way in self.ways(token, page):
                self.draw(way, None, only=page)
                self.repeated[token].add(page)
                break

    def ways(self, token, only=None):
        """The lists of pieces in the pool, or of one page of it, that make up the token."""
        if not token:
            return [[]]
        out = []
        for end in range(1, len(token) + 1):
            places = self.pool.get(token[:end])
            if places and (only is None or any(p.page == only for p in places)):
                out += [[token[:end]] + rest for rest in self.ways(token[end:], only)]
        return out

    def strain(self, way, before, behind):
        """How far its pieces are from going on from each other, taken as draw takes them."""
        sum_ = 0
        for at, piece in enumerate(way):
            last = behind if at + 1 == len(way) else None
            here = min(self.pool[piece], key=lambda p: distance(before, p) + distance(p, last))
            sum_ += distance(before, here) + distance(here, last)
            before = here
        return sum_

    def draw(self, way, before, behind=None, only=None):
        """Takes the pieces from the pool, of equal ones that which goes on best from the place before and to the one behind."""
        places = []
        for at, piece in enumerate(way):
            last = behind if at + 1 == len(way) or not before else None
            before = min(self.pool[piece], key=lambda p: (only not in (None, p.page), distance(before, p) + distance(p, last)))
            self.pool[piece].remove(before)
            if not self.pool[piece]:
                del self.pool[piece]
            places.append(before)
        return places

    def first(self, token):
        return self.places[token][0]

    def last(self, token):
        return self.places[token][-1]


def distance(one, next_):
    """How far from going on in the same line or the one below a place is from another; the same page elsewhere, later pages, earlier ones are farther."""
    if not one or not next_:
        return 0
    if one.page != next_.page:
        return 10 + next_.page - one.page if next_.page > one.page else 30 + one.page - next_.page
    lines = (next_.word.top - one.word.top) / (one.word.bottom - one.word.top)
    return abs(lines) if -.4 < lines < 2.2 else 10


# ---- properties: each gives sentences ----

def tokens_once(h, found, pages, said):
    if found.lost:
        yield f"lost: {found.lost[:8]} ({len(found.lost)} of {len(found.tokens)})"
    if found.again:
        yield "again: " + ", ".join(f"{t} on page {p}" for t, p in found.again[:8])
    if found.stray:
        yield "pieces of no token: " + ", ".join(f"{t} on page {p}" for t, p in found.stray[:8])


def in_order(h, found, pages, said):
    """The pages of a stream never go back; in one page's text, nor do the lines."""
    for name, texts in h.streams().items():
        before = None
        for token in (w for text in texts for w in words_of(text)):
            for place in found.places.get(token, []):
                if before and (place.page < before.page or (not name.startswith("note") and place.page == before.page and place.word.middle < before.word.top)):
                    yield f"{name}: {token} of page {place.page} stands before what it follows, on page {before.page}"
                before = place


def notes_at_calls(h, found, pages, said):
    """A note's first word is on the page of its first call (in the source, or of its calls on paper), or a message says otherwise.

    Calls are placed by the word before them; of several behind one word those after the first may stand on a later page where a message
    says that words are torn."""
    behind = Counter()
    for number, (note, callers) in enumerate(h.calls().items(), 1):
        first = h.notes[note][0][0]
        behind[callers[0]] += 1
        if callers[0] in found.places and first in found.places:
            there, calls = found.first(first).page, [found.last(c).page for c in callers if c in found.places]
            moved = said.has("note-moved", number=number) or (behind[callers[0]] > 1 and said.has("word-torn"))
            if there not in (calls[0], min(calls)) and not (there > min(calls) and moved):
                yield f"note {number} begins on page {there}, its call is on page {calls[0]}"


def splits_said(h, found, pages, said):
    """A note that parts is a message."""
    for number, note in enumerate(h.order(), 1):
        on = sorted({p.page for text in h.notes[note] for w in text for p in found.places.get(w, [])})
        if len(on) > 1 and not said.has("note-split", number=number):
            yield f"note {number} stands on pages {on} without a message"


def overflows(said, *pages):
    return any(said.has("page-overflow", page=p) for p in pages)


def names_beside(h, found, pages, said):
    """A name and the first line of its explanation share a page."""
    for row, name, text in begun_rows(h, found):
        if name.page != text.page and not overflows(said, name.page, text.page):
            yield f"the name {words_of(row['name'])[0]} … is on page {name.page}, its explanation begins on page {text.page}"


def excused_names(h, found, said):
    """The codes of the messages that excuse names apart from their explanations."""
    return ["page-overflow" for _, name, text in begun_rows(h, found) if name.page != text.page and overflows(said, name.page, text.page)]


def begun_rows(h, found):
    for row in h.rows:
        name, text = words_of(row["name"])[0], words_of(row["blocks"][0][1])[0]
        if name in found.places and text in found.places:
            yield row, found.first(name), found.first(text)


def tears(said, page):
    return said.has("widow", page=page) or said.has("widow-note", page=page)


def parts(said, page):
    """Is it said that the page parts what belongs together?"""
    return tears(said, page) or said.has("kept-parted", page=page)


def names_whole(h, found, pages, said):
    """With break-inside: avoid a name that fits on the page behind does not part."""
    if not h.facts.get("kept_names"):
        return
    for row in h.rows:
        on = places_by_page(found, row["name"])
        if len(on) > 1 and sum(map(height_of, on.values())) < .8 * room_behind(h, pages, on) and not overflows(said, *on) and not any(parts(said, p) for p in on):
            yield f"the name {words_of(row['name'])[0]} … parts over pages {sorted(on)}"


def rows_whole(h, found, pages, said):
    """A row that is to be kept whole, and that fits on the page behind together with its notes, does not part.  Not asked of rows that are to stand with
    the row beside them, too: one of the two gives way."""
    for at, row in enumerate(h.rows):
        wanted = h.facts.get("kept_rows") or (h.facts.get("kept_class") and row["class"] == "k")
        together = h.facts.get("kept_together") and {r["class"] for r in h.rows[max(0, at - 1):at + 2]} & {"with", "alone"}
        if not wanted or together:
            continue
        texts = [t for _, t in row["blocks"]]
        on = places_by_page(found, *texts, row["name"])
        notes = {i[1:] for text in texts + [row["name"]] for i in text if i.startswith("#")}
        needed = sum(map(height_of, on.values())) + sum(20 + sum(map(height_of, places_by_page(found, *h.notes[n]).values())) for n in notes)
        if len(on) > 1 and needed + 60 < .8 * room_behind(h, pages, on) and not overflows(said, *on) and not any(parts(said, p) for p in on):
            yield f"the row {words_of(row['name'])[0]} …, to be kept whole, parts over pages {sorted(on)}"


def places_by_page(found, *texts):
    on = defaultdict(list)
    for text in texts:
        for token in words_of(text):
            for place in found.places.get(token, []):
                on[place.page].append(place.word)
    return on


def height_of(words):
    return max(w.bottom for w in words) - min(w.top for w in words)


def margins(h, number, which):
    """The margin of a page as the sheet has it."""
    facts = h.facts
    side = "right" if (number % 2 == 1) != ("rtl" in h.attributes) else "left"
    keys = (["first_" + which] if number == 1 else []) + [f"{side}_{which}", which]
    return next(facts[k] for k in keys if k in facts)


def room_behind(h, pages, on):
    """The height of the page after the first of those: where what parts over them could stand."""
    number = min(on) + 1
    return pages[number - 1].height - margins(h, number, "top") - margins(h, number, "bottom")


def nothing_overprinted(h, found, pages, said):
    for number, page in enumerate(pages, 1):
        hits = overprints(page.words)
        if hits and not overflows(said, number):
            yield f"page {number}: " + ", ".join(f"{a} and {b}" for a, b in hits[:4]) + f" over each other ({len(hits)} pairs)"


def overprints(words):
    """Pairs of words whose inner boxes meet."""
    boxes = sorted((w.top + (w.bottom - w.top) * .3, w.bottom - (w.bottom - w.top) * .3, w.left + .6, w.right - .6, w.text)
                   for w in words if w.right - w.left > 2)
    hits, active = [], []
    for box in boxes:
        active = [a for a in active if a[1] > box[0]]
        hits += [(a[4], box[4]) for a in active if a[2] < box[3] and box[2] < a[3]]
        active.append(box)
    return hits


def on_paper(h, found, pages, said):
    for number, page in enumerate(pages, 1):
        off = [w.text for w in page.words if w.left < -.5 or w.right > page.width + .5 or not 0 <= w.middle <= page.height]
        if off and not overflows(said, number):
            yield f"page {number}: off the paper: {off[:5]}"


def in_page_area(h, found, pages, said):
    """Text and notes keep out of the margins above and below."""
    for token, places in found.places.items():
        for number, word in places:
            low = pages[number - 1].height - margins(h, number, "bottom")
            if not margins(h, number, "top") - .3 * (word.bottom - word.top) <= word.middle <= low and token not in found.furniture and not overflows(said, number):
                yield f"page {number}: {token} stands in the margin"
                return


def no_page_empty(h, found, pages, said):
    """A page has text, unless the row after it is to begin on a left or right page."""
    full = {p.page for token, places in found.places.items() for p in places if token not in found.heads}
    begins = {place.page: row["class"] for row, place, _ in reversed(list(begun_rows(h, found)))}
    for number in range(1, len(pages) + 1):
        asked = h.facts.get("forced") and begins.get(number + 1) in ("left", "right")
        if number not in full and not asked:
            yield f"page {number} is empty"


def heads_with_rows(h, found, pages, said):
    """Heads stand over rows."""
    rows = {p.page for row in h.rows for text in [row["name"]] + [t for _, t in row["blocks"]] for w in words_of(text) for p in found.places.get(w, [])}
    for head in found.heads:
        alone = sorted(found.repeated[head] - rows)
        if alone:
            yield f"the heads stand on page {alone[0]} without a row"
            return


def widows_kept(h, found, pages, said):
    """A paragraph parts with as many lines on each side as the sheet asks for, or a message says so."""
    for text in (t for row in h.rows for kind, t in row["blocks"] if kind != "list"):
        lines = {page: lines_of(words) for page, words in sorted(places_by_page(found, text).items())}
        on = list(lines)
        for at, page in enumerate(on[:-1]):
            few = lines[page] < h.facts["orphans"] if at == 0 else False
            few |= lines[on[at + 1]] < h.facts["widows"] if at + 2 == len(on) else False
            if few and not tears(said, page) and not overflows(said, page, on[at + 1]):
                yield f"the paragraph {words_of(text)[0]} … parts into {list(lines.values())} lines on pages {on} without a message"


def lines_of(words):
    count, low = 0, None
    for word in sorted(words, key=lambda w: w.middle):
        if low is None or word.middle - low > .3 * (word.bottom - word.top):
            count += 1
        low = word.middle
    return count


def notes_below(h, found, pages, said):
    """On each page the notes stand under all text."""
    under = {number: min(w.top for w in words) for number, words in places_by_page(found, *(p for n in h.notes.values() for p in n)).items()}
    over = {number: max(w.middle for w in words) for number, words in places_by_page(found, *h.streams()["text"], *h.streams()["name"]).items()}
    for number in under:
        if over.get(number, 0) > under[number] and not overflows(said, number):
            yield f"page {number}: notes above text"


def half_empty(h, found, pages):
    """The pages that leave half of their room unused between text and notes or foot, the last one and those before a forced break left out."""
    notes = places_by_page(found, *(p for n in h.notes.values() for p in n))
    text = places_by_page(found, *h.streams()["text"], *h.streams()["name"])
    forced = pages_before_forced(h, found) if h.facts.get("forced") else set()
    out = []
    for number in range(1, len(pages)):
        top, foot = margins(h, number, "top"), pages[number - 1].height - margins(h, number, "bottom")
        low = min((w.top for w in notes[number]), default=foot) if text[number] else foot
        used = max((w.bottom for w in text[number] or notes[number]), default=top)
        if low - used > (foot - top) / 2 and number not in forced and text[number] + notes[number]:
            out.append(number)
    return out


def pages_before_forced(h, found):
    """Those that a forced break may have ended, or that stand before one that was left blank."""
    rows = [(row["class"], name.page) for row, name, _ in begun_rows(h, found)]
    begun = {page for kind, page in rows if kind in ("page", "left", "right")} | {page for (kind, _), (_, page) in zip(rows, rows[1:]) if kind == "after"}
    return {page - 1 for page in begun} | {page - 2 for page in begun}


PROPERTIES = {"tokens": tokens_once, "order": in_order, "note-place": notes_at_calls, "split-silent": splits_said, "name": names_beside,
              "name-parted": names_whole, "row-parted": rows_whole, "overprint": nothing_overprinted, "paper": on_paper, "margin": in_page_area,
              "empty": no_page_empty, "heads": heads_with_rows, "widow-silent": widows_kept, "note-above": notes_below}


class Judgement(NamedTuple):
    wrong: list         # (property, sentence)
    excused: list       # the codes that excuse names apart from their explanations
    half_empty: int     # pages
    pages: int


def judge(h, result):
    if result.status:
        return Judgement([("status", f"status {result.status}: {result.stderr.strip()[-300:]}")], [], 0, 0)
    said, found = Messages(result.stderr), Found(h, result.pages)
    wrong = [(name, sentence) for name, check in PROPERTIES.items() for sentence in check(h, found, result.pages, said)]
    return Judgement(wrong, excused_names(h, found, said), len(half_empty(h, found, result.pages)), len(result.pages))
