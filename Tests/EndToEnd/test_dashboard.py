"""What a person sees and does on the live screen."""
import os
import re

import pytest

import program
import records
from terminal import number, total, tui, wait_until

SIZES = [(80, 24), (120, 40), (200, 60)]
TABLES = ["Accounts", "Principals", "Actions", "Alerts"]
TITLE = re.compile("^[─━]")


def title_counts(screen):
    """The numbers beside the tables' titles."""
    return {name: number(rf"\b{name} ([\d,]+)", screen) for name in TABLES}


def expected_counts(found):
    totals = found["totals"]
    return {
        "Accounts": totals["accounts"], "Principals": totals["principals"], "Actions": totals["actions"],
        "Alerts": sum(totals["alerts"].values()),
    }


@pytest.mark.parametrize("columns, rows", SIZES)
def test_the_demo_shows_every_pane(columns, rows):
    with tui("--source", "demo", columns=columns, rows=rows) as screen:
        screen.wait("● live")
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        for name in ["Activity", *TABLES, "Events  following"]:
            screen.wait(name)
        # The details stand beside the events where there is room, else over them on enter.
        if columns < 110:
            screen.press("<enter>")
        for label in (" who ", " did ", " when "):
            screen.wait(label)
        screen.press("q" if columns >= 110 else "qq")
        assert screen.wait_end() == 0
        assert screen.not_restored() == []


@pytest.mark.parametrize("columns, rows", SIZES)
def test_no_line_is_wider_than_the_terminal(columns, rows):
    with tui("--source", "demo", columns=columns, rows=rows) as screen:
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        screen.settle()
        lines = screen.text().split("\n")
        assert lines[0].startswith(" iamwatch")
        assert " demo" in lines[-1] and "? help" in lines[-1]
        # A title line runs from edge to edge.
        assert all(len(line) == columns for line in lines if TITLE.match(line) and "Activity" in line)


def test_the_demo_follows():
    with tui("--source", "demo") as screen:
        screen.wait("● live")
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        before = total(screen.text())
        screen.wait(lambda text: total(text) >= before + 3, "three more events")
        assert "following" in screen.text()


def test_a_held_list_counts_what_is_new():
    with tui("--source", "demo") as screen:
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        screen.press("j")
        screen.wait("held")
        screen.wait(lambda text: number(r"\+([\d,]+) new", text), "+N new")
        held = screen.line_with("▌")
        screen.wait(lambda text: (number(r"\+([\d,]+) new", text) or 0) > 2, "more new events")
        assert held.split()[2] in screen.line_with("▌")
        screen.press("g")
        screen.wait("following")


def test_freeze_stands_still_and_goes_on():
    with tui("--source", "demo") as screen:
        screen.wait("● live")
        # Before the first answer there is nothing to freeze.
        screen.wait(total, "the events")
        screen.press(" ")
        screen.wait(lambda text: number(r"frozen \+([\d,]+)", text), "events missed while frozen")
        before = total(screen.text())
        screen.wait(lambda text: number(r"frozen \+([\d,]+)", text) > 3, "more events missed")
        assert total(screen.text()) == before
        screen.press(" ")
        screen.wait_gone("frozen")
        screen.wait(lambda text: (total(text) or 0) > before, "what was missed")


@pytest.mark.parametrize("pane, key", [("accounts", "account"), ("principals", "principal"), ("actions", "action")])
def test_a_selected_row_narrows_the_other_panes(demo_file, pane, key):
    """The counts are those of --once with the filter of the same meaning."""
    everything = program.snapshot(demo_file)
    first = everything[pane][0]
    narrowed = program.snapshot(demo_file, options=("--filter", f'{key}:"{first[key]}"'))
    wanted = expected_counts(narrowed)
    # The table itself is not narrowed by its own selection.
    wanted[pane.capitalize()] = everything["totals"][pane]
    with tui("--source", demo_file) as screen:
        screen.wait("● complete")
        screen.wait(lambda text: title_counts(text) == expected_counts(everything), "the counts of everything")
        for _ in range(["accounts", "principals", "actions"].index(pane) + 2):
            screen.press("<tab>")
        screen.wait(lambda text: "━ " + pane.capitalize() in text, f"the focus on the {pane}")
        screen.press("j")
        screen.wait(lambda text: title_counts(text) == wanted, f"the counts {wanted}")
        assert total(screen.text()) == first["events"]
        screen.press("\\e")
        screen.wait(lambda text: title_counts(text) == expected_counts(everything), "the counts of everything again")


