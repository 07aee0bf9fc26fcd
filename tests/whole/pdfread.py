"""A PDF file's objects, as qpdf gives them in JSON, and what they say by the book (ISO 32000-1): for tests."""
import base64
import json
import re
import subprocess

# What a string of JSON stands for: a reference, a name, a text string, a byte string.
REFERENCE = re.compile(r"(\d+) \d+ R")


class Pdf:
    """A file's objects: dictionaries and arrays as JSON has them, references followed by `get` and `at`."""

    def __init__(self, path):
        asked = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline",
                                "--decode-level=generalized", path], check=True, capture_output=True)
        self.objects = json.loads(asked.stdout)["qpdf"][1]
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
