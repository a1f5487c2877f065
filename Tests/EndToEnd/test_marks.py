"""What a person keeps: marks and notes, exports, copies, and the session that comes back."""
import base64
import hashlib
import json
import os
import re
import sqlite3
import stat
import xml.etree.ElementTree

import pytest

import program
import records
from terminal import running, total, tui, wait_until


@pytest.fixture
def state(tmp_path):
    """A state folder that lasts over runs."""
    return tmp_path / "state"


@pytest.fixture
def day(file):
    """Thirty records, a minute apart, the users and errors by turns."""
    return file([
        records.record(
            n, time=f"2026-10-31T12:{n:02d}:00Z", user=["alice", "bob", "carol"][n % 3], action=["GetUser", "CreateUser"][n % 2],
            readOnly=n % 2 == 0, errorCode="AccessDenied" if n % 5 == 0 else None, userAgent="a\tb|<c>")
        for n in range(30)])


def opened(screen, events=30):
    screen.wait("● complete")
    screen.wait(lambda text: total(text) == events, "the events")
    screen.settle(0.2)


def export(screen, path, down):
    """Exports what stands so many lines below the first offer; returns the bytes."""
    screen.press("e")
    screen.wait("This view")
    screen.press(*["<down>"] * down, "\\x15", str(path), "<enter>")
    screen.wait(lambda text: "written: " in text.replace("\n", ""), "the word that it was written")
    return path.read_bytes()


def test_marks_and_notes_and_the_filter_come_back(day, state):
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("jjm", "M")
        screen.wait("1 mark")
        screen.press("n")
        screen.wait("enter keep")
        screen.press("ask bob, 진짜로<enter>")
        screen.wait("ask bob, 진짜로")
        screen.press("\\e")
        screen.wait("Activity")
        screen.press("/is:write<enter>")
        screen.wait(lambda text: total(text) == 15, "the writes")
        screen.press("q")
        assert screen.wait_end() == 0
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        screen.wait(lambda text: total(text) == 15, "the filter of before")
        screen.wait("--fresh starts anew")
        screen.press("M")
        screen.wait("ask bob, 진짜로")
        screen.wait("12:28:00")
        # The event that was marked is no write: to go to it the filter is taken off.
        screen.press("<enter>")
        screen.wait("they were taken off")
        # Its sign is there without anyone marking it anew.
        screen.wait(lambda text: re.search(r"▌.◆.*12:28:00", text), "the sign of the mark")


def test_what_is_asked_for_wins_over_what_was_left(day, state):
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("/is:write<enter>")
        screen.wait(lambda text: total(text) == 15, "the writes")
        screen.press("q")
        screen.wait_end()
    with tui("--source", day, "--filter", "is:error", XDG_STATE_HOME=state) as screen:
        screen.wait(lambda text: total(text) == 6, "the errors")
        screen.press("q")
        screen.wait_end()
    with tui("--source", day, "--fresh", XDG_STATE_HOME=state) as screen:
        opened(screen)


def test_other_sources_have_a_session_of_their_own(day, file, state):
    other = file([records.record(n, time=f"2026-10-31T12:{n:02d}:00Z") for n in range(20)], "other.ndjson")
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("m", "/is:write<enter>")
        screen.wait(lambda text: total(text) == 15, "the writes")
        screen.press("q")
        screen.wait_end()
    with tui("--source", other, XDG_STATE_HOME=state) as screen:
        opened(screen, 20)
        screen.press("M")
        screen.wait("no event is marked")


def test_the_state_is_the_users_alone_and_once_has_none(day, state):
    program.snapshot(day, XDG_STATE_HOME=state)
    assert not state.exists()
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("m")
        screen.settle()
        folder = state / "iamwatch"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        wait_until(lambda: (folder / "state.db").exists(), "the state")
        assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_marks_of_two_at_once_are_all_kept(day, state):
    with tui("--source", day, XDG_STATE_HOME=state) as one, tui("--source", day, XDG_STATE_HOME=state) as two:
        for screen, keys in ((one, "jm"), (two, "jjjm")):
            opened(screen)
            screen.press(keys)
            screen.wait("marked")
        for screen in (one, two):
            screen.press("q")
            assert screen.wait_end() == 0
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("M")
        screen.wait("2 marks")


