#!/usr/bin/env python3
"""guide.py PROGRAM: the first hour as source/guide-first.xml tells it: its commands are run in an empty folder, its files
written, its pieces put into the handout, and what it says comes true, without a warning."""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
program = os.path.realpath(sys.argv[1])
LEAST_COMMANDS = 6


def text_of(quote):
    """The lines of a piece, a <br/> being a line end and a no-break space a space."""
    p = quote.find("p")
    parts = [p.text or ""] + ["\n" + (br.tail or "") for br in p]
    return "".join(parts).replace("\u00a0", " ")


def run(line, status=0):
    words = line.split()
    assert words[0] == "handbill", line
    done = subprocess.run([program] + words[1:], capture_output=True, text=True)
    assert done.returncode == status, f"{line}: status {done.returncode}\n{done.stderr}"
    if status == 0:
        warned = [said for said in done.stderr.splitlines() if not said.startswith("handbill: note: ")]
        assert not warned, f"{line} says:\n{done.stderr}"
    return done.stdout + done.stderr


def source(change=None):
    with open("prayers.xml", encoding="utf-8") as f:
        text = f.read()
    if change:
        changed = change(text)
        assert changed != text
        with open("prayers.xml", "w", encoding="utf-8") as f:
            f.write(changed)
    return text


def before(mark, piece):
    return source(lambda s: s.replace(mark, piece + "\n" + mark, 1))


def main():
    said, commands = "", 0
    os.environ["HANDBILL_DATA"] = root
    for quote in ET.parse(f"{root}/source/guide-first.xml").iter("quote"):
        kind, text = quote.get("class"), text_of(quote)
        if kind == "command":
            commands += 1
            run(text)
        elif kind == "check":
            whole = source(lambda s: s.replace("</name>", "", 1))
            said = run(text, status=1)
            source(lambda s: whole)
        elif kind == "message":
            assert text in said, said
        elif kind == "file":
            name = re.match(r"/\* (\S+) \*/", text).group(1)
            with open(name, "w", encoding="utf-8") as f:
                f.write(text + "\n")
        elif kind == "sheets":
            before("<!--", text)
        elif kind == "row":
            before("</principles>", text)
        elif kind == "meta":
            before("<title>", text)
        elif kind == "imprint":
            before("</handout>", text)
        else:
            raise AssertionError(f"a quote of class {kind}")
    assert commands >= LEAST_COMMANDS, commands
    run("handbill check prayers.xml --strict")
    assert os.path.exists("prayers.screen.pdf") and os.path.exists("prayers.office.pdf")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
