#!/usr/bin/env python3
"""corpus.py FILE.json [PRINCIPLES] > handout.xml: a text of ../shared/corpus in the project's vocabulary.

A row is a principle, its heading the name; a footnote's mark stands right after `marker_after_text`."""
import json, sys
from xml.sax.saxutils import escape, quoteattr

def paragraph(text, notes):
    """The text with a call behind each footnote's `marker_after_text`."""
    for ident, after in notes:
        head, found, tail = text.partition(after)
        if not found:
            raise SystemExit('corpus: %r is not in its paragraph' % after)
        text = head + found + '\0' + ident + '\1' + tail
    return escape(text).replace('\0', '<noteref to="').replace('\1', '"/>')

def main():
    doc = json.load(open(sys.argv[1], encoding='utf-8'))
    rows = doc['rows'][:int(sys.argv[2]) if len(sys.argv) > 2 else None]
    out, notes = [], []
    for i, row in enumerate(rows, 1):
        calls = {}
        for note in row.get('footnotes') or []:
            notes.append(note['text'])
            calls.setdefault(note['paragraph'], []).append(('n%d' % len(notes), note['marker_after_text']))
        body = ''.join('        <p>%s</p>\n' % paragraph(t, calls.get(k, [])) for k, t in enumerate(row['paragraphs']))
        out.append('    <principle id="a%d">\n      <name>%s</name>\n      <explanation>\n%s      </explanation>\n    </principle>\n'
                   % (i, escape(row['heading']), body))
    intro = ''.join('  <intro>\n    <p>%s</p>\n  </intro>\n' % escape(t) for t in doc['preamble']['paragraphs'][:1])
    print('<?xml version="1.0" encoding="UTF-8"?>\n<handout xml:lang=%s%s>\n  <title>%s</title>\n%s  <principles>\n%s  </principles>' % (
        quoteattr(doc['lang']), ' dir="rtl"' if doc['dir'] == 'rtl' else '', escape(doc['title']), intro, ''.join(out)))
    if notes:
        print('  <notes>\n%s  </notes>' % ''.join('    <note id="n%d"><p>%s</p></note>\n' % (i, escape(t)) for i, t in enumerate(notes, 1)))
    print('</handout>')

main()
