"""The dashboard in a real tmux, on a server of its own."""
import shlex
import shutil
import subprocess

import pytest

import program
from terminal import total, wait_until

SOCKET = "iamwatch-test"


def tmux(*arguments):
    return subprocess.run(
        ["tmux", "-L", SOCKET, "-u", "-f", "/dev/null", *arguments], capture_output=True, text=True, timeout=program.PATIENCE,
        env=program.environment())


class Pane:
    def text(self):
        return tmux("capture-pane", "-p").stdout

    def press(self, *keys):
        tmux("send-keys", *keys)

    def resize(self, columns, rows):
        tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def wait(self, condition, what=None):
        wait_until(
            lambda: condition in self.text() if isinstance(condition, str) else condition(self.text()),
            f"{what or condition} in:\n{self.text()}")


@pytest.fixture
def pane():
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    tmux("kill-server")
    started = tmux("new-session", "-d", "-x", "120", "-y", "40", "env", "PS1=ready> ", "dash", "-i")
    assert started.returncode == 0, started.stderr
    try:
        yield Pane()
    finally:
        tmux("kill-server")


def mode(name):
    return tmux("display-message", "-p", "#{%s}" % name).stdout.strip()


def test_a_session_with_the_demo(pane):
    pane.wait("ready>")
    pane.press("stty -g", "Enter")
    pane.wait(lambda text: text.count("ready>") == 2, "stty's answer")
    before = pane.text().splitlines()[1]
    pane.press(f"TERM=tmux-256color {shlex.quote(program.path())} tui --source demo", "Enter")
    pane.wait("● live")
    pane.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
    for said in ("Activity", "Accounts", "Principals", "Actions", "Alerts", "Events  following", "who", "did"):
        pane.wait(said)
    assert mode("alternate_on") == "1"
    everything = total(pane.text())
    # Narrow by an account, and back.
    pane.press("Tab", "Tab")
    pane.wait("━ Accounts")
    pane.press("j")
    pane.wait(lambda text: total(text) and total(text) < everything / 5, "one account's events")
    pane.press("Escape")
    pane.wait(lambda text: (total(text) or 0) >= everything, "all events again")
    # Open an event, in every size.
    for columns, rows in ((80, 24), (200, 60), (120, 40)):
        pane.resize(columns, rows)
        pane.wait(lambda text: "? help" in text.rstrip("\n").split("\n")[-1], "the status line at the bottom")
        wait_until(lambda: max(map(len, pane.text().splitlines())) == columns, f"a rule of {columns} columns")
    pane.press("q")
    pane.wait(lambda text: "Activity" not in text and text.rstrip().endswith("ready>"), "the shell again")
    assert mode("alternate_on") == "0"
    assert mode("cursor_flag") == "1"
    assert mode("mouse_any_flag") == "0"
    pane.press("stty -g", "Enter")
    pane.wait(lambda text: text.count(before) == 2, "the same modes of the terminal")


def test_stopped_and_continued_in_tmux(pane):
    pane.wait("ready>")
    pane.press(f"TERM=tmux-256color {shlex.quote(program.path())} tui --source demo", "Enter")
    pane.wait("Events  following")
    pane.press("C-z")
    pane.wait("Stopped")
    assert mode("alternate_on") == "0"
    pane.press("fg", "Enter")
    pane.wait("Events  following")
    pane.press("C-c")
    pane.wait(lambda text: "Activity" not in text and text.rstrip().endswith("ready>"), "the shell again")
    pane.press("echo status-$?", "Enter")
    pane.wait("status-130")
