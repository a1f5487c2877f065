"""10,000 hostile strings in every text field of the records move no column of the screen."""
import ctypes
import locale
import random
import re
import shlex

import pytest

import hostile
import program
import records
from terminal import tui, wait_until
from test_tmux import pane  # noqa: F401: a fixture

COUNT = 10_000
COLUMNS, ROWS = 200, 100
# The one field that is not hostile: where it begins tells whether anything to its left moved.
ADDRESS = "203.0.113.9"

PIECES = [
    *hostile.SEQUENCES, *hostile.HIDDEN, *hostile.CONTROLS,
    "👩‍👩‍👧‍👦", "👍🏽", "❤️", "❤︎", "1️⃣", "🏳️‍🌈", "🇰🇷", "🇰", "☀️", "🧑🏿‍🚀", "\U0001fae8", "\U0001fadc", "⌚", "✔", "☰",
    "e\u0301", "a\u0300\u0301\u0302\u0303\u0304", "\u0301\u0301", "A\u20dd", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "עברית", "العربية", "\u202egnp.exe", "नमस्ते", "க்ஷி", "กำ", "မြန်မာ", "བོད", "데이터베이스", "日本語テスト", "ﾊﾝｶｸ", "Ｆｕｌｌ", "①§±",
    "\u1112\u1161\u11ab", "\u1161", "\u11ab\u1112", "\ud7b0", "\ufffe", "\U0010ffff", "\ue000", "\U00016ff0", "\U0001d306", "plain",
]


def string(dice):
    text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 8)))
    if dice.random() < 0.2:
        text += "".join(chr(dice.randrange(0xD800)) for _ in range(4))
    return text * 40 if dice.random() < 0.005 else text


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    dice = random.Random(20261101)
    found = []
    for n in range(COUNT):
        text = string(dice)
        hours, minutes, seconds = n // 3600, n // 60 % 60, n % 60
        found.append(records.session(
            n, role=text, name=text, account=text, action="Get" + text, userAgent=text, awsRegion=text,
            time=f"2026-10-31T{hours:02d}:{minutes:02d}:{seconds:02d}Z", errorMessage=text,
            errorCode=text if n % 3 == 0 else None, requestParameters={"userName": text, "roleName": text}))
    return records.write(tmp_path_factory.mktemp("hostile") / "events.ndjson", found)


def arguments(path):
    return ("--source", path, "--scope", "all", "--no-builtin-rules")


class Pages:
    """What the pages of events showed: where the address stood, and the times seen, each of which is one event's."""

    def __init__(self):
        self.columns, self.times = set(), set()

    def are_all(self):
        return len(self.times) == COUNT

    def take(self, lines):
        """Lines are lists with one entry a cell."""
        for cells in lines:
            # The second cell of a wide character is empty.
            line = "".join(cell[:1] or "\0" for cell in cells)
            if ADDRESS in line and (time := re.search(r"\d\d:\d\d:\d\d", line)):
                self.columns.add((line.index(ADDRESS), time.start()))
                self.times.add(time[0])

    def next_page(self):
        return f"the next page, after {len(self.times)} of {COUNT} events"

    def check(self):
        assert len(self.times) == COUNT
        assert len(self.columns) == 1, self.columns


def test_no_hostile_string_moves_a_column(path):
    pages = Pages()
    with tui(*arguments(path), columns=COLUMNS, rows=ROWS) as screen:
        screen.wait("● complete")
        screen.wait("02:46:39")
        screen.press("f")
        screen.wait_gone("Accounts")
        screen.settle(0.3)

        def page():
            return [screen.row(y) for y in range(2, ROWS - 2)]
        pages.take(seen := page())
        while not pages.are_all():
            screen.press("\\x06")
            screen.wait(lambda _: page() != seen, pages.next_page())
            screen.settle(0.1)
            pages.take(seen := page())
        screen.press("\\x03")
        screen.wait_end()
    pages.check()


def cells(line, width):
    """A line of tmux as one entry a cell, by the widths of the C library, which tmux measures with."""
    found = []
    for one in line:
        taken = width(one)
        if taken > 0:
            found += [one] + [""] * (taken - 1)
    return found


def test_nor_in_tmux(path, pane):  # noqa: F811
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    library = ctypes.CDLL(None)
    pages = Pages()
    pane.wait("ready>")
    pane.resize(COLUMNS, ROWS)
    command = " ".join(shlex.quote(str(word)) for word in arguments(path))
    pane.press(f"TERM=tmux-256color {shlex.quote(program.path())} tui {command}", "Enter")
    pane.wait("● complete")
    pane.wait("02:46:39")
    pane.press("f")
    pane.wait(lambda text: "Accounts" not in text, "the events alone")

    def page():
        return pane.text().split("\n")[2:ROWS - 2]

    def take(lines):
        pages.take(cells(line, lambda one: library.wcwidth(ctypes.c_int(ord(one)))) for line in lines)
    take(seen := page())
    while not pages.are_all():
        pane.press("C-f")
        # It is there when it is another one, and stands still.
        wait_until(lambda: (now := page()) != seen and now == page(), pages.next_page())
        take(seen := page())
    pages.check()
