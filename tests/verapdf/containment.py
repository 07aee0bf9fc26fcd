"""containment.py > PROFILE.xml: the rules of the file `containment` as a profile that veraPDF reads; for tests."""
import os
import sys
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<profile xmlns="http://www.verapdf.org/ValidationProfile" flavour="PDFA_2_U">
<details creator="tests" created="2019-11-06T00:00:00.000Z"><name>containment</name><description>containment</description></details>
<hash></hash><rules>"""
RULE = """<rule object="{type}" deferred="false"><id specification="ISO_19005_2" clause="containment" testNumber="{number}"/>
<description>{says}</description><test>{test}</test><error><message>{says}</message><arguments/></error><references/></rule>"""
TYPES = {"StructTreeRoot": "PDStructTreeRoot", "Hn": "PDStructElem"}


def rules():
    """(type of veraPDF's model, what the rule says, its test)."""
    yield "SENonStandard", "every type is a standard one", "false"
    with open(os.path.join(os.path.dirname(__file__), "containment"), encoding="utf-8") as table:
        lines = "".join(line for line in table if not line.startswith("#")).replace("\n  ", " ").splitlines()
    for line in lines:
        parent, kids = line.split(": ")
        for kid in kids.split():
            says = f"{parent} holds {'more than one ' + kid[:-1] if kid.endswith('?') else kid}"
            test = holds(kid.rstrip("?"), "<= 1" if kid.endswith("?") else "== 0")
            if parent == "Hn":
                test = f"(/^H[1-6]$/.test(standardType) == false) || ({test})"
            yield TYPES.get(parent, "SE" + parent), says, test


def holds(kid, most):
    if kid == "content":
        return "hasContentItems == false"
    same = "/^H[1-6]$/.test(elem)" if kid == "Hn" else f"elem == '{kid}'"
    return f"kidsStandardTypes.split('&').filter(elem => {same}).length {most}"


def profile():
    made = [RULE.format(type=kind, number=number, says=escape(says), test=escape(test))
            for number, (kind, says, test) in enumerate(rules(), 1)]
    return "\n".join([HEAD, *made, "</rules><variables/></profile>", ""])


if __name__ == "__main__":
    sys.stdout.write(profile())