def test_a_drill_narrows_and_is_taken_back(demo_file):
    everything = program.snapshot(demo_file)
    with tui("--source", demo_file) as screen:
        screen.wait(lambda text: title_counts(text) == expected_counts(everything), "the counts of everything")
        screen.press("<tab><tab>")
        screen.wait("━ Accounts")
        screen.press("j<enter>")
        first = everything["accounts"][0]
        screen.wait(lambda text: title_counts(text)["Accounts"] == 1, "one account")
        assert total(screen.text()) == first["events"]
        assert first["account"] in screen.text().splitlines()[-1]
        screen.press("q")
        screen.wait(lambda text: title_counts(text) == expected_counts(everything), "the counts of everything again")


def test_an_opened_event_says_who_did_what_to_whom(file):
    path = file([records.session(
        1, role="Deploy", name="ci-run", action="AttachUserPolicy", readOnly=False, userAgent="Terraform/1.9",
        errorCode="AccessDenied", errorMessage="not authorised to do that",
        requestParameters={"userName": "tmp-admin", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})])
    with tui("--source", path, columns=80, rows=24) as screen:
        screen.wait("iam:AttachUserPolicy")
        screen.press("<enter>")
        for said in (
                "who", "role/Deploy", "session ci-run", "did", "write", "AccessDenied", "not authorised to do that",
                "tmp-admin", "203.0.113.9", "Terraform/1.9", "2026-10-31T12:00:00Z"):
            screen.wait(said)
        screen.press("r")
        screen.wait('"eventVersion"')
        screen.press("r")
        screen.wait_gone('"eventVersion"')


def test_a_bad_filter_says_what_and_where_and_a_good_one_narrows(demo_file):
    everything = program.snapshot(demo_file)
    denied = program.snapshot(demo_file, options=("--filter", "is:denied"))
    with tui("--source", demo_file) as screen:
        screen.wait(lambda text: total(text) == everything["totals"]["events"], "all events")
        screen.press("/")
        screen.wait("enter apply")
        screen.press("is:purple")
        # What is wrong stands under the filter, with its column, and a caret.
        screen.wait(lambda text: re.search(r"\^ .*column \d+", text), "the column of what is wrong")
        screen.press("<enter>")
        screen.wait("is:purple")
        # What was typed on the way, the word "is", is not what is asked for.
        screen.wait(lambda text: total(text) == everything["totals"]["events"], "all events again")
        screen.press("\\b" * 6 + "denied")
        screen.wait(lambda text: total(text) == denied["totals"]["events"], "the denied events")
        screen.press("<enter>")
        screen.wait(lambda text: "/ is:denied" in text.splitlines()[-1], "the filter in the breadcrumbs")
        wanted = expected_counts(denied)
        screen.wait(lambda text: title_counts(text) == wanted, f"the counts {wanted}")


def test_a_word_is_looked_for_without_a_search_for_each_of_its_beginnings(demo_file):
    with tui("--source", demo_file) as screen:
        screen.wait("● complete")
        screen.press("/")
        screen.wait("enter apply")
        for letter in "nothingofthekindanywhere":
            screen.press(letter)
            screen.settle(0.01)
        screen.wait("no event passes the filter")
        screen.wait(lambda text: total(text) == 0, "no events")


