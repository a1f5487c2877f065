"""Nothing of a record acts on a terminal, breaks a file's lines, or hides (DESIGN, Principle 4)."""
import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

import hostile
import program
import records
from terminal import tui


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    return records.write(folder / "events.ndjson", hostile.events())


def marks():
    """Whole sequences that must nowhere be found, as the bytes a terminal would take."""
    return [one.encode() for one in hostile.SEQUENCES if one[0] in "\x1b\x9b\x9d\x90"]


def check_terminal(data):
    """Looks through everything that was written to a terminal."""
    text = data.decode()
    rest = hostile.outside_sequences(text)
    # ncurses moves the cursor by carriage return, line feed and backspace too.
    assert hostile.harmful(rest, allowed="\r\n\b") == []
    for mark in marks():
        assert mark not in data


def test_the_file_is_counted(path):
    found = program.snapshot(path, options=("--scope", "all"))
    assert found["totals"]["events"] == 2 * len(hostile.PAYLOADS)


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40), (200, 60)])
def test_no_harmful_byte_is_written_to_the_terminal(path, columns, rows):
    with tui("--source", path, "--scope", "all", columns=columns, rows=rows) as screen:
        screen.wait("● complete")
        screen.wait("12:30:00")
        screen.settle()
        # The details of many events, as a sentence and raw; then every table with a row selected; then the rest.
        screen.press("<enter>", "G", "g", "r", "G", "g", "r", "\\e")
        screen.settle()
        for _ in range(24):
            screen.press("j")
            screen.settle(0.02)
        screen.press("G", "k", "k", "f", "\\x06", "f", "g")
        screen.settle(0.1)
        for _ in range(6):
            screen.press("<tab>", "j", "j", "\\e")
            screen.settle(0.1)
        screen.press("!", "\\e", "?", "\\e")
        screen.settle(0.1)
        screen.press("/", "agent:\\x16\\x1b[31m\u202e", "\\e", "\\e", "\\e")
        screen.settle()
        screen.press("\\x03")
        assert screen.wait_end() in (130, -2)
        assert len(screen.everything) > 10_000
        check_terminal(bytes(screen.everything))
        assert screen.not_restored() == []


def test_a_hostile_filter_is_shown_harmless(path):
    text = "agent:*\x1b[66;77H\u202e*"
    with tui("--source", path, "--filter", text, columns=200, rows=60) as screen:
        screen.wait("/ agent:")
        screen.settle()
        screen.press("\\x03")
        screen.wait_end()
        check_terminal(bytes(screen.everything))


def test_a_hostile_file_name_is_shown_harmless(tmp_path):
    name = "evil\x1b[66;77H\u202e\x9b66;77H.ndjson"
    found = tmp_path / name
    found.write_bytes(b'{"no":"record"}\n' + records.text([records.record(1)]))
    with tui("--source", found) as screen:
        screen.wait("● complete")
        screen.press("!")
        screen.wait("Session")
        screen.settle()
        screen.press("\\x03")
        screen.wait_end()
        check_terminal(bytes(screen.everything))
    done = program.once(found, options=("--format", "text"))
    assert hostile.harmful(done.stderr.decode(), allowed="\n") == []
    assert hostile.harmful(done.stdout.decode(), allowed="\n") == []


@pytest.mark.parametrize("options", [
    ("--format", "\x1b[66;77H"), ("--filter", "is:\x1b[66;77H"), ("--since", "\x1b[66;77H"), ("--theme", "\x1b[66;77H"),
    ("--top", "\x1b[66;77H"), ("--\x1b[66;77H",), ("--source", "demo:\x1b[66;77H"),
])
def test_a_bad_flag_is_told_harmless(path, options):
    done = program.once(path, options=options)
    assert done.returncode == 2
    assert hostile.harmful(done.stderr.decode(), allowed="\n") == []


@pytest.mark.parametrize("size", ["80x24", "120x40", "200x60"])
def test_the_text_has_no_harmful_character(path, size):
    found = program.output(path, form="text", options=("--scope", "all", "--size", size)).decode()
    assert hostile.harmful(found, allowed="\n") == []


@pytest.mark.parametrize("size", ["80x24", "200x60"])
def test_ansi_has_colours_only(path, size):
    found = program.output(path, form="ansi", options=("--scope", "all", "--size", size)).decode()
    rest = re.sub(r"\x1b\[[0-9;]*m", "", found)
    assert hostile.harmful(rest, allowed="\n") == []
    plain = program.output(path, form="text", options=("--scope", "all", "--size", size)).decode()
    # The chart says by signs in the one what colours say in the other.
    chart = re.compile(r"^ *[\d,.kMG]* ?[┤│┼]")
    assert [line.rstrip() for line in rest.split("\n") if not chart.match(line)] == [
        line.rstrip() for line in plain.split("\n") if not chart.match(line)]
    assert b"\x1b[38;2;66;77;88m" not in found.encode()


def test_the_csv_has_no_harmful_character_and_a_line_a_group(path):
    found = program.output(path, form="csv", options=("--scope", "all")).decode()
    assert hostile.harmful(found, allowed="\r\n") == []
    rows = list(csv.reader(io.StringIO(found, newline="")))
    groups = program.snapshot(path, options=("--scope", "all"))["groups"]
    assert len(rows) == 1 + len(groups) == len(found.splitlines())
    assert all(len(row) == 7 for row in rows)


def test_the_svg_has_no_harmful_character(path):
    found = program.output(path, form="svg", options=("--scope", "all", "--size", "200x60")).decode()
    assert hostile.harmful(found, allowed="\n") == []
    everything = "".join(ElementTree.fromstring(found).itertext())
    assert hostile.harmful(everything, allowed="\n") == []


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_json_keeps_the_text_and_escapes_it(path, form):
    found = program.output(path, form=form, options=("--scope", "all")).decode()
    assert hostile.harmful(found, allowed="\n") == []
    for line in found.splitlines():
        json.loads(line)


def test_ndjson_gives_back_every_payload(path):
    found = program.lines(path, options=("--scope", "all"))
    sent = sorted(hostile.events(), key=lambda one: (one["eventTime"], one["eventID"]))
    assert [line["record"] for line in found] == sent
    assert [line["userAgent"] for line in found] == [one["userAgent"] for one in sent]


def test_the_tail_has_no_harmful_character(path):
    done = program.run("tail", "--source", "-", "--scope", "all", stdin=path.read_bytes())
    assert done.returncode == 0
    assert hostile.harmful(done.stdout.decode(), allowed="\n") == []
    assert len(done.stdout.splitlines()) == 2 * len(hostile.PAYLOADS)


def test_the_json_tail_escapes(path):
    done = program.run("tail", "--source", "-", "--scope", "all", "--format", "json", stdin=path.read_bytes())
    assert hostile.harmful(done.stdout.decode(), allowed="\n") == []
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 2 * len(hostile.PAYLOADS)


@pytest.mark.parametrize("raw", [b"\x7f", "\u009b".encode(), "\u202e".encode(), "\u200b".encode(), b"\xff", b"\xed\xa0\x80"])
@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "text"])
def test_characters_that_json_lets_stand_unescaped_are_not_let_through(tmp_path, raw, form):
    path = tmp_path / "raw.json"
    text = json.dumps(records.record(1, user="MARK", userAgent="MARK", action="GetMARK"))
    path.write_bytes(text.encode().replace(b"MARK", b"m" + raw + b"m"))
    found = program.output(path, form=form)
    # CSV ends its lines by both (RFC 4180).
    assert hostile.harmful(found.decode(), allowed="\r\n" if form == "csv" else "\n") == []
