"""The program in a terminal of its own: types keys, and looks at what a person would see."""
import contextlib
import os
import re
import signal
import time
import unicodedata

import pyte
from wcwidth import wcwidth

import program
import pty_screen

# A generous limit for what must appear at once on an idle machine.
PATIENCE = program.PATIENCE


class Screen(pty_screen.Screen):
    def draw(self, data):
        # pyte gives up the rest of a text at a mark of combining class 0, as vowel signs of Devanagari are.
        super().draw("".join(one for one in data if wcwidth(one) != 0 or unicodedata.combining(one)))


class Terminal(pty_screen.Session):
    """A session that keeps every byte the program wrote, and whose waits fail with the screen they saw."""

    def __init__(self, command, columns, rows, **changes):
        self.everything = bytearray()
        self.kept_environment = program.environment(**changes)
        super().__init__([str(word) for word in command], columns, rows, {})
        answer = self.screen.write_process_input
        self.screen = Screen(columns, rows)
        self.screen.write_process_input = answer
        self.stream = pyte.ByteStream(self.screen)

    def become(self, command, environment):
        os.environ.clear()
        os.environ.update(self.kept_environment)
        super().become(command, {"TERM": self.kept_environment["TERM"], "LANG": self.kept_environment["LANG"]})

    def read(self, seconds):
        before, self.raw = self.raw[-32:], self.raw[-32:]
        try:
            came = super().read(seconds)
        except OSError:  # everyone at the other end is gone
            return False
        self.everything += self.raw[len(before):]
        return came

    def resize(self, columns, rows):
        """A terminal that forgets what stood there: the program has to paint everything anew."""
        super().resize(columns, rows)
        self.screen.erase_in_display(2)

    def text(self):
        return "\n".join("".join(self.row(y)).rstrip() for y in range(self.rows))

    # What a person does

    def press(self, *keys):
        """Types; see pty_screen.py for how keys are written."""
        for key in keys:
            os.write(self.master, pty_screen.keys(key))

    def signal(self, name):
        os.kill(self.pid, getattr(signal, "SIG" + name))

    # What a person sees

    def wait(self, condition, what=None, patience=PATIENCE):
        """Reads until a text is on the screen, or a function of the screen's text is true; returns what it gave."""
        def found():
            return condition in self.text() if isinstance(condition, str) else condition(self.text())
        if not self.until(found, patience):
            raise AssertionError(f"never seen: {what or condition!r}; the screen:\n{self.text()}")
        return found()

    def wait_gone(self, text):
        self.wait(lambda screen: text not in screen, f"without {text!r}")

    def wait_end(self):
        """Waits for the end; the exit status, negative for a signal."""
        if not self.until(self.ended, PATIENCE):
            raise AssertionError("did not end; the screen:\n" + self.text())
        self.quiet(0.05, 1)
        return self.status

    def settle(self, seconds=0.3):
        """Waits until the screen has stood still for so long."""
        # The clock goes on once a second: longer than that no screen stands still.
        self.quiet(min(seconds, 0.8), PATIENCE)

    def not_restored_modes(self):
        """As not_restored, without the modes that stty knows: a shell may have its own."""
        return [name for name in self.not_restored() if not name.startswith("termios")]

    def row(self, number):
        """A row, one entry a cell: the second cell of a wide character is empty."""
        line = self.screen.buffer[number]
        cells = [line[x].data for x in range(self.columns)]
        # Between two writes the second half of a wide character may stand alone.
        return [cell or ("" if x and wcwidth(cells[x - 1][:1]) == 2 else " ") for x, cell in enumerate(cells)]

    def line_with(self, text):
        return next(line for line in self.text().splitlines() if text in line)

    def close(self):
        if not self.ended():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
                os.kill(self.pid, signal.SIGCONT)
            self.until(self.ended, 10)
        for descriptor in (self.master, self.slave):
            with contextlib.suppress(OSError):
                os.close(descriptor)


@contextlib.contextmanager
def tui(*arguments, columns=120, rows=40, **changes):
    """`iamwatch tui ARGUMENTS` in a terminal."""
    with running([program.path(), "tui", *arguments], columns, rows, **changes) as terminal:
        yield terminal


@contextlib.contextmanager
def running(command, columns=120, rows=40, **changes):
    terminal = Terminal(command, columns, rows, **changes)
    try:
        yield terminal
    finally:
        terminal.close()


def number(pattern, screen):
    """The number that a pattern's group finds on a screen, None when it finds none."""
    found = re.search(pattern, screen)
    return int(found[1].replace(",", "")) if found else None


def total(screen):
    """The events that the timeline's title counts."""
    return number(r"Activity\b.* ([\d,]+) events?\b", screen)


def wait_until(condition, what, patience=PATIENCE):
    """Waits for something outside of a terminal."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)
