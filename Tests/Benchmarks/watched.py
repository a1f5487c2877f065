"""The program in a pseudo-terminal, its output cut into frames: what the benchmarks `screen` and `live` share.

A frame ends with the mode that lets a terminal hold it back (2026), or where nothing is written for 10 ms.
"""
import os
import select
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
VENV = os.path.join(ROOT, ".build", "benchmarks", "screen-venv")
COLUMNS, ROWS = 200, 60
FRAME_END = b"\x1b[?2026l"
# A frame that is written in several pieces is over when nothing has come for so long.
PAUSE = 0.01


def prepare():
    """Continues in a Python that has pyte."""
    python = os.path.join(VENV, "bin", "python")
    if sys.prefix == VENV:
        return
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pyte==0.8.2"], check=True, stdout=sys.stderr)
    os.execv(python, [python, *sys.argv])


def build():
    print("building iamwatch…", file=sys.stderr)
    command = ["swift", "build", "-c", "release", "--product", "iamwatch"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    shown = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return os.path.join(shown.stdout.strip(), "iamwatch")


class Watched:
    """The program in a terminal, its output cut into frames."""

    def __init__(self, iamwatch, *arguments):
        sys.path.insert(0, os.path.join(ROOT, "Tests", "Peers"))
        import pty_screen
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "LC_ALL")}
        os.environ.clear()
        os.environ.update(environment)
        self.started = time.monotonic()
        self.session = pty_screen.Session([iamwatch, "tui", *arguments], COLUMNS, ROWS, {})
        self.master = self.session.master
        self.rest = b""

    def frame(self, patience):
        """The bytes of the next frame; nothing when none comes within so many seconds."""
        end = time.monotonic() + patience
        while True:
            at = self.rest.find(FRAME_END)
            if at >= 0:
                at += len(FRAME_END)
                found, self.rest = self.rest[:at], self.rest[at:]
                return found
            wait = PAUSE if self.rest and not self.rest.startswith(b"\x1b[?2026h") else end - time.monotonic()
            if wait <= 0 or not select.select([self.master], [], [], wait)[0]:
                found, self.rest = self.rest, b""
                return found
            self.rest += os.read(self.master, 65536)

    def show(self, frame):
        self.session.stream.feed(frame)

    def until(self, text, patience=60):
        """Takes frames until a text is on the screen."""
        end = time.monotonic() + patience
        while not any(text in line for line in self.session.screen.display):
            if time.monotonic() > end:
                sys.exit("never seen: %s\n%s" % (text, self.session.text()))
            self.show(self.frame(0.2))

    def settle(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.show(self.frame(0.1))

    def cells(self):
        return [[self.session.screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]

    def cpu(self):
        """Seconds of processor time so far."""
        with open("/proc/%d/stat" % self.session.pid) as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def key(self, text):
        os.write(self.master, text)

    def close(self):
        self.key(b"\x03")
        self.session.finish(10)
