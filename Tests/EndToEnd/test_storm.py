"""No torn frame: whenever a frame ends, the terminal shows a whole screen, also while much happens."""
import contextlib
import json
import os
import re
import threading
import time

import pyte
import pytest

import records
from terminal import Screen, tui

END = b"\x1b[?2026l"
BEGIN = b"\x1b[?2026h"
# What is written outside of frames: the terminal prepared and put back, no letter of the screen.
OUTSIDE = re.compile(rb"(?:\x1b\[[?>]?[0-9;]*[A-Za-z]|\x1b[()][0B]|\x1b[=>78M]|[\r\n\x0f])*")


def frames(data):
    """The frames that were written, and what was written between them."""
    inside, outside = [], []
    rest = bytes(data)
    while BEGIN in rest:
        before, _, rest = rest.partition(BEGIN)
        outside.append(before)
        frame, found, rest = rest.partition(END)
        assert found, "the last frame is not ended"
        assert BEGIN not in frame
        inside.append(frame)
    return inside, outside + [rest]


def replay(inside, columns, rows):
    """The screen's lines after each frame."""
    screen = Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    for frame in inside:
        stream.feed(frame)
        yield ["".join(cell or "" for cell in (screen.buffer[y][x].data for x in range(columns))) for y in range(rows)]


def check_whole(lines, columns, first):
    """A whole screen: every title and border where the first frame had it, the header and the status in their places."""
    assert lines[0].startswith(" iamwatch"), lines[0]
    assert re.search(r"\d\d:\d\d(:\d\d)?Z ?$", lines[0]), lines[0]
    for y, title in first.items():
        assert lines[y][0] in "─━", lines[y]
        assert title in lines[y], lines[y]
        assert len(lines[y]) == columns
    assert "? help" in lines[-1], lines[-1]


def titles(lines):
    """The rows that begin with a rule, and the first word of each."""
    found = {y: re.match(r"[─━]+ ?(\w*)", line)[1] for y, line in enumerate(lines) if line[0] in "─━"}
    assert len(found) >= 3
    return found


def read_on(screen, seconds):
    """Takes what comes for so long: in a storm no screen stands still."""
    screen.until(lambda: False, seconds)


class Storm:
    """So many events a second through a named pipe, until it is left or 20 seconds are over. They are made before: making them
    beside it would starve the terminal."""

    STEP = 0.02

    def __init__(self, path, rate):
        os.mkfifo(path)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        kinds = [
            json.dumps(records.record(
                10**6 + number, user="user-%d" % number, account="%012d" % (number % 31),
                action=("GetUser", "ListRoles", "CreateUser")[number % 3], time=now)) + "\n"
            for number in range(97)]
        count = int(rate * self.STEP)
        self.batches = [
            "".join(self.numbered(kinds[number % 97], number) for number in range(first, first + count)).encode()
            for first in range(0, rate * 20, count)]
        self.path, self.ended = path, threading.Event()
        self.thread = threading.Thread(target=self.run)

    @staticmethod
    def numbered(line, number):
        """The record with an eventID of its own."""
        identity = re.search(r'"eventID": "([^"]*)"', line)
        return line[:identity.start(1)] + "storm-%d" % number + line[identity.end(1):]

    def run(self):
        with contextlib.suppress(BrokenPipeError), open(self.path, "wb", buffering=0) as out:
            due = time.monotonic()
            for batch in self.batches:
                if self.ended.is_set():
                    break
                out.write(batch)
                due += self.STEP
                time.sleep(max(0, due - time.monotonic()))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40)])
def test_every_frame_of_a_storm_ends_with_a_whole_screen(tmp_path, columns, rows):
    with Storm(tmp_path / "pipe", 5000), tui("--source", tmp_path / "pipe", columns=columns, rows=rows) as screen:
        screen.wait(lambda text: re.search(r"[1-9][\d,]* ev", text), "events")
        # Someone reads meanwhile: scrolls, opens an event, goes on.
        for key in ("j", "j", "j", "<enter>", "j", "\\e", "<tab>", "j", "j", "<tab>", "\\e", "g", "G", "g"):
            screen.press(key)
            read_on(screen, 0.15)
        read_on(screen, 0.5)
        screen.press("\\x03")
        screen.wait_end()
        inside, outside = frames(screen.everything)
    assert len(inside) > 15
    for between in outside:
        assert OUTSIDE.fullmatch(between), between
    first = None
    for lines in replay(inside, columns, rows):
        first = first or titles(lines)
        # At 80 columns the details lie over the events.
        check_whole(lines, columns, first if columns >= 110 else {y: "" for y in first})


def test_resizing_in_a_storm_leaves_no_rest(tmp_path):
    with Storm(tmp_path / "pipe", 5000), tui("--source", tmp_path / "pipe") as screen:
        screen.wait(lambda text: re.search(r"[1-9][\d,]* ev", text), "events")
        for columns, rows in ((80, 24), (200, 60), (100, 30), (120, 40)):
            screen.resize(columns, rows)
            screen.wait(lambda text: "? help" in text.split("\n")[-1], "the status line at the bottom")
            read_on(screen, 0.3)
            lines = ["".join(cell or "" for cell in screen.row(y)) for y in range(rows)]
            check_whole(lines, columns, {y: "" for y in titles(lines)})
