"""A PDF file's objects, as qpdf gives them in JSON, and what they say by the book (ISO 32000-1): for tests."""
import base64
import json
import re
import subprocess
import tempfile

# What a string of JSON stands for: a reference, a name, a text string, a byte string.
REFERENCE = re.compile(r"(\d+) \d+ R")


class Pdf:
    """A file's objects: dictionaries and arrays as JSON has them, references followed by `get` and `at`."""

    def __init__(self, path):
        asked = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline",
                                "--decode-level=generalized", path], check=True, capture_output=True)
        self.json = json.loads(asked.stdout)
        self.objects = self.json["qpdf"][1]
        self.trailer = self.objects["trailer"]["value"]
        self.root = self.get(self.trailer["/Root"])

    def get(self, value):
        """The object itself: of a stream its dictionary."""
        while isinstance(value, str) and REFERENCE.fullmatch(value):
            made = self.objects["obj:" + value]
            value = made["stream"]["dict"] if "stream" in made else made["value"]
        return value

    def at(self, value, *path):
        """What stands at a path of keys and indices below an object; None where there is nothing."""
        value = self.get(value)
        for key in path:
            value = value.get(key) if isinstance(value, dict) else value[key]
            value = self.get(value)
            if value is None:
                return None
        return value

    def values(self):
        """All dictionaries, in order; changed, they are written so."""
        for value in self.objects.values():
            made = value["stream"]["dict"] if "stream" in value else value["value"]
            if isinstance(made, dict):
                yield made

    def write(self, path):
        """Writes the objects as they are now, as qpdf does."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as made:
            json.dump(self.json, made)
            made.flush()
            subprocess.run(["qpdf", "--json-input", made.name, path], check=True)

    def bytes(self, reference):
        """A stream's bytes, inflated."""
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def pages(self, node=None):
        """References to the pages, in order."""
        for kid in self.at(node or self.root["/Pages"], "/Kids"):
            if self.at(kid, "/Type") == "/Page":
                yield kid
            else:
                yield from self.pages(kid)

    def outline(self, node=None, level=0):
        """(level, title) of each item of the outline."""
        item = self.at(node or self.root["/Outlines"], "/First")
        while item:
            yield level, text(item["/Title"])
            if "/First" in item:
                yield from self.outline(item, level + 1)
            item = self.get(item.get("/Next"))


def text(value):
    """A text string: qpdf has decoded it."""
    return value[2:] if value.startswith("u:") else bytes.fromhex(value[2:]).decode("latin-1")


# ---- structure ----
def parse(content):
    """The operators of a content stream: (operator, operands).  Strings are bytes, names begin with a slash."""
    operands, at = [], 0
    stack = [operands]
    token = re.compile(rb"\s*(?:(<<|>>|\[|\])|(\()|<([0-9A-Fa-f\s]*)>|(/[^\s/<>\[\]()]*)|([-+.0-9]+)(?![A-Za-z])|([A-Za-z'\"*]+))")
    while True:
        found = token.match(content, at)
        if not found:
            assert not content[at:].strip(), content[at:at + 40]
            return
        at = found.end()
        bracket, opening, digits, name, number, operator = found.groups()
        if bracket in (b"<<", b"["):
            stack.append([])
        elif bracket == b"]":
            made = stack.pop()
            stack[-1].append(made)
        elif bracket == b">>":
            made = stack.pop()
            stack[-1].append(dict(zip(made[::2], made[1::2])))
        elif opening:
            made, at = literal(content, at)
            stack[-1].append(made)
        elif digits is not None:
            stack[-1].append(bytes.fromhex(digits.decode()))
        elif name:
            stack[-1].append(name.decode())
        elif number:
            stack[-1].append(float(number))
        else:
            yield operator.decode(), operands[:]
            operands.clear()


def literal(content, at):
    """A literal string from behind its parenthesis: its bytes, and where it has ended."""
    made, depth = bytearray(), 1
    escapes = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    while True:
        c = content[at:at + 1]
        if c == b"\\":
            made += escapes.get(content[at + 1:at + 2], content[at + 1:at + 2])
            at += 2
            continue
        depth += {b"(": 1, b")": -1}.get(c, 0)
        at += 1
        if not depth:
            return bytes(made), at
        made += c


