"""Every document of the project that renders, in every edition that is tagged: for tests."""
import concurrent.futures
import glob
import os
import subprocess
import sys
from collections import namedtuple

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
seed = f"{root}/source/ammparo-advocacy-priorities.xml"

# How a document looks: as the default sheet has it, on small sides, by a sheet of its own; or it is a text of the corpus, or stands
# beside its translation.
DEFAULT, SMALL, OWN, CORPUS, BOTH = "default", "small", "own", "corpus", "both"

# An edition that is tagged: how it is asked for, the standards that its files conform to, the looks that are worth reading in it, how
# what it says is not what its source says (taglint.written).
Edition = namedtuple("Edition", "name options standards looks changes")
EDITIONS = [
    Edition("screen", ["--edition", "screen"], "ua1,2a", (DEFAULT, SMALL, OWN, CORPUS), ()),
    Edition("large", ["--edition", "large"], "ua1,2a", (DEFAULT, CORPUS), (("head",), True)),
    Edition("review", ["--edition", "review"], "ua1,2a", (BOTH,), ()),
    Edition("attached", ["--edition", "screen", "--attach-source"], "ua1,3a", (DEFAULT,), ()),
]

# A document as a test gets it.  Of its own looks only the tree's form is known, else also what it says.
Sample = namedtuple("Sample", "source edition path looks")

# Where cases stand.
STAGES = ("doc", "style", "text", "box", "line", "page", "sheet", "pdf", "job")

# Sides so small that rows, paragraphs and notes part.  The notes have a head, which the source does not say: it is no element's.
SMALL_SHEET = '@page { size: 300pt 360pt; margin: 30pt; @footnote { content: "Notes, page " counter(page) } }'
UNREADABLE_MOST = 4     # the status of a case that is not to be made: its tests say so elsewhere


def sources(folder):
    """(source, looks, options) of each document: the languages' first, in two sizes; then ../shared/corpus, where it is; then cases."""
    with open(f"{folder}/small.css", "w", encoding="utf-8") as out:
        out.write(SMALL_SHEET)
    for source in sorted(glob.glob(f"{root}/source/*.xml") + glob.glob(f"{root}/tests/whole/*.xml")):
        yield source, DEFAULT, []
        yield source, SMALL, ["--add-style", f"{folder}/small.css"]
    for source in corpus(folder):
        yield source, CORPUS, []
    for catalogue in sorted(glob.glob(f"{root}/source/*/*.po") + glob.glob(f"{root}/tests/l10n/*.po")):
        beside, name = catalogue[:-3] + ".xml", os.path.dirname(catalogue) + ".xml"
        yield beside if os.path.exists(beside) else name, BOTH, ["--po", catalogue]
    yield f"{root}/tests/whole/tags.xml", OWN, ["--add-style", f"{root}/tests/whole/generated.css"]
    for stage in STAGES:
        for source in sorted(glob.glob(f"{root}/tests/{stage}/*.xml")):
            sheet = source[:-4] + ".css"
            yield (source, OWN, ["--style", sheet]) if os.path.exists(sheet) else (source, OWN, [])


def corpus(folder, tags=None):
    """The texts of ../shared/corpus as handouts, all or those named."""
    for text in sorted(glob.glob(f"{root}/../shared/corpus/*.json")):
        tag = os.path.basename(text)[:-5]
        if tags is None or tag in tags:
            with open(f"{folder}/{tag}.xml", "wb") as out:
                subprocess.run([sys.executable, f"{root}/tests/whole/corpus.py", text], check=True, stdout=out)
            yield f"{folder}/{tag}.xml"


def render(program, folder, chosen):
    """Samples of those (source, looks, options) that can be made, in every edition that is for their looks, in order."""
    jobs = [(source, looks, edition, [*options, *edition.options],
             f"{folder}/{edition.name}.{looks}.{os.path.relpath(source, root).replace('../', '').replace('/', '_')[:-4]}"
             f"{''.join('.' + os.path.basename(option)[:-3] for option in options if option.endswith('.po'))}.pdf")
            for source, looks, options in chosen for edition in EDITIONS if looks in edition.looks]

    def run(job):
        made = subprocess.run([program, "render", job[0], *job[3], "-o", job[4]], capture_output=True, text=True)
        if made.returncode > (UNREADABLE_MOST if job[1] in (OWN, BOTH) else 0):
            raise SystemExit(f"{job[0]}: status {made.returncode}: {made.stderr}")
        return Sample(job[0], job[2], job[4], job[1]) if made.returncode == 0 else None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [sample for sample in pool.map(run, jobs) if sample]


def all_of(program, folder):
    return render(os.path.realpath(program), folder, list(sources(folder)))


def jar(name):
    """The path of a jar that tests/jars/fetch sees to.  Where there is none the test ends as that says."""
    made = subprocess.run([f"{root}/tests/jars/fetch", name], stdout=subprocess.PIPE, text=True)
    if made.returncode:
        print(made.stdout.strip())
        sys.exit(made.returncode)
    return f"{root}/{made.stdout.splitlines()[-1]}"
