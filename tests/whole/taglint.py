"""What no validator looks at: that a structure tree holds together both ways and is that of a handout; and that it says what the
source says, in its order and languages.  For tests; the test `tags` proves that each rule sees what it is for."""
import unicodedata
import xml.etree.ElementTree as ET

from pdfread import Element, Sequence, Tree, numbers, text

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def roles(e):
    """What an element holds."""
    return [k.role if isinstance(k, Element) else "link" if isinstance(k, dict) else "text" for k in e.kids]


# ---- rules: each gives what is wrong with a Tree ----
def both_ways(t):
    """A mark, a link and an element know who holds them."""
    parents = dict(numbers(t.pdf, t.root["/ParentTree"]))
    seen = set()
    for page in t.pdf.pages():
        key = t.pdf.get(page).get("/StructParents")
        if key in seen - {None}:
            yield f"two pages have the key {key}"
        seen.add(key)
        held = t.pdf.get(parents.get(key)) or []
        listed = {k.mcid: e.reference for e in t.elements for k in e.kids if isinstance(k, Sequence) and k.page == page}
        for mcid, reference in enumerate(held):
            if listed.get(mcid) != reference:
                yield f"the parent tree gives mark {mcid} of {page} to {reference}, {listed.get(mcid)} lists it"
        if len(held) < len(listed):
            yield f"the parent tree has {len(held)} of the {len(listed)} marks of {page}"
    for reference, e in t.held:
        key = t.pdf.get(reference).get("/StructParent")
        seen.add(key)
        if parents.get(key) != e.reference:
            yield f"the parent tree gives link {reference} to {parents.get(key)}, {e.reference} holds it"
    if parents.keys() - seen:
        yield f"the parent tree has keys of nothing: {sorted(parents.keys() - seen)}"
    if not all(key < t.root["/ParentTreeNextKey"] for key in parents):
        yield "the next key of the parent tree is taken"
    for e in t.elements:
        if e.value.get("/P") != (e.parent.reference if e.parent else t.pdf.root["/StructTreeRoot"]):
            yield f"{e.role} {e.reference} has another parent than the one that lists it"


def links(t):
    """Every link is held once, by a Link, leads somewhere and says where."""
    targets = {name for name, _ in numbers(t.pdf, t.pdf.at(t.pdf.root, "/Names", "/Dests") or {})}
    pages = list(t.pdf.pages())
    for reference in (r for page in pages for r in t.pdf.get(page).get("/Annots", [])):
        annotation, holders = t.pdf.get(reference), [e for r, e in t.held if r == reference]
        if [e.role for e in holders] != ["Link"]:
            yield f"link {reference} is held by {[e.role for e in holders]}, not by one Link"
        if not text(annotation.get("/Contents", "u:")).strip():
            yield f"link {reference} says nothing"
        dest = annotation.get("/Dest")
        if dest is None and "/A" not in annotation or isinstance(dest, str) and dest not in targets:
            yield f"link {reference} leads nowhere"
    for e in t.all("Link"):
        if not any(isinstance(k, dict) for k in e.kids):
            yield f"Link {e.reference} holds no link"
    for page in pages:
        if t.pdf.get(page).get("/Tabs") != "/S":
            yield f"{page} is not tabbed through in the tree's order"


def ids(t):
    """The tree of ids has each id once, in order, and no others."""
    listed = [(text(name), e) for name, e in numbers(t.pdf, t.root.get("/IDTree") or {})]
    owned = sorted((text(e.value["/ID"]), e.reference) for e in t.elements if "/ID" in e.value)
    if [name for name, _ in listed] != sorted(name for name, _ in listed):
        yield "the tree of ids is not in order"
    if sorted(listed) != owned:
        yield f"the tree of ids has {sorted(set(listed) ^ set(owned))} too much or too little"
    if len({name for name, _ in owned}) < len(owned):
        yield "an id is there twice"


def document(t):
    """A Document with one title, which is read first and called so by the outline."""
    if t.top.role != "Document" or not t.lang:
        yield f"the outermost element is a {t.top.role} in {t.lang}"
    heads = [e for e in t.elements if e.role[0] == "H" and e.role[1:].isdigit() or e.role == "H"]
    if [e.role for e in heads] != ["H1"] or [r for r in roles(t.top) if r != "Figure"][0] != "H1":
        yield f"the headings are {[e.role for e in heads]}, not one H1 that is read first, but for a logo"
    titles = [title for level, title in t.pdf.outline() if level == 0]
    if heads and titles and letters(titles[0]) != letters("".join(own_text(heads[0]))):
        yield f"the outline begins with {titles[0]!r}"
    if not t.pdf.at(t.pdf.root, "/ViewerPreferences", "/DisplayDocTitle") or not t.pdf.at(t.pdf.root, "/MarkInfo", "/Marked"):
        yield "the document does not say that it is tagged, or shows no title"


