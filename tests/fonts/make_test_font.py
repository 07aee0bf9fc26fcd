#!/usr/bin/python3
"""A font whose every glyph is one em wide, so that the widths of lines can be written down by hand.

    make_test_font.py FILE [CLASS] [--family NAME] [--style NAME] [--weight N] [--fstype N]
                      [--characters HEX,HEX] [--variable | --cff2 | --colour]
    (run by the system's own python3, which python3-fonttools is for)

Family "One Em", 1000 units, ascent 800, descent 200.  It has the printable ASCII characters, a hyphen U+2010 and a no-break space; "f" and
"i" make a ligature one em wide; "A" and "V" are kerned by half an em.  Of what few fonts have it has a little: "a" as petite, "A" as petite,
unicase and titling capital, the stroke of a stacked fraction and "`" in any context are half an em wide.  With the number of a width class (OS/2, 1 to 9; 5 is
the normal one) the glyphs are as many fifths of an em wide.

--style, --weight and --fstype are what the font says of itself, --characters are such as it has besides.  --variable gives it an axis of weight from 100 to 900, 400 by default, along
which boxes and advances grow by a unit for each step above 400, and one of width from 50 to 100 that moves nothing.  --cff2 is such a font with
CFF2 outlines, --colour one with a COLR table.
"""
import argparse

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation

EM = 1000
FEATURES = "feature liga { sub f i by f_i; } liga; feature kern { pos A V -500; } kern;"
RARE = {"pcap": "a", "c2pc": "A", "unic": "A", "titl": "A", "afrc": "uni002F", "calt": "uni0060"}


def box():
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    pen.lineTo((100, 700))
    pen.lineTo((900, 700))
    pen.lineTo((900, 0))
    pen.closePath()
    return pen.glyph()


def name_of(code):
    return chr(code) if code < 128 and chr(code).isalpha() else "uni%04X" % code


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("file")
    p.add_argument("width_class", nargs="?", type=int, default=5)
    p.add_argument("--family", default="One Em")
    p.add_argument("--style")
    p.add_argument("--weight", type=int, default=400)
    p.add_argument("--fstype", type=int, default=0)
    p.add_argument("--characters", type=lambda s: [int(code, 16) for code in s.split(",")], default=[])
    for kind in "variable", "cff2", "colour":
        p.add_argument("--" + kind, action="store_true")
    return p.parse_args()


def add_axes(font):
    font.setupFvar([("wght", 100, 400, 900, "Weight"), ("wdth", 50, 100, 100, "Width")], [])


def add_variation(font, drawn):
    """500 units at weight 900: the right edge of the box, and the advance."""
    shift = {"box": [(0, 0), (0, 0), (500, 0), (500, 0)], "phantom": [(0, 0), (500, 0), (0, 0), (0, 0)]}
    font.setupGvar({g: [TupleVariation({"wght": (0, 1, 1)}, (shift["box"] if g in drawn else []) + shift["phantom"])] for g in font.font.getGlyphOrder()})


def charstring():
    pen = T2CharStringPen(None, None, CFF2=True)
    pen.moveTo((100, 0))
    for point in (100, 700), (900, 700), (900, 0):
        pen.lineTo(point)
    pen.closePath()
    return pen.getCharString()


def main():
    args = arguments()
    width_class = args.width_class
    wide = EM * width_class // 5
    characters = {code: name_of(code) for code in [*range(0x20, 0x7F), 0xA0, 0x2010, *args.characters]}
    glyphs = [".notdef", *characters.values(), "f_i", "half"]
    empty = {characters[0x20], characters[0xA0]}
    font = FontBuilder(EM, isTTF=not args.cff2)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap(characters)
    style = args.style or ("Regular" if width_class == 5 else "Width %d" % width_class)
    font.setupNameTable({"familyName": args.family, "styleName": style})
    if args.variable or args.cff2:
        add_axes(font)
    if args.cff2:
        font.setupCFF2({g: charstring() for g in glyphs})
    else:
        font.setupGlyf({g: TTGlyphPen(None).glyph() if g in empty else box() for g in glyphs})
    font.setupHorizontalMetrics({g: (EM // 2 if g == "half" else wide, 0 if g in empty else 100) for g in glyphs})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    if args.variable:
        add_variation(font, set(glyphs) - empty)
    if args.colour:
        font.setupCPAL([[(1, 0, 0, 1)]])
        font.setupCOLR({"a": [("half", 0)]})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sxHeight=500, sCapHeight=700, usWidthClass=width_class,
                  usWeightClass=args.weight, fsType=args.fstype)
    font.setupPost()
    rare = "".join("feature %s { sub %s by half; } %s; " % (tag, glyph, tag) for tag, glyph in RARE.items())
    addOpenTypeFeaturesFromString(font.font, rare + FEATURES)
    font.font["head"].created = font.font["head"].modified = 0
    font.save(args.file)


main()
