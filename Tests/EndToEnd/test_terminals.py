"""Every kind of terminal: what it cannot do is not asked of it, and where there is none a clear word says so."""
import re
import shlex
import subprocess

import pytest

import program
import records
from terminal import running, tui

COLOUR = re.compile(rb"\x1b\[([0-9;:]*)m")
PANES = ("Activity", "Accounts", "Principals", "Actions", "Alerts", "Events", "who", "did")

# The parameters of SGR that a terminal of so many colours is sent.
PLAIN = {"0", "1", "4", "7", ""}
EIGHT = PLAIN | {str(base + n) for base in (30, 40) for n in range(8)}
SIXTEEN = EIGHT | {str(base + n) for base in (90, 100) for n in range(8)}


@pytest.fixture
def day(file):
    """A small day: enough for every pane to have something to show."""
    return file([
        records.record(n, user=f"user-{n % 7}", account=f"{n % 5:012d}", action=("GetUser", "ListRoles", "CreateUser")[n % 3],
                       time=f"2026-10-31T12:{n // 60:02d}:{n % 60:02d}Z", errorCode="AccessDenied" if n % 9 == 0 else None)
        for n in range(300)])


def parameters(data):
    """Every parameter of SGR in what was written, the 5 of a palette's colour and its number taken out."""
    found = set()
    for numbers in COLOUR.findall(bytes(data)):
        text = re.sub(r"([34]8);5;\d+", r"\1:5", numbers.decode())
        found |= set(text.split(";"))
    return found


def watch(day, name, columns=120, rows=40, **changes):
    """Everything written to a terminal of this name that shows a day's events."""
    if not subprocess.run(["infocmp", name], capture_output=True).returncode == 0:
        pytest.skip(f"{name} is not described on this machine")
    with tui("--source", day, columns=columns, rows=rows, TERM=name, **changes) as screen:
        sign = "●" if changes.get("LC_ALL") != "C" and not name.startswith(("linux", "vt")) else "*"
        screen.wait(sign + " complete")
        for pane in PANES:
            screen.wait(pane)
        screen.press("j", "<tab>", "j")
        screen.settle()
        text = screen.text()
        screen.press("\\x03")
        assert screen.wait_end() == 130
        assert screen.not_restored() == []
        return bytes(screen.everything), text


@pytest.mark.parametrize("name, allowed", [
    ("xterm", EIGHT), ("screen", EIGHT), ("linux", EIGHT), ("vt100", PLAIN), ("xterm-16color", SIXTEEN), ("vt220", PLAIN),
    ("xterm-256color", PLAIN | {"38:5", "48:5"}), ("tmux-256color", PLAIN | {"38:5", "48:5"}),
    ("screen-256color", PLAIN | {"38:5", "48:5"}),
])
def test_a_terminal_is_sent_the_colours_it_has(day, name, allowed):
    data, _ = watch(day, name)
    # ncurses itself may ask for the terminal's own colours (39, 49) when it begins and ends.
    assert parameters(data) - {"39", "49", "10"} <= allowed
    if allowed != PLAIN:
        assert parameters(data) & (allowed - PLAIN)


def test_direct_colour_is_sent_the_theme_s_own_colours(day):
    if subprocess.run(["infocmp", "xterm-direct"], capture_output=True).returncode:
        pytest.skip("xterm-direct is not described on this machine")
    # pyte does not know this form of colours.
    with tui("--source", day, TERM="xterm-direct") as screen:
        screen.until(lambda: b"complete" in screen.everything, program.PATIENCE)
        # dark's text on its ground.
        assert b"38:2::211:217:224" in screen.everything and b"48:2::16:20:24" in screen.everything


@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"IAMWATCH_NO_COLOR": "1"}])
def test_without_colours_there_are_attributes_only(day, changes):
    data, _ = watch(day, "xterm-256color", **changes)
    assert parameters(data) - {"39", "49"} <= PLAIN


@pytest.mark.parametrize("name, changes", [
    ("linux", {}), ("vt100", {}), ("xterm-256color", {"LC_ALL": "C"}), ("vt100", {"LC_ALL": "C"})])
def test_signs_that_a_terminal_lacks_are_ascii(day, name, changes):
    data, text = watch(day, name, **changes)
    assert [byte for byte in data if byte > 0x7E] == []
    for sign in ("- Activity", "* complete", "- Accounts", "===="):
        assert sign in text


@pytest.mark.parametrize("name, knows", [("xterm-256color", True), ("tmux-256color", True), ("screen", True), ("vt100", False)])
def test_modes_of_xterm_are_asked_only_of_its_kin(day, name, knows):
    data, _ = watch(day, name)
    for mode in (b"?2026h", b"?2004h", b"?1006h"):
        assert (mode in data) == knows


@pytest.mark.parametrize("columns, rows", [(80, 24), (200, 60), (400, 100), (40, 10)])
@pytest.mark.parametrize("name", ["xterm-256color", "vt100"])
def test_any_size_is_filled(day, name, columns, rows):
    with tui("--source", day, columns=columns, rows=rows, TERM=name) as screen:
        screen.wait("complete")
        screen.settle()
        lines = screen.text().split("\n")
        assert len(lines) == rows and "? help" in lines[-1]
        assert any(len(line) == columns for line in lines[:-1])


@pytest.mark.parametrize("name, said", [
    ("dumb", "cannot move its cursor"), ("nosuchterminal", "not known on this machine"), ("", "not known on this machine")])
def test_a_terminal_that_cannot_be_drawn_on_is_told_with_what_to_do(name, said):
    with tui("--source", "demo", TERM=name) as screen:
        assert screen.wait_end() == 2
        assert said in screen.text().replace("\n", " ") and "--once" in screen.text()
        assert screen.not_restored() == []


def test_a_pipe_for_standard_output_is_told_with_what_to_do():
    done = program.run("tui", "--source", "demo")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"standard output is no terminal" in done.stderr and b"--once" in done.stderr


def test_a_pipe_is_told_also_where_a_terminal_could_be_opened():
    command = f"{shlex.quote(program.path())} tui --source demo | cat; echo status $?"
    with running(["bash", "-o", "pipefail", "-c", command]) as screen:
        screen.wait("status 2")
        assert "--once" in screen.text()
        assert 1049 not in screen.modes


def test_without_any_terminal_standard_input_alone_does_not_matter(day):
    done = program.once("-", options=("--format", "json"), stdin=day.read_bytes())
    assert done.returncode == 0


def test_events_may_come_by_a_pipe_while_keys_come_from_the_terminal(day):
    command = f"(cat {shlex.quote(str(day))}; sleep 60) | {shlex.quote(program.path())} tui --source -"
    with running(["bash", "-c", command]) as screen:
        # What has come is shown while the pipe is still open.
        screen.wait(lambda text: re.search(r"[1-9][\d,]+ events", text), "events")
        screen.press("?")
        screen.wait("Moving")
        screen.press("\\x03")
        screen.wait_gone("Moving")


def test_a_picture_needs_no_terminal_at_all(day):
    for name in ("dumb", "", None):
        text = program.output(day, form="text", options=("--size", "80x24"), TERM=name)
        assert b"Activity" in text
