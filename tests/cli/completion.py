"""completion.py PROGRAM SHELL: types lines with a Tab into a real shell at a terminal, and reads what it makes of them.

A line is completed, then `echo` is put before it and a file behind it, so that the shell itself says what the line has become."""
import os
import pty
import select
import subprocess
import sys
import tempfile
import time

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set enable-bracketed-paste off'; . ./completion.bash"),
    "zsh": (["zsh", "-f", "-i"], "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep"),
    "fish": (["fish", "-N", "-i"], "set -g fish_autosuggestion_enabled 0; source completion.fish"),
}
FILES = {"bash": "completion.bash", "zsh": "_handbill", "fish": "completion.fish"}
CASES = [
    ("handbill ren", "handbill render"), ("handbill chec", "handbill check"), ("handbill help stat", "handbill help status"),
    ("handbill completion zs", "handbill completion zsh"), ("handbill render --ed", "handbill render --edition="),
    ("handbill render --edition=sc", "handbill render --edition=screen"), ("handbill render --edition sc", "handbill render --edition screen"),
    ("handbill render -e sc", "handbill render -e screen"), ("handbill new x --paper=let", "handbill new x --paper=letter"),
    ("handbill new x --from bl", "handbill new x --from blank"), ("handbill render hando", "handbill render handout.xml"),
    ("handbill render --style=mi", "handbill render --style=mine.css"), ("handbill render -a mi", "handbill render -a mine.css"),
    ("handbill render handout.xml --sys", "handbill render handout.xml --system-fonts"), ("handbill new x --stric", "handbill new x --stric"),
]


class Terminal:
    def __init__(self, command, folder):
        self.folder = folder
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(command[0], command, {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb", "LANG": "C.UTF-8"})

    def type(self, text, file):
        """Types a line that writes a file, and returns what is in it."""
        os.write(self.fd, text.encode())
        path, end = os.path.join(self.folder, file), time.monotonic() + 20
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.02)[0]:
                os.read(self.fd, 65536)
            if os.path.exists(path) and os.path.getsize(path):
                with open(path, encoding="utf-8") as f:
                    return f.read().strip()
        return "nothing"

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def main():
    program, shell = os.path.abspath(sys.argv[1]), sys.argv[2]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/{FILES[shell]}", "w", encoding="utf-8") as f:
            f.write(subprocess.run([program, "completion", shell], capture_output=True, text=True, check=True).stdout)
        for name in ("handout.xml", "mine.css"):
            open(f"{folder}/{name}", "w", encoding="utf-8").close()
        command, setup = SHELLS[shell]
        terminal = Terminal(command, folder)
        terminal.type(f"{setup}; echo ready > ready\r", "ready")
        for i, (line, wanted) in enumerate(CASES):
            got = terminal.type(f"{line}\t\x01echo \x05 > {i}\r", f"{i}")
            if got not in (wanted, wanted.removesuffix("=")):  # some take the sign away before a space
                print(f"FAIL {shell}: {line} becomes {got}, not {wanted}")
                failed += 1
        terminal.close()
    print(f"completion, {shell}: {len(CASES)} tried, {failed} failed")
    return failed > 0


sys.exit(main())
