#!/usr/bin/python3
"""A font whose every glyph is one em wide, so that the widths of lines can be written down by hand.

    make_test_font.py FILE [CLASS]      (run by the system's own python3, which python3-fonttools is for)

Family "One Em", 1000 units, ascent 800, descent 200.  It has the printable ASCII characters, a hyphen U+2010 and a no-break space; "f" and
"i" make a ligature one em wide; "A" and "V" are kerned by half an em.  Of what few fonts have it has a little: "a" as petite, "A" as petite,
unicase and titling capital, the stroke of a stacked fraction and "`" in any context are half an em wide.  With the number of a width class (OS/2, 1 to 9; 5 is
the normal one) the glyphs are as many fifths of an em wide.
"""
import sys

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

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
    return chr(code) if chr(code).isalpha() else "uni%04X" % code


def main():
    width_class = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    wide = EM * width_class // 5
    characters = {code: name_of(code) for code in [*range(0x20, 0x7F), 0xA0, 0x2010]}
    glyphs = [".notdef", *characters.values(), "f_i", "half"]
    empty = {characters[0x20], characters[0xA0]}
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap(characters)
    font.setupGlyf({g: TTGlyphPen(None).glyph() if g in empty else box() for g in glyphs})
    font.setupHorizontalMetrics({g: (EM // 2 if g == "half" else wide, 0 if g in empty else 100) for g in glyphs})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "One Em", "styleName": "Regular" if width_class == 5 else "Width %d" % width_class})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sxHeight=500, sCapHeight=700, usWidthClass=width_class)
    font.setupPost()
    rare = "".join("feature %s { sub %s by half; } %s; " % (tag, glyph, tag) for tag, glyph in RARE.items())
    addOpenTypeFeaturesFromString(font.font, rare + FEATURES)
    font.font["head"].created = font.font["head"].modified = 0
    font.save(sys.argv[1])


main()
