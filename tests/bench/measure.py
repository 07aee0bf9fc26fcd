"""Runs of programs with their time and memory; used by bench and cruel."""
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CONFIG = os.path.join(ROOT, "fonts", "fonts.conf")
SOURCE = os.path.join(ROOT, "source", "ammparo-advocacy-priorities.xml")
SERIF, TEXT_FACE = "TeX Gyre Termes", "Gentium Book Plus"      # of peers.css, of styles/handout.css


class Run:
    """One process: seconds, exit status (negative: the signal), peak memory in KB, standard error.
    The kernel counts the launching process's own pages (about 10 MB) as the least peak."""

    def __init__(self, command, limit_s=600):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        late = threading.Timer(limit_s, lambda: os.kill(child.pid, signal.SIGKILL))
        late.start()
        self.said = child.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(child.pid, 0)
        self.seconds, self.peak = time.perf_counter() - start, usage.ru_maxrss
        late.cancel()
        child.stderr.close()
        self.status = child.returncode = os.waitstatus_to_exitcode(status)


def program():
    """The program under test: the first argument, else out/handbill."""
    path = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "out", "handbill"))
    return path if os.access(path, os.X_OK) else sys.exit("no program %s: run make first" % path)


def need(commands):
    """Ends with one plain sentence when a command is missing; the packages are Debian's."""
    missing = ["%s (package %s)" % (c, p) for c, p in commands.items() if not shutil.which(c)]
    if missing:
        sys.exit("needed and not here: %s; nothing was installed" % ", ".join(missing))


def build_limit(folder):
    """The limit program, made from its source."""
    need({"pkg-config": "pkg-config", os.environ.get("CC", "cc"): "gcc", "pdfinfo": "poppler-utils"})
    made = os.path.join(folder, "limit")
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "harfbuzz", "fontconfig"], text=True).split()
    subprocess.check_call([os.environ.get("CC", "cc"), "-O2", "-D_POSIX_C_SOURCE=200809L", "-o", made, os.path.join(HERE, "limit.c")] + flags)
    return made


def pages_of(pdf):
    out = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
    return next((int(line.split()[1]) for line in out.splitlines() if line.startswith("Pages:")), 0)
