"""Wide characters, emoji and combining marks keep the columns straight."""
import pytest

import records
from terminal import tui

# As many names as the tables have rows, none with a digit: digits belong to the columns that are looked at.
PLAIN = ["abcdefghijklmnopqrstuvwxyz"[:8 + n] for n in range(12)]
WIDE = [
    "김철수", "이민지-관리자", "서비스계정배포자동화역할관리", "田中太郎", "Ｆｕｌｌｗｉｄｔｈ", "rocket🚀🚀🚀", "👩‍👩‍👧‍👦family",
    "e\u0301tude-a\u0308o\u0308u\u0308", "नमस्ते", "🇰🇷flag🇯🇵", "각조합", "❤️‍🔥heart✌🏽",
]


def events(names):
    """More events for the first names, so that both inputs have the same order; the times make every row differ."""
    found = []
    for n, name in enumerate(names):
        for m in range(3 * (len(names) - n)):
            number = 100 * n + m
            found.append(records.session(
                number, role=name, name=name, time=f"2026-10-31T{number // 60 % 24:02d}:{number % 60:02d}:{n:02d}Z",
                userAgent=name, requestParameters={"userName": name}, errorMessage=name,
                errorCode="AccessDenied" if m % 3 == 0 else None))
    return found


def signs(screen, wanted):
    """The cells that hold one of the characters wanted: (row, column, character)."""
    return [
        (y, x, cell) for y in range(screen.rows) for x, cell in enumerate(screen.row(y)) if cell and cell in wanted]


def seen(path, columns, rows, keys=()):
    """The digits, rules and titles of the screen, each with its place."""
    with tui("--source", path, "--no-builtin-rules", columns=columns, rows=rows) as screen:
        screen.wait("● complete")
        screen.wait("18:22:11")
        screen.press(*keys)
        screen.settle(0.5)
        # The details' text differs by its own length; what is to its left and above does not.
        edge = None
        for y in range(screen.rows):
            line = "".join(cell or " " for cell in screen.row(y))
            if "Events" in line and columns >= 110:
                edge = line.index("Events") - 2, y, line.index("─ ", line.index("Events") + 8)
        text = [["".join(cell or "\0" for cell in screen.row(y))] for y in range(screen.rows)]
        digits = signs(screen, "0123456789%")
        rules = signs(screen, "─━│┤┼▌")
        if edge:
            digits, rules = (
                [one for one in found if one[0] <= edge[1] or one[1] < edge[2]] for found in (digits, rules))
        # The clock goes on, and the file's name is another.
        last = screen.rows - 1
        digits = [one for one in digits if one[0] not in (0, last)]
        labels = [
            (y, line[0].index(label)) for y, line in enumerate(text) for label in
            ("Activity", "Accounts", "Principals", "Actions", "Alerts", "Events", " who ", " did ", " when ") if label in line[0]]
        return digits, rules, labels


@pytest.fixture
def both(tmp_path):
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    return [records.write(folder / "events.ndjson", events(names)) for folder, names in zip(folders, (PLAIN, WIDE))]


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40), (200, 60)])
def test_wide_and_combining_text_keeps_the_columns_straight(both, columns, rows):
    plain, wide = (seen(path, columns, rows) for path in both)
    assert len(plain[0]) > 60
    assert wide[0] == plain[0], "digits"
    assert wide[1] == plain[1], "rules"
    heads = 6 if columns >= 110 else len(plain[2])
    assert wide[2][:heads] == plain[2][:heads], "titles"


@pytest.mark.parametrize("keys", ["jjjj", "<tab><tab><tab>jjj"])
def test_a_selected_row_of_wide_text_keeps_them_too(both, keys):
    plain, wide = (seen(path, 120, 40, keys.replace(">", ">\0").split("\0")) for path in both)
    assert wide[1] == plain[1], "rules"
    assert wide[2][:6] == plain[2][:6], "titles"


def test_what_a_wide_character_leaves_behind_is_gone(both):
    """Scrolling through wide text and back gives the same screen as before."""
    with tui("--source", both[1], "--no-builtin-rules") as screen:
        screen.wait("● complete")
        screen.wait("18:22:11")
        screen.settle(0.5)
        before = [screen.row(y) for y in range(1, screen.rows)]
        for _ in range(60):
            screen.press("j")
            screen.settle(0.01)
        screen.press("g")
        screen.wait("following")
        # The details follow the newest event once a second.
        screen.wait("iam:GetUser  18:22:11Z")
        screen.settle(0.5)
        assert [screen.row(y) for y in range(1, screen.rows)] == before
        # Painted anew as a whole it is the same: nothing was left by what stood there.
        screen.press("\\x0c")
        screen.settle(0.5)
        assert [screen.row(y) for y in range(1, screen.rows)] == before
