"""However the program ends or is stopped, the terminal is left as it was found."""
import os
import re
import signal
import subprocess

import pytest

import program
from terminal import PATIENCE, running, tui, wait_until

# A shell without a line editor of its own, so that the terminal's modes are the kernel's.
SHELL = ["dash", "-i"]
PROMPT = "ready>"


def follow(screen):
    screen.wait("● live")
    screen.wait("Accounts")


@pytest.mark.parametrize("name, status", [("TERM", 0), ("HUP", 0), ("INT", 130)])
def test_a_signal_ends_it_and_the_terminal_is_as_found(name, status):
    with tui("--source", "demo") as screen:
        follow(screen)
        screen.signal(name)
        ended = screen.wait_end()
        # A program may also end by the signal itself, which a shell shows as 128 and its number.
        assert ended in (status, -getattr(signal, "SIG" + name))
        assert screen.not_restored() == []


def test_control_c_ends_it_with_130():
    with tui("--source", "demo") as screen:
        follow(screen)
        screen.press("\\x03")
        assert screen.wait_end() in (130, -2)
        assert screen.not_restored() == []


def test_q_ends_it_with_0():
    with tui("--source", "demo") as screen:
        follow(screen)
        screen.press("q")
        assert screen.wait_end() == 0
        assert screen.not_restored() == []


def test_it_uses_the_alternate_screen_and_hides_the_cursor_while_it_runs():
    with tui("--source", "demo") as screen:
        follow(screen)
        assert screen.modes[1049] is True
        assert screen.modes[25] is False
        assert screen.modes[1006] is True
        assert screen.not_restored() != []


def test_the_mouse_is_left_alone_when_asked():
    with tui("--source", "demo", "--no-mouse") as screen:
        follow(screen)
        assert not {1000, 1002, 1003, 1006} & set(screen.modes)


@pytest.mark.parametrize("name", ["SEGV", "ABRT", "QUIT"])
def test_a_crash_leaves_the_terminal_as_found(name):
    with tui("--source", "demo") as screen:
        follow(screen)
        screen.signal(name)
        assert screen.wait_end() < 0
        assert screen.not_restored() == []


def test_a_terminal_that_is_gone_ends_it():
    with tui("--source", "demo") as screen:
        follow(screen)
        for descriptor in (screen.slave, screen.master):
            os.close(descriptor)
        wait_until(screen.ended, "the end")
        # The descriptors are closed already.
        screen.slave = screen.master = -1


def test_what_stood_on_the_terminal_stands_there_again():
    with running(SHELL, PS1=PROMPT, ENV=None) as screen:
        screen.wait(PROMPT)
        screen.press("echo before-\\x22\\x22it<enter>")
        screen.wait("before-it")
        before = screen.text()
        screen.press(f"{program.path()} tui --source demo<enter>")
        follow(screen)
        screen.press("q")
        screen.wait(lambda text: text.count(PROMPT) == 3, "the next prompt")
        assert screen.text().startswith(before.rstrip("\n"))


def modes(screen, mark):
    """What `stty -g` says."""
    screen.press(f"echo {mark}-$(stty -g)-end<enter>")
    return screen.wait(lambda text: re.search(rf"{mark}-([0-9a-f:]+)-end", text.replace("\n", "")), "stty's answer")[1]


@pytest.mark.parametrize("stop", ["\\x1a", "signal"])
def test_stopped_it_gives_the_terminal_back_and_continued_it_takes_it_again(stop):
    with running(SHELL, PS1=PROMPT, ENV=None) as screen:
        screen.wait(PROMPT)
        before = modes(screen, "first")
        screen.press(f"{program.path()} tui --source demo<enter>")
        follow(screen)
        if stop == "signal":
            os.kill(child_of(screen.pid), signal.SIGTSTP)
        else:
            screen.press(stop)
        screen.wait(lambda text: "Stopped" in text and text.rstrip().endswith(PROMPT), "the shell's prompt")
        assert screen.not_restored_modes() == []
        assert modes(screen, "second") == before
        screen.press("fg<enter>")
        follow(screen)
        screen.wait(lambda text: "? help" in text.split("\n")[-1], "the whole screen again")
        assert screen.modes[1049] is True
        screen.press("q")
        screen.wait(lambda text: text.rstrip().endswith(PROMPT), "the shell's prompt")
        assert screen.not_restored_modes() == []
        assert modes(screen, "third") == before


def child_of(pid):
    """The one child of a process."""
    path = f"/proc/{pid}/task/{pid}/children"

    def found():
        with open(path) as children:
            return children.read().split()
    wait_until(found, "a child")
    return int(found()[0])


def test_stopped_and_continued_in_another_size_it_fits():
    with running(SHELL, PS1=PROMPT, ENV=None) as screen:
        screen.wait(PROMPT)
        screen.press(f"{program.path()} tui --source demo<enter>")
        follow(screen)
        screen.press("\\x1a")
        screen.wait("Stopped")
        screen.resize(80, 24)
        screen.press("fg<enter>")
        screen.wait("[Principals")
        screen.wait(lambda text: "? help" in text.split("\n")[-1], "the status line at the bottom")


# Without a terminal


def test_without_a_terminal_it_says_so_and_ends_with_2():
    # A new session has no controlling terminal.
    done = subprocess.run(
        [program.path(), "tui", "--source", "demo"], capture_output=True, stdin=subprocess.DEVNULL,
        timeout=PATIENCE, env=program.environment(), start_new_session=True)
    assert done.returncode == 2
    assert b"terminal" in done.stderr and b"--once" in done.stderr
    assert done.stdout == b""


@pytest.mark.parametrize("term", ["dumb", "nosuch-terminal", ""])
def test_a_terminal_that_cannot_do_it_is_told_and_left_alone(term):
    with tui("--source", "demo", TERM=term) as screen:
        assert screen.wait_end() == 2
        assert "terminal" in screen.text() and "--once" in screen.text()
        assert b"\x1b" not in screen.everything
        assert screen.not_restored() == []
