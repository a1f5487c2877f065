"""The timeline in a real terminal: brushing with the mouse, and jumping to alerts."""
import pytest

import records
from terminal import total, tui


@pytest.fixture
def hour(file):
    """600 events, one every six seconds from noon on; the one of 12:06:00 stops a trail."""
    found = [
        records.record(number, time=f"2026-10-31T12:{number // 10:02}:{number % 10 * 6:02}Z") for number in range(600)
    ]
    found[60].update(eventSource="cloudtrail.amazonaws.com", eventName="StopLogging", readOnly=False)
    return file(found)


def mouse(screen, code, column, row, final="M"):
    """A report in SGR's form; columns and rows from 0."""
    screen.press(f"\\e[<{code};{column + 1};{row + 1}{final}")


def test_dragging_over_the_timeline_brushes_and_zooms(hour):
    with tui("--source", hour) as screen:
        screen.wait(lambda text: total(text) == 600, "600 events")
        # 112 columns for an hour of 10-second buckets: 40 seconds a column, the first one in column 8.
        mouse(screen, 0, 8, 3)
        mouse(screen, 32, 30, 3)
        mouse(screen, 32, 52, 3)
        screen.wait("brush 10-31 12:00 - 10-31 12:30  300 events")
        assert "600 events" in screen.text()
        mouse(screen, 0, 52, 3, "m")
        screen.wait(lambda text: "brush" not in text and total(text) is not None, "zoomed")
        screen.press("<tab>")
        screen.wait(lambda text: total(text) == 300, "300 events")
        screen.press("\\e")
        screen.wait(lambda text: total(text) == 600, "600 events again")


def test_the_alert_far_up_is_one_key_away(hour):
    with tui("--source", hour) as screen:
        screen.wait(lambda text: total(text) == 600, "600 events")
        assert "12:06:00" not in screen.text()
        screen.press("<")
        screen.wait("held")
        screen.wait(lambda text: any("▌" in line and "12:06:00" in line for line in text.splitlines()), "the alert")
        screen.press(">")
        screen.press("j")
        screen.wait(lambda text: any("▌" in line and "12:05:54" in line for line in text.splitlines()), "the next row")


def test_the_clock_is_that_of_tz(hour):
    with tui("--source", hour, TZ="Asia/Kolkata") as screen:
        screen.wait(lambda text: total(text) == 600, "600 events")
        assert screen.row(0)[-2] == "Z"
        screen.press("z")
        screen.wait("+05:30")
        screen.wait("18:29:54")
