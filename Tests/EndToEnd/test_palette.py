"""What is typed on the live screen: the palette and the filter's completion."""
import re

import pytest

import records
from terminal import total, tui


@pytest.fixture
def day(file):
    """Twelve events an hour apart: eight of one action, four of another."""
    return file([
        records.record(n, time=f"2026-10-31T{n:02d}:00:00Z", action="CreateUser" if n % 3 == 0 else "ListUsers")
        for n in range(1, 13)])


def test_the_palette_runs_a_command_found_by_a_few_letters(day):
    with tui("--source", day) as screen:
        screen.wait("Accounts")
        screen.press(":")
        screen.wait("━ Commands")
        screen.press("fulls")
        screen.wait("▌full-screen")
        screen.press("<enter>")
        screen.wait_gone("Accounts")


def test_the_palette_goes_to_a_time(day):
    with tui("--source", day) as screen:
        screen.wait(lambda text: total(text) == 12, "all events")
        screen.press(":", "goto 2026-10-31T07:30Z", "<enter>")
        screen.wait("held")
        screen.wait(lambda text: re.search(r"▌.*\b07:00:00\b", text), "the event of 07:00")


def test_tab_completes_a_field_and_a_value_seen(day):
    with tui("--source", day) as screen:
        screen.wait(lambda text: total(text) == 12, "all events")
        screen.press("/", "acti", "<tab>")
        screen.wait("Values of action")
        # The value of most events stands first, with their number.
        screen.wait(lambda text: re.search(r"iam:ListUsers +8\n iam:CreateUser +4", text), "both actions")
        screen.press("<tab>")
        screen.wait("/ action:iam:ListUsers")
        screen.wait(lambda text: total(text) == 8, "the events of the action")
        screen.press("\\e")
        screen.wait_gone("/ action:iam:ListUsers")
        screen.press("\\e")
        screen.wait(lambda text: total(text) == 12, "all events again")
