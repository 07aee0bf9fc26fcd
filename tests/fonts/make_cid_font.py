#!/usr/bin/python3
"""A CID-keyed CFF font, as those of East Asia are, whose CIDs are not its glyph numbers.

    make_cid_font.py FILE      (run by the system's own python3, which python3-fonttools is for)

Family "Cid Keyed", 1000 units.  "A" (glyph 1, CID 300) is the upper half of the em above the baseline in black, "B" (glyph 2, CID 7) the lower
one, "C" (glyph 3, CID 41000) both.
"""
import sys

from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

GLYPHS = {"cid00300": ("A", 500, 1000), "cid00007": ("B", 0, 500), "cid41000": ("C", 0, 1000)}


def box(bottom, top):
    pen = T2CharStringPen(1000, None)
    pen.moveTo((0, bottom))
    for point in (0, top), (1000, top), (1000, bottom):
        pen.lineTo(point)
    pen.closePath()
    return pen.getCharString()


def main():
    order = [".notdef", *GLYPHS]
    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({ord(letter): name for name, (letter, _, _) in GLYPHS.items()})
    font.setupCFF("CidKeyed", {}, {".notdef": T2CharStringPen(1000, None).getCharString(), **{n: box(low, high) for n, (_, low, high) in GLYPHS.items()}}, {})
    key(font.font["CFF "].cff.topDictIndex[0], len(order))
    font.setupHorizontalMetrics({name: (1000, 0) for name in order})
    font.setupHorizontalHeader(ascent=1000, descent=0)
    font.setupNameTable({"familyName": "Cid Keyed", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.save(sys.argv[1])


def key(top, count):
    """From glyph names to CIDs: one font dictionary for all."""
    part = FontDict()
    part.Private = top.Private
    top.FDArray, top.FDSelect = FDArrayIndex(), FDSelect()
    top.FDArray.append(part)
    top.FDSelect.gidArray, top.FDSelect.format = [0] * count, 3
    top.CharStrings.fdArray, top.CharStrings.fdSelect = top.FDArray, top.FDSelect
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), 65535
    del top.Private


main()