def test_a_file_that_takes_its_time_is_shown_once_it_is_read(tmp_path):
    """The first frame is painted before the first event is there."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with tui("--source", path) as screen:
        screen.wait("iamwatch")
        screen.wait("0 accounts")
        with open(path, "wb") as pipe:
            pipe.write(records.text([records.record(1), records.record(2)]))
        screen.wait("● complete")
        screen.wait(lambda text: total(text) == 2, "both events")


def test_a_filter_given_at_the_start_narrows_and_may_be_taken_off(demo_file):
    everything = program.snapshot(demo_file)
    denied = program.snapshot(demo_file, options=("--filter", "is:denied"))
    with tui("--source", demo_file, "--filter", "is:denied") as screen:
        screen.wait(lambda text: total(text) == denied["totals"]["events"], "the denied events")
        screen.press("/")
        screen.wait("enter apply")
        screen.press("\\x15<enter>")
        screen.wait(lambda text: total(text) == everything["totals"]["events"], "all events")


@pytest.mark.parametrize("columns, rows", SIZES)
def test_help_lists_the_keys(columns, rows):
    asked = ("next pane", "filter", "freeze", "sort by", "next theme", "suspend", "quit")
    with tui("--source", "demo", columns=columns, rows=rows) as screen:
        screen.wait("? help")
        screen.press("?")
        screen.wait("Moving")
        seen, turns = "", 0

        def turned():
            # There and back: what a frame half drawn does not show yet is there the next time.
            nonlocal seen, turns
            screen.settle()
            seen += screen.text()
            screen.press("<pgdn>" if turns % 8 < 4 else "<pgup>")
            turns += 1
            return all(said in seen for said in asked)

        wait_until(turned, "every key on some page")
        screen.press("\\e")
        screen.wait("Activity")


def test_full_screen_gives_the_pane_everything(demo_file):
    with tui("--source", demo_file) as screen:
        screen.wait("Accounts")
        screen.press("f")
        screen.wait_gone("Accounts")
        assert "Events" in screen.text()
        screen.press("f")
        screen.wait("Accounts")


def test_sorting_turns_a_table_round(demo_file):
    by_events = program.snapshot(demo_file)["accounts"]
    with tui("--source", demo_file, columns=80, rows=24) as screen:
        screen.wait("[Principals")
        screen.press("<tab>")
        screen.wait("Accounts")
        screen.settle()
        while "[Accounts" not in screen.text():
            screen.press("<tab>")
            screen.settle()
        screen.wait(by_events[0]["account"])
        screen.press("S")
        screen.wait(by_events[-1]["account"])


def test_zoom_halves_the_time_and_goes_back(demo_file):
    with tui("--source", demo_file) as screen:
        screen.wait("Activity  24h")
        everything = screen.wait(total, "a total")
        screen.press("]")
        screen.wait("Activity  12h")
        screen.wait(lambda text: total(text) and total(text) < everything, "fewer events")
        screen.press("[")
        screen.wait("Activity  24h")
        screen.wait(lambda text: total(text) == everything, "all events again")


def test_every_theme_may_be_turned_to(file):
    with tui("--source", file([records.record(1)])) as screen:
        screen.wait("iam:GetUser")
        for _ in range(7):
            screen.press("t")
            screen.settle(0.1)
        assert "iam:GetUser" in screen.text()
        screen.press("q")
        assert screen.wait_end() == 0


def test_resizing_keeps_it_working():
    with tui("--source", "demo", columns=120, rows=40) as screen:
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        screen.resize(80, 24)
        screen.wait("[Principals")
        screen.wait(lambda text: "? help" in text.split("\n")[-1], "the status line at the bottom")
        screen.resize(200, 60)
        screen.wait("region")
        screen.wait(lambda text: "? help" in text.split("\n")[-1] and len(text.split("\n")) == 60, "60 rows")
        # A frame that is half drawn has no total yet.
        before = screen.wait(total, "the total")
        screen.wait(lambda text: (total(text) or 0) > before, "new events")
        screen.resize(30, 8)
        screen.wait("iamwatch needs 40x10")
        screen.resize(120, 40)
        screen.wait("Accounts")
        screen.press("q")
        assert screen.wait_end() == 0
        assert screen.not_restored() == []


def test_a_storm_of_sizes_ends_at_the_last():
    with tui("--source", "demo") as screen:
        screen.wait("● live")
        for step in range(40):
            screen.resize(60 + 3 * step, 20 + step)
            screen.read(0)
        screen.resize(120, 40)
        screen.wait(lambda text: len(text.split("\n")[-1]) <= 120 and "q quit" in text.split("\n")[-1], "the status line")
        screen.wait("Accounts")


def test_a_click_selects_a_row(demo_file):
    everything = program.snapshot(demo_file)
    with tui("--source", demo_file) as screen:
        screen.wait(lambda text: title_counts(text) == expected_counts(everything), "the counts of everything")
        screen.settle()
        first = everything["accounts"][0]
        y = next(n for n, line in enumerate(screen.text().split("\n")) if "─ Accounts" in line) + 1
        screen.press(f"\\e[<0;3;{y + 1}M\\e[<0;3;{y + 1}m")
        screen.wait(lambda text: total(text) == first["events"], "the events of the account clicked on")


def test_a_source_that_cannot_be_read_is_told(tmp_path):
    with tui("--source", tmp_path / "nosuch") as screen:
        screen.wait("FAILED")
        screen.press("!")
        screen.wait("nosuch")


def test_unread_keys_and_pastes_do_no_harm(demo_file):
    with tui("--source", demo_file) as screen:
        screen.wait("● complete")
        screen.press("\\e[200~/is:denied\\e[201~", "\\e[99;99;99Z", "\\eOP", "\\x00\\x01\\x7f", "\\e]0;x\\x07", "한글")
        screen.settle()
        screen.press("\\e", "\\e")
        screen.settle()
        assert "Activity" in screen.text()
        assert not screen.ended()


@pytest.mark.parametrize("columns, rows", SIZES)
def test_the_leaked_key_is_found_in_at_most_12_keystrokes(columns, rows):
    """From the first screen by way of the worst alert to the tree of who really did it, and on to the event that made the key."""
    typed = 0

    def press(*keys):
        nonlocal typed
        typed += len(keys)
        screen.press(*keys)

    with tui("--source", "demo", columns=columns, rows=rows) as screen:
        screen.wait("● live" if columns >= 110 else "●")
        screen.wait(lambda text: (total(text) or 0) > 30_000, "the demo's day")
        screen.wait(lambda text: (number(r"▲ ?(\d+)", text) or 0) >= 2, "the critical alerts")
        press("\\e[Z", "\\e[Z", "j", "w")
        screen.wait("Who really did it")
        screen.wait(lambda text: re.search(r"kim@corp\.example +SAMLUser", text), "the person")
        # The line of the event that made the key that leaked.
        screen.wait(lambda text: re.search(r"─ . CreateAccessKey ▸ AKIA…7Q4T of user/backup-svc", text), "the leaked key")
        screen.wait("◂ this")
        screen.settle()
        # Below the person: the session that was issued, its sign-in, its look at the keys, the new key.
        press("<home>", "j", "j", "j", "j", "<enter>")
        screen.wait_gone("Who really did it")
        screen.wait(lambda text: re.search(r"▌△ .* iam:Create\S*Key ", text), "the event in the list")
        assert typed <= 12


def test_one_event_is_opened_by_its_id(file):
    path = file([records.record(1), records.record(2, action="CreateUser", source="s3"), records.record(3)])
    with tui("--source", path, "--event", records.record(2)["eventID"], columns=140, rows=40) as screen:
        screen.wait(lambda text: total(text) == 1, "one event")
        screen.wait("s3:CreateUser")
        screen.press("q")
        assert screen.wait_end() == 0


def test_an_event_id_is_no_pattern(file):
    found = [records.record(1, eventID="a*b"), records.record(2, eventID="axb")]
    assert program.snapshot(file(found), options=("--event", "a*b"))["totals"]["events"] == 1
