#!/usr/bin/env python3
"""Runs a command in a terminal of its own and prints what a person would see: pty_screen.py [OPTIONS] -- COMMAND…

    --size 120x40           columns and rows at the start
    --step STEP             what to do, in order, repeatable:
        keys:TEXT             types TEXT; \\e \\r \\t \\n \\b \\xNN and <up> <down> <left> <right> <home> <end> <pgup>
                              <pgdn> <enter> <tab> <esc> <space> are what they say
        wait:TEXT             until TEXT is on the screen
        gone:TEXT             until TEXT is on the screen no more
        quiet:SECONDS         until nothing has come for so long
        sleep:SECONDS
        resize:COLSxROWS
        signal:NAME           TERM, HUP, INT, TSTP, CONT, … to the command
        screen:NAME           keeps the screen as it is now under NAME
        exit                  until the command has ended
    --timeout 10            seconds for each step and for the end; then the command is killed
    --json                  one JSON object instead of text; --attributes adds runs of colour and style to it

Exit status: 0 when all steps came true and the command ended, whatever its own status; 1 otherwise. The report says
the command's status, the time to its first output, and what of the terminal it did not put back. Needs pyte.
"""
import argparse
import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

import pyte

NAMED = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "enter": "\r", "tab": "\t", "esc": "\x1b", "space": " ",
}
# Private modes that a program must put back, by number: what the terminal had before.
MODES = {
    1: ("application cursor keys", False), 7: ("autowrap", True), 25: ("cursor shown", True),
    1000: ("mouse clicks", False), 1002: ("mouse drags", False), 1003: ("mouse moves", False),
    1004: ("focus reports", False), 1006: ("mouse SGR form", False), 1049: ("alternate screen", False),
    47: ("alternate screen", False), 1047: ("alternate screen", False), 2004: ("bracketed paste", False),
    2026: ("synchronised output", False),
}


def keys(text):
    """The bytes that typing `text` sends."""
    text = re.sub("<(%s)>" % "|".join(NAMED), lambda m: NAMED[m[1]], text)
    text = text.replace("\\e", "\x1b")
    return re.sub(r"\\(x[0-9a-fA-F]{2}|[rtnb\\])", lambda m: codecs.decode(m[0], "unicode_escape"), text).encode()


def size(text):
    columns, rows = text.lower().split("x")
    return int(columns), int(rows)


class Screen(pyte.Screen):
    """pyte's screen, with the alternate screen as a real terminal has it: what stood before comes back."""

    def __init__(self, *arguments):
        self.before = None
        super().__init__(*arguments)

    def set_mode(self, *modes, **options):
        if options.get("private") and {47, 1047, 1049} & set(modes) and self.before is None:
            rows = {y: dict(row) for y, row in self.buffer.items()}
            self.before = (rows, self.cursor.x, self.cursor.y)
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes, **options):
        if options.get("private") and {47, 1047, 1049} & set(modes) and self.before is not None:
            self.buffer.clear()
            for y, row in self.before[0].items():
                self.buffer[y].update(row)
            self.cursor.x, self.cursor.y = self.before[1:]
            self.before = None
            self.dirty.update(range(self.lines))
        super().reset_mode(*modes, **options)

    def report_device_status(self, *arguments, **options):
        options.pop("private", None)
        super().report_device_status(*arguments)

    def report_device_attributes(self, *arguments, **options):
        options.pop("private", None)
        super().report_device_attributes(*arguments)