def table(t):
    """A row of column heads, rows that begin with their head, all of as many cells."""
    for e in t.all("Table"):
        if any(e.inside(role) for role in ("P", "H1", "Span")):
            yield "a table stands inside a paragraph"
        groups = roles(e)
        if groups.count("THead") > 1 or "THead" in groups[1:] or not set(groups) <= {"THead", "TBody"}:
            yield f"a table holds {groups}"
            return
        rows = [r for g in e.kids for r in g.kids]
        if any(set(roles(g)) != {"TR"} for g in e.kids) or len({len(r.kids) for r in rows}) > 1:
            yield f"rows have unlike cells: {[roles(r) for r in rows]}"
            return
        for group in e.kids:
            if group.role == "THead" and len(group.kids) != 1:
                yield f"{len(group.kids)} rows of column heads"
            for row in group.kids:
                cells = [role + (scope(t, k) if isinstance(k, Element) else "") for role, k in zip(roles(row), row.kids)]
                wanted = ["TH/Column"] * len(cells) if group.role == "THead" else ["TH/Row"] + ["TD"] * (len(cells) - 1)
                if cells != wanted:
                    yield f"the cells of row {row.reference} are {cells}"


def scope(t, cell):
    return attributes(t, cell).get("/Scope", "")


def attributes(t, e):
    made, own = {}, t.pdf.get(e.value.get("/A", {}))
    for one in own if isinstance(own, list) else [own]:
        made.update(t.pdf.get(one))
    return made


def notes(t):
    """A call leads to a note that is read later; a note has a label that leads back."""
    at = {e.reference: i for i, e in enumerate(t.elements)}
    named = {text(e.value["/ID"]): e for e in t.all("Note") if "/ID" in e.value}
    called = set()
    for call in t.all("Reference"):
        dests = [k.get("/Dest") for e in call.walk() for k in e.kids if isinstance(k, dict)]
        outer = next((e for e in ancestors(call) if e.role == "Link"), None)
        if outer and not dests:
            dests = [k["/Dest"] for k in outer.kids if isinstance(k, dict) and "/Dest" in k]
        if not dests:
            yield f"call {call.text!r} leads nowhere"
        for dest in dests:
            note = named.get(text(dest)) if isinstance(dest, str) else None
            if not note:
                yield f"call {call.text!r} leads to no note"
            elif note.reference not in called and at[note.reference] < at[call.reference]:
                yield f"note {text(dest)} is read before it is called"
            if note:
                called.add(note.reference)
    for note in t.all("Note"):
        if "/ID" not in note.value:
            yield "a note has no id"
        elif note.reference not in called:
            yield f"nothing calls note {text(note.value['/ID'])}"
        label = [k for k in note.kids if isinstance(k, Element) and k.role == "Lbl"]
        back = [k for e in label for l in e.walk() for k in l.kids if isinstance(k, dict)]
        if len(label) != 1 or note.kids[0] is not label[0] or not back:
            yield "a note does not begin with a label that leads back"


def ancestors(e):
    while e.parent:
        e = e.parent
        yield e


def lists(t):
    """A list of items: each a label and a body."""
    for e in t.all("L"):
        if not set(roles(e)) <= {"LI", "L"}:
            yield f"a list holds {roles(e)}"
        elif any("Lbl" in roles(item) for item in e.kids) != (attributes(t, e).get("/ListNumbering") not in (None, "/None")):
            yield "a list with labels does not say of what kind they are, or one without says so"
    for e in t.all("LI"):
        if roles(e) not in (["LBody"], ["Lbl"], ["Lbl", "LBody"]) or e.parent.role != "L":
            yield f"an item of {e.parent.role} holds {roles(e)}"


def figures(t):
    """A figure says what it shows, and where; words are beside it, not inside, where what it says stands for them."""
    for e in t.all("Figure"):
        if not text(e.value.get("/Alt", e.value.get("/ActualText", "u:"))).strip():
            yield "a figure says nothing"
        if len(attributes(t, e).get("/BBox", [])) != 4:
            yield "a figure has no box"
        if any(isinstance(k, Element) for k in e.kids):
            yield f"a figure holds {roles(e)}"