def test_a_damaged_state_is_told_and_set_aside(day, state):
    folder = state / "iamwatch"
    folder.mkdir(parents=True)
    (folder / "state.db").write_bytes(b"no database at all\n" * 500)
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.wait("! 1 problem")
        screen.press("!")
        screen.wait("damaged and begins anew")
        screen.press("\\e")
        screen.wait("Events  following")
        screen.press("m")
        screen.wait("marked")
        screen.press("q")
        assert screen.wait_end() == 0
    assert (folder / "state.db.damaged-1").read_bytes().startswith(b"no database")
    kept = sqlite3.connect(folder / "state.db")
    assert kept.execute("SELECT count(*) FROM marks").fetchone() == (1,)


def test_a_state_that_cannot_be_written_stops_nothing(day, tmp_path):
    nowhere = tmp_path / "file"
    nowhere.write_text("")
    with tui("--source", day, XDG_STATE_HOME=nowhere) as screen:
        opened(screen)
        screen.wait("! 1 problem")
        screen.press("m")
        screen.wait("marked")
        screen.press("!")
        screen.wait("for this session only")
        screen.press("q", "q")
        assert screen.wait_end() == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_state_of_somebody_else_is_read(day, state):
    with tui("--source", day, XDG_STATE_HOME=state) as screen:
        opened(screen)
        screen.press("m")
        screen.wait("marked")
        screen.press("q")
        screen.wait_end()
    for one in [state, *state.rglob("*")]:
        one.chmod(0o755 if one.is_dir() else 0o644)
    for one in [day, *day.parents]:
        if os.stat(one).st_mode & 0o005 != (0o005 if one.is_dir() else 0o004):
            os.chmod(one, 0o755)
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program.path(), "tui", "--source", day]
    with running(command, XDG_STATE_HOME=state, XDG_CONFIG_HOME=state) as screen:
        opened(screen)
        screen.wait("! 1 problem")
        screen.press("M")
        screen.wait("1 mark")
        screen.press("n")
        screen.wait("enter keep")
        screen.press("x<enter>")
        screen.press("q", "q")
        assert screen.wait_end() == 0


@pytest.mark.parametrize("text", [None, "is:write"])
def test_an_exported_snapshot_is_that_of_once(day, tmp_path, text):
    options = ("--filter", text) if text else ()
    wanted = program.snapshot(day, options=options)
    with tui("--source", day, *options) as screen:
        opened(screen, wanted["totals"]["events"])
        found = json.loads(export(screen, tmp_path / "out.json", 0))
    for part in ("generatedAt", "sources"):
        wanted.pop(part), found.pop(part)
    assert list(found) == list(wanted)
    assert found == wanted


def test_exported_events_and_groups_are_those_of_once(day, tmp_path):
    with tui("--source", day, "--filter", "is:write") as screen:
        opened(screen, 15)
        events = export(screen, tmp_path / "out.ndjson", 1)
        groups = export(screen, tmp_path / "out.csv", 2)
    assert events == program.output(day, form="ndjson", options=("--filter", "is:write"))
    assert groups == program.output(day, form="csv", options=("--filter", "is:write"))


def digests(report):
    return re.findall(rb"SHA-256 of the record: `([0-9a-f]{64})`", report)


def test_a_timeline_has_the_digest_of_each_record(day, tmp_path):
    """Checked with another implementation, over the bytes as they stand in the file."""
    lines = [line for line in day.read_bytes().splitlines() if b'"errorCode"' in line]
    with tui("--source", day, "--filter", "is:error") as screen:
        opened(screen, 6)
        report = export(screen, tmp_path / "out.md", 3)
    assert [one.decode() for one in digests(report)] == [hashlib.sha256(line).hexdigest() for line in lines]
    assert b"- filter: is:error" in report
    assert b"<c>" not in report.replace(rb"\<c\>", b"")


