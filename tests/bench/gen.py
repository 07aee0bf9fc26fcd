#!/usr/bin/env python3
"""A handout of N times its rows and notes, with no paragraph twice, and its text.

    gen.py N SOURCE.xml OUT.xml OUT.txt

Copy 1 is the source. In the others every sentence is another one of the source (one that holds a
call stays, since calls are part of what is measured), with two of its longer words exchanged for
others; the choice is pseudo-random but always the same. OUT.txt has a line a paragraph: what the
limit program shapes.
"""
import random
import re
import sys
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

CALL = re.compile("\0(.*?)\1")
END = re.compile(r"(?<=[.?!])(?=\s)\s+")


def flat(element):
    """Its text on one line; a call of note x is NUL x SOH."""
    out = [element.text or ""]
    for child in element:
        out.append("\0%s\1" % child.get("to") if child.tag == "noteref" else flat(child))
        out.append(child.tail or "")
    return " ".join("".join(out).split())


class Variety:
    """Sentences as the source has them, never the same paragraph twice."""

    def __init__(self, paragraphs):
        sentences = [s for p in paragraphs for s in END.split(p)]
        self.pool = [s for s in sentences if "\0" not in s]
        self.words = [w for s in self.pool for w in s.split() if self.long(w)]
        self.random, self.seen = random.Random(1), set()

    @staticmethod
    def long(word):
        return len(word) > 6 and word.isalpha() and word.islower()

    def sentence(self, old):
        words = (old if "\0" in old else self.random.choice(self.pool)).split(" ")
        places = [i for i, w in enumerate(words) if self.long(w)]
        for i in self.random.sample(places, min(2, len(places))):
            words[i] = self.random.choice(self.words)
        return " ".join(words)

    def paragraph(self, old):
        while True:
            new = " ".join(self.sentence(s) for s in END.split(old))
            if new not in self.seen:
                self.seen.add(new)
                return new


def main():
    copies, root = int(sys.argv[1]), ET.parse(sys.argv[2]).getroot()
    rows = [(flat(r.find("name")), [flat(p) for p in r.iter("p")]) for r in root.iter("principle")]
    notes = {n.get("id"): [flat(p) for p in n.iter("p")] for n in root.iter("note")}
    heads = [flat(h) for h in root.iter("head")]
    vary = Variety([p for _, ps in rows for p in ps] + [p for ps in notes.values() for p in ps])
    xml = ['<handout xml:lang="en"><title>%s</title><tagline>%s</tagline><principles>' % (
        escape(flat(root.find("title"))), escape(flat(root.find("tagline"))))]
    xml.append("<heads>%s</heads>" % "".join("<head>%s</head>" % escape(h) for h in heads))
    text, foot = [flat(root.find("title")), flat(root.find("tagline"))] + heads, []
    for k in range(1, copies + 1):
        change = vary.paragraph if k > 1 else lambda p: p
        call = lambda m: '<noteref to="%s-%d"/>' % (m.group(1), k)
        for i, (name, paragraphs) in enumerate(rows, 1):
            new = [change(p) for p in paragraphs]
            xml.append('<principle id="p%d-%d"><name>%d.%d %s</name><explanation>' % (k, i, k, i, escape(name)))
            xml += ["<p>%s</p>" % CALL.sub(call, escape(p)) for p in new]
            xml.append("</explanation></principle>")
            text += ["%d.%d %s" % (k, i, name)] + [CALL.sub("", p) for p in new]
        for name, paragraphs in notes.items():
            new = [change(p) for p in paragraphs]
            foot.append('<note id="%s-%d">%s</note>' % (name, k, "".join("<p>%s</p>" % escape(p) for p in new)))
            text += new
    xml += ["</principles><notes>"] + foot + ["</notes></handout>"]
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        out.write("\n".join(xml) + "\n")
    with open(sys.argv[4], "w", encoding="utf-8") as out:
        out.write("\n".join(text) + "\n")


main()