def spans(t):
    """What stands instead of what is drawn has a mark of its own, on one line; nothing is empty but cells."""
    for mark in t.marks.values():
        if "/ActualText" in mark.properties and mark.lines > 1:
            yield f"{mark.text!r} stands for more than a line"
    for e in t.elements:
        if not e.kids and e.role not in ("TH", "TD"):
            yield f"{e.role} {e.reference} is empty"


def artifacts(t):
    """An artifact says what it is."""
    for one in t.artifacts:
        kind = one.properties.get("/Type")
        if kind not in ("/Layout", "/Pagination", "/Page", "/Background"):
            yield f"the artifact {one.shown!r} is of no kind"


FORM = (both_ways, links, ids, table, lists, figures, spans, artifacts)
SIGHT = (document, notes)    # a sheet that hides titles and calls breaks them


def lint(pdf, rules=FORM + SIGHT):
    """(the tree, what is wrong with it)."""
    tree = Tree(pdf)
    return tree, tree.faults + [complaint for rule in rules for complaint in rule(tree)]


# ---- what is said, block by block: (in a note or not, role, runs of (language, letters)) ----
BLOCKS = {"title": "H1", "tagline": "P", "head": "TH", "name": "TH", "p": "P", "item": "LBody", "caption": "Caption"}
HOMES = ("name", "explanation", "head", "item")     # notes called inside are read at their end
INLINE = ("em", "strong", "term", "foreign", "link", "q", "noteref", "br")


def letters(words):
    return "".join(c for c in words if unicodedata.category(c)[0] in "LMN")


def runs(pieces):
    """Letters of one language together."""
    made = []
    for lang, words in pieces:
        kept = letters(words)
        if kept and made and made[-1][0] == lang:
            made[-1] = (lang, made[-1][1] + kept)
        elif kept:
            made.append((lang, kept))
    return made


def own_text(e):
    return (words for _, words in own_pieces(e))


def own_pieces(e, says=lambda mark: mark.text):
    """(language, words) of an element's own text, in order: without calls, labels and blocks inside."""
    for kid in e.kids:
        if isinstance(kid, Sequence):
            yield e.lang, says(kid)
        elif isinstance(kid, Element) and kid.role in ("Span", "Quote", "Link"):
            yield from own_pieces(kid, says)


def spoken(tree, says=lambda mark: mark.text):
    """What the tree says; what a mark says may be another reader's word."""
    for e in tree.elements:
        if e.role in BLOCKS.values() or e.role == "TD":
            made = runs(own_pieces(e, says))
            if made:
                yield e.inside("Note"), e.role, made


def written(source, unsaid=(), are_links_printed=False):
    """What a source says, in the order in which it is read, but for what stands in the elements `unsaid`; with the addresses of the web's
    links behind them, where they are printed."""
    root = ET.parse(source).getroot()
    notes_by_id = {note.get("id"): note for note in root.iter("note")}
    languages = dict(scopes(root, None))
    pending = []

    def pieces(e):
        yield languages[e], e.text or ""
        for kid in e:
            if kid.tag == "noteref":
                pending.append(kid.get("to"))
            elif kid.tag in INLINE:
                yield from pieces(kid)
                if are_links_printed and kid.get("href", "").startswith("http"):
                    yield languages[kid], kid.get("href")
            yield languages[e], kid.tail or ""

    def walk(e, homed, in_note):
        if e.tag in ("meta", "notes", *unsaid) or e.tag in INLINE:
            return
        made = runs(pieces(e)) if e.tag in BLOCKS else []
        if made:
            yield in_note, BLOCKS[e.tag], made
        for kid in e:
            yield from walk(kid, homed or e.tag in HOMES, in_note)
        if not homed:
            waiting = [notes_by_id.pop(i) for i in pending if i in notes_by_id]
            pending.clear()
            for note in waiting:
                yield from walk(note, False, True)

    return walk(root, False, False)


def scopes(e, lang):
    """(element, its language) of an element and all inside."""
    lang = e.get(LANG, lang)
    yield e, lang
    for kid in e:
        yield from scopes(kid, lang)


def compare(tree, source, *changes):
    """Complaints where a tree says something else than its source, changed as `written` does."""
    made, wanted = list(spoken(tree)), list(written(source, *changes))
    for i in range(max(len(made), len(wanted))):
        one, other = made[i:i + 1], wanted[i:i + 1]
        if one != other:
            return [f"block {i}: said is {one}, written {other}"]
    return []