def test_records_in_an_envelope_have_the_digest_of_their_own_bytes(file, tmp_path):
    found = [records.record(n, time=f"2026-10-31T12:{n:02d}:00Z") for n in range(3)]
    path = file(found, "trail.json.gz")
    with tui("--source", path) as screen:
        opened(screen, 3)
        report = export(screen, tmp_path / "out.md", 3)
    wanted = [hashlib.sha256(json.dumps(one).encode()).hexdigest() for one in found]
    assert [one.decode() for one in digests(report)] == wanted


def test_marks_are_exported_with_their_notes(day, tmp_path):
    lines = day.read_bytes().splitlines()
    with tui("--source", day) as screen:
        opened(screen)
        screen.press("jm", "jjm", "M")
        screen.wait("2 marks")
        screen.press("n")
        screen.wait("enter keep")
        screen.press("*not* <b>bold</b><enter>")
        screen.wait("not*")
        report = export(screen, tmp_path / "marks.md", 0)
        rows = export(screen, tmp_path / "marks.ndjson", 1)
    assert [one.decode() for one in digests(report)] == [hashlib.sha256(lines[n]).hexdigest() for n in (27, 29)]
    assert rb"> \*not\* \<b\>bold\</b\>" in report
    wanted = program.output(day, form="ndjson").splitlines()
    assert rows.splitlines() == [wanted[27], wanted[29]]


def test_the_picture_is_the_screen(day, tmp_path):
    with tui("--source", day) as screen:
        opened(screen)
        title = screen.line_with("Activity").split("─")[1].strip()
        picture = export(screen, tmp_path / "out.svg", 6)
    root = xml.etree.ElementTree.fromstring(picture)
    text = "".join(root.itertext())
    assert title.split("  ")[0] in text and "iam:CreateUser" in text
    assert "Export" not in text and "written" not in text


def test_an_export_goes_to_the_present_folder_and_never_over_another(day, tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    command = ["env", "-C", here, program.path(), "tui", "--source", day]
    with running(command) as screen:
        opened(screen)
        screen.press("e", "<enter>")
        screen.wait("written: iamwatch-")
        screen.press("e")
        screen.wait("This view")
        screen.press("\\x15a.json<enter>")
        screen.wait("written: a.json")
        screen.press("e")
        screen.wait("This view")
        screen.press("\\x15a.json<enter>")
        screen.wait("written: a-2.json")
        screen.press("!")
        screen.wait("Exports")
        screen.wait("a-2.json")
    names = sorted(one.name for one in here.iterdir())
    assert names[:2] == ["a-2.json", "a.json"]
    assert re.fullmatch(r"iamwatch-\d{8}T\d{6}Z\.json", names[2])
    assert {stat.S_IMODE(one.stat().st_mode) for one in here.iterdir()} == {0o600}


def test_an_export_that_fails_says_why(day):
    with tui("--source", day) as screen:
        opened(screen)
        screen.press("e")
        screen.wait("This view")
        screen.press("\\x15/nowhere/at/all.json<enter>")
        screen.wait("was not written: No such file or directory")
        screen.wait("! 1 problem")


OSC52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def copied(screen):
    screen.settle(0.2)
    return [base64.b64decode(one) for one in OSC52.findall(bytes(screen.everything))]


def test_a_record_and_a_filter_are_copied_by_osc_52(day):
    with tui("--source", day) as screen:
        opened(screen)
        screen.press("jy")
        screen.wait("clipboard: the record")
        record, = copied(screen)
        assert json.loads(record) == json.loads(day.read_bytes().splitlines()[29])
        assert b"\\u0009" in record
        screen.press("/is:write<enter>", "Y")
        screen.wait("clipboard: is:write")
        assert copied(screen)[1] == b"is:write"


def test_in_tmux_a_copy_is_sent_both_ways(day):
    with tui("--source", day, TMUX="/tmp/tmux-0/default,1,0", TERM="screen-256color") as screen:
        opened(screen)
        screen.press("<tab><tab>", "j", "y")
        screen.wait("clipboard: 111122223333")
        screen.settle(0.2)
        code = base64.b64encode(b"111122223333")
        plain = b"\x1b]52;c;" + code + b"\x07"
        assert plain + b"\x1bPtmux;" + plain.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\" in bytes(screen.everything)
