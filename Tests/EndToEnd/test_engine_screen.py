"""A window of more events than the screen may hold: the panes are counted by the engine, and only what is looked at comes."""
import json
import re
import time

import pytest

import domain
import program
from insights_fake import LogsService
from terminal import total, tui
from test_logs import GROUP, KEYS, filled, served

EVENTS = 6000
KEEP = 1000


@pytest.fixture(scope="module")
def many():
    """A domain with more documents than are held: of 50 users, one every half second."""
    with domain.running() as found:
        now = time.time()
        found.fill([domain.document(count, now - 3400 + count / 2) for count in range(EVENTS)])
        yield found


def screen(found, *options, **changes):
    return tui(
        "--source", found.source("cwl-*"), "--keep", str(KEEP), "--no-mouse", *options, columns=160, rows=44,
        **{**domain.credentials(), **changes})


def counted_here(found, *options):
    done = program.once(
        found.source("cwl-*"), options=("--format", "json", "--aggregate", "local", *options), **domain.credentials())
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_more_than_may_be_held_are_counted_by_the_engine_and_only_the_newest_fetched(many):
    here = counted_here(many)
    with screen(many) as terminal:
        terminal.wait("counted by the engine")
        terminal.wait(lambda text: total(text) == EVENTS)
        shown = terminal.wait(lambda text: re.search(r"newest (\d+) fetched", text))
        assert int(shown[1]) < EVENTS
        for row in here["principals"][:3]:
            name = row["principal"].rpartition(":")[2]
            assert re.search(rf"{name}\b.* {row['events']}\b", terminal.text())
        # What arrives is listed at once, and counted a little later.
        many.fill([domain.document(EVENTS, time.time())])
        terminal.wait(f"00000000-0000-4000-8000-{EVENTS:012d}")
        terminal.wait(lambda text: total(text) == EVENTS + 1, patience=120)
        terminal.press("q")
        assert terminal.wait_end() == 0


def test_what_is_drilled_into_is_counted_anew_and_its_events_come(many):
    here = counted_here(many, "--filter", "principal:*user7")
    with screen(many, "--no-builtin-rules") as terminal:
        terminal.wait(lambda text: (total(text) or 0) >= EVENTS)
        terminal.press("/", "principal:*user7", "\\r")
        assert here["totals"]["events"] == EVENTS // 50
        terminal.wait(lambda text: total(text) == EVENTS // 50)
        assert "counted by the engine" in terminal.text()
        terminal.wait(lambda text: "fetched" not in text)
        # The oldest of all is among them, with its details.
        terminal.press("j", "G", "\\r")
        terminal.wait("user7")
        terminal.wait("00000000-0000-4000-8000-000000000007")


def test_the_engine_is_refused_where_there_is_none(tmp_path):
    with tui("--source", "demo", "--aggregate", "engine") as terminal:
        assert terminal.wait_end() == 2
        assert "--aggregate engine: needs sources that count by themselves" in terminal.text()


def test_logs_insights_counts_when_it_is_asked_to_and_its_queries_are_stopped_on_the_way_out():
    service = filled(LogsService(), 400)
    with served(service) as url:
        with tui("--source", f"insights:{GROUP}", "--endpoint-url", url, "--aggregate", "engine", columns=160, **KEYS) as terminal:
            terminal.wait("counted by the engine")
            terminal.wait(lambda text: total(text) == 400)
            terminal.wait("approximate")
            terminal.wait("eventID: 00000000-0000-4000-8000-")
            # What keeps the counts from being exact is told.
            terminal.press("!")
            terminal.wait("the window is of the time of storing")
            service.polls_until_complete = 1000
            terminal.press("!", "/", "principal:alice", "\\r")
            terminal.wait(lambda _: sum(name == "StartQuery" for name, _ in service.calls) >= 5)
            terminal.press("q", "q")
            terminal.wait_end()
        assert all(query.status != "Running" for query in service.queries.values())