class Session:
    """One command in one terminal."""

    PRIVATE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")

    def __init__(self, command, columns, rows, environment):
        self.columns, self.rows, self.modes, self.raw = columns, rows, {}, b""
        self.screen = Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.master, self.slave = pty.openpty()
        self.set_size(columns, rows)
        self.termios = termios.tcgetattr(self.slave)
        self.started = time.monotonic()
        self.first = self.status = None
        self.pid = os.fork()
        if self.pid == 0:
            self.become(command, environment)
        self.screen.write_process_input = lambda text: os.write(self.master, text.encode())

    def become(self, command, environment):
        os.close(self.master)
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(self.slave, number)
        if self.slave > 2:
            os.close(self.slave)
        try:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment})
        except OSError as problem:
            os.write(2, ("%s: %s\n" % (command[0], problem.strerror)).encode())
            os._exit(127)

    def set_size(self, columns, rows):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        self.set_size(columns, rows)

    def read(self, seconds):
        """Takes what comes within `seconds`; False when nothing does."""
        if not select.select([self.master], [], [], max(0, seconds))[0]:
            return False
        data = os.read(self.master, 65536)
        self.first = self.first or time.monotonic() - self.started
        # A mode may be cut in two by the end of a read.
        for numbers, letter in self.PRIVATE.findall(self.raw[-32:] + data):
            for number in numbers.split(b";"):
                self.modes[int(number)] = letter == b"h"
        self.raw = (self.raw + data)[-1 << 20 :]
        self.stream.feed(data)
        return True

    def until(self, condition, timeout):
        """Reads until `condition`; False when time is up."""
        end = time.monotonic() + timeout
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.read(min(left, 0.05))
        return True

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def quiet(self, seconds, timeout):
        end = time.monotonic() + timeout
        while self.read(min(seconds, end - time.monotonic())):
            if time.monotonic() >= end:
                return False
        return True

    def not_restored(self):
        """What of the terminal is not as it was before the command."""
        found = [name for number, (name, usual) in MODES.items() if self.modes.get(number, usual) != usual]
        now = termios.tcgetattr(self.slave)
        names = ("input modes", "output modes", "control modes", "local modes", "input speed", "output speed", "control characters")
        return sorted(set(found)) + ["termios: " + n for n, a, b in zip(names, self.termios, now) if a != b]

    def attributes(self):
        """For each row, runs of (column, text, style) that are not plain."""
        rows = []
        for y in range(self.screen.lines):
            runs = []
            for x in range(self.screen.columns):
                cell = self.screen.buffer[y][x]
                style = [cell.fg, cell.bg] + [n for n in ("bold", "italics", "underscore", "reverse") if getattr(cell, n)]
                if runs and runs[-1][2] == style:
                    runs[-1][1] += cell.data
                else:
                    runs.append([x, cell.data, style])
            rows.append([run for run in runs if run[2] != ["default", "default"]])
        return rows

    def step(self, text, timeout, kept, with_attributes):
        """Does one step; a sentence when it fails."""
        verb, _, rest = text.partition(":")
        if verb == "keys":
            os.write(self.master, keys(rest))
        elif verb == "wait":
            return None if self.until(lambda: rest in self.text(), timeout) else "never on the screen: %r" % rest
        elif verb == "gone":
            return None if self.until(lambda: rest not in self.text(), timeout) else "still on the screen: %r" % rest
        elif verb == "quiet":
            return None if self.quiet(float(rest), timeout) else "never quiet for %s s" % rest
        elif verb == "sleep":
            self.until(lambda: False, float(rest))
        elif verb == "resize":
            self.resize(*size(rest))
        elif verb == "signal":
            os.kill(self.pid, getattr(signal, "SIG" + rest))
        elif verb == "screen":
            kept[rest] = {"text": self.text()}
            if with_attributes:
                kept[rest]["attributes"] = self.attributes()
        elif verb == "exit":
            return None if self.until(self.ended, timeout) else "did not end"
        else:
            return "no such step: %r" % text
        return None

    def finish(self, timeout):
        """Waits for the end, or kills; what was written last is read too."""
        ended = self.until(self.ended, timeout)
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
            self.until(self.ended, 5)
        self.quiet(0.05, 1)
        return ended


def run(command, start_size, steps, timeout=10, environment=None, attributes=False):
    """Runs the steps; the report as a dictionary."""
    session = Session(command, *start_size, environment or {})
    kept, problems = {}, []
    for step in steps:
        problem = session.step(step, timeout, kept, attributes)
        if problem:
            problems.append(problem)
            kept["failed"] = {"text": session.text()}
            break
    if not session.finish(timeout if not problems else 1):
        problems.append("killed: it did not end by itself")
    return {
        "status": session.status, "problems": problems, "notRestored": session.not_restored(),
        "firstOutputSeconds": round(session.first, 4) if session.first else None,
        "screens": kept, "last": session.text(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--step", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("--env", action="append", default=[], help="NAME=VALUE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--attributes", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    report = run(
        options.command, size(options.size), options.step, options.timeout,
        dict(pair.split("=", 1) for pair in options.env), options.attributes)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        for name, screen in report["screens"].items():
            print("== %s\n%s" % (name, screen["text"]))
        print("== at the end\n%s" % report["last"])
        print("== status %s, first output after %s s, not restored: %s" % (
            report["status"], report["firstOutputSeconds"], ", ".join(report["notRestored"]) or "nothing"))
        for problem in report["problems"]:
            print("== " + problem)
    return 1 if report["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