def to_unicode(cmap):
    """What a font's codes say, by code."""
    made = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, says in re.findall(rb"<(\w+)>\s*<(\w*)>", block):
            made[int(code, 16)] = bytes.fromhex(says.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, says in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for i in range(int(high, 16) - int(low, 16) + 1):
                units = bytearray.fromhex(says.decode())
                units[-2:] = (int.from_bytes(units[-2:], "big") + i).to_bytes(2, "big")
                made[int(low, 16) + i] = units.decode("utf-16-be")
    return made


class Sequence:
    """A marked-content sequence: its tag, its number, what it shows and what it says instead."""

    def __init__(self, tag, properties):
        self.tag, self.properties, self.shown = tag, properties, ""
        self.mcid = int(properties["/MCID"]) if "/MCID" in properties else None

    @property
    def text(self):
        """ActualText stands for all that is shown (14.9.4)."""
        actual = self.properties.get("/ActualText")
        return self.shown if actual is None else actual.decode("utf-16")


def sequences(pdf, page):
    """The sequences of a page in the order of drawing.  What is shown outside of any raises an error, nesting too."""
    fonts, font, open_one = {}, None, None
    for name, reference in (pdf.at(page, "/Resources", "/Font") or {}).items():
        fonts[name] = to_unicode(pdf.bytes(pdf.get(reference)["/ToUnicode"]))
    for operator, operands in parse(pdf.bytes(pdf.get(page)["/Contents"])):
        if operator in ("BDC", "BMC"):
            assert not open_one, f"a sequence inside {open_one.tag}"
            open_one = Sequence(operands[0], operands[1] if operator == "BDC" else {})
        elif operator == "EMC":
            yield open_one
            open_one = None
        elif operator == "Tf":
            font = fonts[operands[0]]
        elif operator in ("Tj", "TJ"):
            assert open_one, "text outside of all sequences"
            for part in operands[0] if operator == "TJ" else operands:
                if isinstance(part, bytes):
                    open_one.shown += "".join(font[part[i] << 8 | part[i + 1]] for i in range(0, len(part), 2))
        elif operator in ("f", "S", "B", "Do", "sh"):
            assert open_one, "painting outside of all sequences"


class Element:
    """An element of the structure tree: role, attributes, language, kids (elements, text of sequences, link annotations)."""

    def __init__(self, pdf, reference, parent, where):
        value = pdf.get(reference)
        self.reference, self.parent, self.value, self.kids = reference, parent, value, []
        self.role = value["/S"][1:]
        self.lang = text(value["/Lang"]) if "/Lang" in value else parent.lang if parent else None
        kids = pdf.get(value.get("/K", []))
        for kid in kids if isinstance(kids, list) else [value["/K"]]:
            self.add(pdf, kid, where)

    def add(self, pdf, kid, where):
        page = self.value.get("/Pg")
        known = pdf.get(kid)
        if isinstance(known, int):
            self.kids.append(where["marks"].pop((page, known)))
        elif known.get("/Type") == "/MCR":
            self.kids.append(where["marks"].pop((known.get("/Pg", page), known["/MCID"])))
        elif known.get("/Type") == "/OBJR":
            self.kids.append(pdf.get(known["/Obj"]))
            where["parents"].append((known["/Obj"], self))
        else:
            self.kids.append(Element(pdf, kid, self, where))

    @property
    def text(self):
        return "".join(k.text for k in self.kids if not isinstance(k, dict))

    def walk(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def numbers(pdf, node):
    """The entries of a number tree or name tree, in order."""
    value = pdf.get(node)
    for kid in value.get("/Kids", []):
        yield from numbers(pdf, kid)
    flat = value.get("/Nums", value.get("/Names", []))
    yield from zip(flat[::2], flat[1::2])


def structure(pdf):
    """The document's element; complaints about what does not hold together."""
    complaints, marks, where = [], {}, {}
    for page in pdf.pages():
        for one in sequences(pdf, page):
            if one.tag == "/Artifact":
                continue
            if one.mcid is None:
                complaints.append(f"a sequence {one.tag} without a number")
            else:
                marks[page, one.mcid] = one
                one.page = page
    where = {"marks": dict(marks), "parents": []}
    top = Element(pdf, pdf.at(pdf.root, "/StructTreeRoot")["/K"], None, where)
    complaints += [f"no element lists mark {mcid} of {page}" for page, mcid in where["marks"]]
    return top, complaints + lint(pdf, top, where)


def lint(pdf, top, where):
    """Both ways between elements and what hangs on them, and what no validator looks at."""
    complaints, keys = [], dict(numbers(pdf, pdf.at(pdf.root, "/StructTreeRoot")["/ParentTree"]))
    ids = {text(name): element for name, element in numbers(pdf, pdf.at(pdf.root, "/StructTreeRoot", "/IDTree") or {})}
    for e in top.walk():
        for kid in e.kids:
            if isinstance(kid, Sequence) and pdf.get(keys[pdf.get(kid.page)["/StructParents"]])[kid.mcid] != e.reference:
                complaints.append(f"{e.role} {e.reference} lists mark {kid.mcid}, which is another's")
            if isinstance(kid, Element) and kid.value["/P"] != e.reference:
                complaints.append(f"{kid.role} {kid.reference} has another parent")
        if e.role == "Note" and ids.get(text(e.value["/ID"])) != e.reference:
            complaints.append(f"note {e.value['/ID']} is not in the tree of ids")
        if e.role == "TR" and (e.kids[0].role != "TH" or "/Scope" not in pdf.get(e.kids[0].value["/A"])):
            complaints.append(f"row {e.reference} begins without a head")
    held = {reference for reference, _ in where["parents"]}
    for reference, e in where["parents"]:
        if keys[pdf.get(reference)["/StructParent"]] != e.reference or e.role != "Link":
            complaints.append(f"annotation {reference} is not its Link's")
    for page in pdf.pages():
        for reference in pdf.get(page).get("/Annots", []):
            if reference not in held:
                complaints.append(f"no element holds annotation {reference}")
            if not text(pdf.get(reference).get("/Contents", "u:")):
                complaints.append(f"annotation {reference} says nothing")
    return complaints
