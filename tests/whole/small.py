"""Small handouts with the number of pages that is right, each for one thing that went wrong once; in all of them the judge's properties hold too."""
import tempfile

import handouts
import judge

PAGE = """@page { size: %dpt %dpt; margin: %dpt; @bottom-center { content: none } }
handout { font: 10pt/12pt serif; hyphens: none } title { font: 12pt/12pt serif; margin: 0 } note { font-size: 8pt; line-height: 9.6pt }
"""


def handout(width, height, margin, css, rows, notes, heads=True, **facts):
    """rows: (name, explanation[, class]), paragraphs parted by |; notes: the text of each."""
    h = handouts.Handout()
    h.parts = {"title": ["Probe"], **({"head 1": ["Subject"], "head 2": ["Remark"]} if heads else {})}
    for name, text, *kind in rows:
        h.rows.append({"class": "".join(kind), "name": split(name), "blocks": [("p", split(p)) for p in text.split("|")]})
    h.notes = {str(n): [split(text)] for n, text in enumerate(notes, 1)}
    h.sheet = [(PAGE % (width, height, margin) + css, {"top": margin, "bottom": margin, **facts})]
    return h


def split(text):
    return text.replace("#", " #").split()


def words(count, first=0, between=" "):
    """So many tokens, the first of them that number."""
    made = []
    for n in range(first, first + count):
        code = "".join(chr(ord("a") + n // 26 ** k % 26) for k in (2, 1, 0))
        made.append("N" + code + "x")
    return between.join(made)


def note_nearly_a_page(lines=13):
    """A name of three words beside one that calls a note of 13 lines, where 10 fit: the name whole, the call with the note's first line."""
    return handout(200, 200, 20, "head:first-child { width: 40pt } note { widows: 2; orphans: 2 } name { break-inside: avoid } title { font-size: 20pt; line-height: 24pt }",
                   [("One Two Three", "Call#1")], [words(lines, between=" br ")], kept_names=True)


def name_behind_running_note():
    """A note runs over page 2; the row beside it, whose own note does not fit there, is not torn: all of it follows, or it begins together."""
    return handout(300, 300, 30, "head:first-child, name { width: 70pt } @page { @footnote { border-block-start: .4pt solid; padding-block-start: 3pt; margin-block-start: 6pt } }",
                   [("First", "Begins#1"), ("Second Name Takes Two Lines Here", "Calls#2 br Again"), ("Third", "Ends")], [words(340), words(90, 900)])


def heads_before_forced_break(kind="page"):
    """The first row begins on a new page: its heads go with it."""
    return handout(300, 300, 30, f".{kind} {{ break-before: {kind} }}", [("First", "Begins", kind), ("Second", "Ends")], [], forced=True)


def margins_between_notes():
    """The room of notes counts the margins between them: none runs over the page's end or text."""
    chance = handouts.Chance(3)
    rows, notes = [], []
    for _ in range(60):
        text = chance.words(6, 10)
        for at in (5, 3, 2, 1):
            notes.append(" ".join(chance.words(3, 5)))
            text.insert(at, f"#{len(notes)}")
        rows.append((" ".join(chance.words(2, 4)), " ".join(text)))
    return handout(612, 792, 54, "note { margin-bottom: 30pt } p { overflow-wrap: break-word }", rows, notes)


def margin_that_is_dropped():
    """A note's space before is dropped at the top of its column: it fits."""
    return handout(612, 792, 54, "note { margin-top: 500pt }", [("First", "Calls#1 It"), ("Second", "Ends")], ["Short Enough"])


def kept_row_behind_short_page():
    """A row to be kept whole that only the short first page cannot hold is whole on the second."""
    return handout(300, 300, 30, "@page :first { margin-bottom: 200pt } principle { break-inside: avoid }", [("First", words(15, between=" br "))], [],
                   kept_rows=True, first_bottom=200)


# What it is: the handout, the least and the most pages that are right.
CASES = {
    "a note of nearly a page": (note_nearly_a_page(), 2, 3),
    "a name behind a running note": (name_behind_running_note(), 3, 3),
    "heads before a forced break": (heads_before_forced_break(), 2, 2),
    "heads before a break to a left page": (heads_before_forced_break("left"), 2, 2),
    "heads before a break to a right page": (heads_before_forced_break("right"), 3, 3),
    "margins between notes": (margins_between_notes(), 15, 20),
    "a margin that is dropped": (margin_that_is_dropped(), 1, 1),
    "a kept row behind a short page": (kept_row_behind_short_page(), 2, 2),
}


def complaints(program):
    """(the case's name, what is wrong with it) of those that are not as they should be."""
    wrong = []
    for name, (h, least, most) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            result = judge.render(program, folder, h)
        wrong += [(name, f"{what}: {sentence}") for what, sentence in judge.judge(h, result).wrong]
        if not least <= len(result.pages) <= most:
            wrong.append((name, f"{len(result.pages)} pages instead of {least} to {most}"))
    return wrong
