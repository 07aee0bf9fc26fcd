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

    def __init__(self, tag, properties, around):
        self.tag, self.properties, self.shown, self.around = tag, properties, "", around
        self.mcid = int(properties["/MCID"]) if "/MCID" in properties else None
        self.lines = 1      # those it shows something on
        self.page = None

    @property
    def text(self):
        """ActualText stands for all that is shown (14.9.4)."""
        actual = self.properties.get("/ActualText")
        return self.shown if actual is None else actual.decode("utf-16")


def sequences(pdf, page):
    """The sequences of a page in the order of drawing, then one with the tag None of what is painted outside of all."""
    fonts, font, inside, loose = {}, None, [], Sequence(None, {}, None)
    for name, reference in (pdf.at(page, "/Resources", "/Font") or {}).items():
        fonts[name] = to_unicode(pdf.bytes(pdf.get(reference)["/ToUnicode"]))
    for operator, operands in parse(pdf.bytes(pdf.get(page)["/Contents"])):
        now = inside[-1] if inside else loose
        if operator in ("BDC", "BMC"):
            inside.append(Sequence(operands[0], operands[1] if operator == "BDC" else {}, now if inside else None))
        elif operator == "EMC":
            yield inside.pop()
        elif operator == "Tf":
            font = fonts[operands[0]]
        elif operator in ("Td", "TD", "Tm", "T*") and now.shown and (operator in ("Tm", "T*") or operands[1]):
            now.lines += 1
        elif operator in ("Tj", "TJ"):
            for part in operands[0] if operator == "TJ" else operands:
                if isinstance(part, bytes):
                    now.shown += "".join(font[part[i] << 8 | part[i + 1]] for i in range(0, len(part), 2))
        elif operator in ("f", "S", "B", "Do", "sh") and now is loose:
            loose.shown += operator
    yield loose


class Element:
    """An element of the structure tree: role, language, kids (elements, sequences, link annotations), entries."""

    def __init__(self, tree, reference, parent):
        value = tree.pdf.get(reference)
        self.reference, self.parent, self.value, self.kids = reference, parent, value, []
        self.role = value["/S"][1:]
        self.lang = text(value["/Lang"]) if "/Lang" in value else parent.lang if parent else tree.lang
        kids = tree.pdf.get(value.get("/K", []))
        for kid in kids if isinstance(kids, list) else [value["/K"]]:
            self.add(tree, kid)

    def add(self, tree, kid):
        page, known = self.value.get("/Pg"), tree.pdf.get(kid)
        if isinstance(known, int):
            self.add_mark(tree, page, known)
        elif known.get("/Type") == "/MCR":
            self.add_mark(tree, known.get("/Pg", page), known["/MCID"])
        elif known.get("/Type") == "/OBJR":
            self.kids.append(tree.pdf.get(known["/Obj"]))
            tree.held.append((known["/Obj"], self))
        else:
            self.kids.append(Element(tree, kid, self))

    def add_mark(self, tree, page, mcid):
        mark = tree.unheld.pop((page, mcid), None)
        if mark:
            self.kids.append(mark)
        else:
            tree.faults.append(f"{self.role} lists mark {mcid} of {page}, which is another's or nowhere")

    @property
    def text(self):
        return "".join(k.text for k in self.kids if not isinstance(k, dict))

    def walk(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def inside(self, role):
        """Is it, or what is around it, an element of this role?"""
        return self.role == role or (self.parent is not None and self.parent.inside(role))


class Tree:
    """A file's structure: its outermost element, all elements in order, marks by (page, number), which links which elements hold, faults."""

    def __init__(self, pdf):
        self.pdf, self.faults, self.held, self.artifacts = pdf, [], [], []
        self.lang = text(pdf.root["/Lang"]) if "/Lang" in pdf.root else None
        self.marks = dict(self.read_marks())
        self.unheld = dict(self.marks)
        self.root = pdf.at(pdf.root, "/StructTreeRoot")
        self.top = Element(self, self.root["/K"], None)
        self.elements = list(self.top.walk())
        self.faults += [f"no element lists mark {mcid} of {page}" for page, mcid in self.unheld]

    def read_marks(self):
        for page in self.pdf.pages():
            for one in sequences(self.pdf, page):
                if one.around:
                    self.faults.append(f"a sequence {one.tag} stands inside {one.around.tag}")
                one.page = page
                if one.tag == "/Artifact":
                    self.artifacts.append(one)
                elif one.mcid is not None:
                    yield (page, one.mcid), one
                elif one.tag or one.shown:
                    self.faults.append(f"{one.shown!r} is neither of an element nor an artifact")

    def all(self, role):
        return [e for e in self.elements if e.role == role]


def numbers(pdf, node):
    """The entries of a number tree or name tree, in order."""
    value = pdf.get(node)
    for kid in value.get("/Kids", []):
        yield from numbers(pdf, kid)
    flat = value.get("/Nums", value.get("/Names", []))
    yield from zip(flat[::2], flat[1::2])
