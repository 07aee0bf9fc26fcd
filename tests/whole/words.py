"""Are all words of a source in its PDF, once, in order?  Read back with other people's programs.

The source is taken apart into sequences (explanations and what is around them; names; notes), each one string of letters
and digits, case folded, in the compatibility form of Unicode, calls and notes with their numbers.  The PDF's fragments
have to be an interleaving of these.  Only furniture may stand beside, each piece whole: numbers, heads, title and tagline, publisher and date.
"""
import subprocess
import unicodedata
import xml.etree.ElementTree as ET

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MARCH = {"el": "μαρτίου", "ru": "марта г"}  # of the dates in the documents read back


def letters(text):
    """Letters, marks and digits alone, folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKC", folded) if unicodedata.category(c)[0] in "LMN")


def numbers_of_notes(root):
    numbers = {}
    for call in root.iter("noteref"):
        numbers.setdefault(call.get("to"), len(numbers) + 1)
    return numbers


def text_of(element, numbers):
    """All text inside, calls as numbers, blocks and breaks parted by spaces."""
    inline = element.tag in {"em", "strong", "term", "foreign", "link", "q", "noteref"}
    parts = ["" if inline else " "]
    if element.tag == "noteref":
        parts.append(str(numbers[element.get("to")]))
    parts.append(element.text or "")
    for child in element:
        parts += [text_of(child, numbers), child.tail or ""]
    parts.append("" if inline else " ")
    return "".join(parts)


def expected(source, parted):
    """The sequences of a source file.  `parted`: names count as a sequence of their own, since both cells of a row part
    side by side; otherwise name and explanation follow each other."""
    root = ET.parse(source).getroot()
    numbers = numbers_of_notes(root)
    body, names, notes, furniture = [], [], [], set()
    for part in root:
        if part.tag == "meta":  # publisher and date stand at the foot of the last page
            furniture |= {letters(w) for w in (part.findtext("publisher") or "").split()}
            furniture |= {letters(w) for w in MARCH.get(root.get(LANG), "").split()}
            continue
        if part.tag == "notes":
            for note in sorted(part, key=lambda n: numbers[n.get("id")]):
                notes.append(f"{numbers[note.get('id')]} {text_of(note, numbers)}")
        elif part.tag == "principles":
            for row in part:
                for cell in row:
                    (names if parted and cell.tag == "name" else body).append(text_of(cell, numbers))
                    if cell.tag == "head":
                        furniture.add(letters(text_of(cell, numbers)))
        else:
            body.append(text_of(part, numbers))
            if part.tag in {"title", "tagline"}:
                words = text_of(part, numbers).split()  # cut to the room in the margin: some of its first words
                furniture |= {letters(" ".join(words[:n])) for n in range(1, len(words) + 1)}
    return [letters(" ".join(s)) for s in (body, names, notes)], furniture


def fragments(pdf, program="pdftotext"):
    """What another program reads, in the order of the page's contents."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"] if program == "pdftotext" else ["mutool", "draw", "-q", "-F", "text", pdf]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return [f for f in (letters(w) for w in text.split()) if f]


def difference(sequences, furniture, found):
    """None when `found` interleaves the sequences, furniture apart; else a sentence."""
    start = tuple(0 for _ in sequences)
    states = {(start, "")}              # how far each sequence is; what is left of the piece of furniture that was begun
    for at, fragment in enumerate(found):
        after = set()
        for state, left in states:
            if left:
                if left.startswith(fragment):
                    after.add((state, left[len(fragment):]))
                continue
            if fragment.isdigit():
                after.add((state, ""))
            after |= {(state, piece[len(fragment):]) for piece in furniture if piece.startswith(fragment)}
            for i, sequence in enumerate(sequences):
                if sequence.startswith(fragment, state[i]):
                    after.add((state[:i] + (state[i] + len(fragment),) + state[i + 1:], ""))
        if not after:
            best = max((s for s, _ in states), key=sum)
            nexts = [s[p:p + 40] for s, p in zip(sequences, best)]
            return f"after {' '.join(found[max(0, at - 12):at])!r} stands {' '.join(found[at:at + 8])!r}; expected one of {nexts}"
        states = set(sorted(after, key=lambda s: sum(s[0]))[-20000:])
    if (tuple(len(s) for s in sequences), "") in states:
        return None
    best = max((s for s, _ in states), key=sum)
    return f"lost: {[s[p:p + 60] for s, p in zip(sequences, best)]}"


def check(source, pdf, parted=True):
    """Complaints of both readers."""
    sequences, furniture = expected(source, parted)
    complaints = []
    for reader in ("pdftotext", "mutool"):
        complaint = difference(sequences, furniture, fragments(pdf, reader))
        if complaint:
            complaints.append(f"{source}, read by {reader}: {complaint}")
    return complaints
