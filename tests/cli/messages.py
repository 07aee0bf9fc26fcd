"""messages.py CATALOGUE...: what a catalogue of the program's messages lacks.

Every row of messages.def (context: its name), every PHRASE of the code and what help says of commands and options (context:
"phrase") must stand in it, with the English text as it is now, the same {arguments} and the same %conversions."""
import glob
import re
import subprocess
import sys

STRING = r'"((?:[^"\\\n]|\\.)*)"'


def unescape(text):
    text = re.sub(r'\\u([0-9A-Fa-f]{4})', lambda m: chr(int(m.group(1), 16)), text)
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), text)


def joined(strings):
    return unescape(''.join(re.findall(STRING, strings)))


def wanted():
    rows = re.findall(r'^MESSAGE\(\w+, "([\w-]+)", \w+, \w+,\s*' + STRING + r'\)', open('src/base/messages.def').read(), re.M)
    assert len(rows) > 150
    pairs = {(name, unescape(text)) for name, text in rows}
    for name in glob.glob('src/*/*.[ch]'):
        for strings in re.findall(r'PHRASE\(((?:\s*"(?:[^"\\\n]|\\.)*")+)\s*\)', open(name).read()):
            pairs.add(('phrase', joined(strings)))
    for name in 'src/cli/commands.def', 'src/cli/options.def':
        pairs |= {('phrase', unescape(text)) for text in re.findall(r'^(?:COMMAND|OPTION)\(.*, ' + STRING + r'\)$', open(name).read(), re.M)}
    assert sum(context == 'phrase' for context, _ in pairs) > 80
    return pairs


def entries(catalogue):
    text = subprocess.run(['msgcat', '--no-wrap', catalogue], capture_output=True, text=True, check=True).stdout
    entry = r'^((?:#.*\n)*)msgctxt ' + STRING + r'\nmsgid ((?:' + STRING + r'\n)+)msgstr ((?:' + STRING + r'\n?)+)'
    for m in re.finditer(entry, text, re.M):
        if 'fuzzy' not in m.group(1):
            yield (unescape(m.group(2)), joined(m.group(3))), joined(m.group(5))


def marks(text):
    return sorted(re.findall(r'\{\w+\}', text)), re.findall(r'%[-.*0-9lz]*[a-zA-Z]', text)


failed = False
for catalogue in sys.argv[1:]:
    have = dict(entries(catalogue))
    for context, english in sorted(wanted()):
        words = have.pop((context, english), '')
        if not words:
            print(f'{catalogue} has no [{context}] "{english}"')
        elif marks(words) != marks(english):
            print(f'{catalogue}: [{context}] "{english}" has other arguments in "{words}"')
        else:
            continue
        failed = True
    for context, english in sorted(have):
        print(f'{catalogue}: nothing says [{context}] "{english}"')
        failed = True
sys.exit(failed)
