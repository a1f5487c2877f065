"""Live Tail: events as they come, over a stream that breaks, ends and is sampled, with every signature verified."""
import contextlib
import json
import subprocess
import threading
import time

import front_door
import pytest
from insights_fake import LogsService, served, verified_by

import program
from terminal import total, tui, wait_until
from test_logs import GROUP, message

SECRET, TOKEN = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a/token+with=signs"
KEYS = {
    "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN,
    "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
ARN = f"arn:aws:logs:eu-west-1:111122223333:log-group:{GROUP}"


class Group:
    """A log group behind AWS's front door, and what was put into it."""

    def __init__(self, **settings):
        self.service = LogsService(**settings)
        self.tail = self.service.live_tail
        self.tail.period = 0.1
        self.count = 0
        self.put(0, of="another")

    def put(self, count, of=GROUP):
        self.service.put(of, 0, "no record, and of long ago")
        now = time.time()
        for _ in range(count):
            self.service.put(of, int(now * 1000), message(self.count, now))
            self.count += 1

    def wait_for_session(self):
        wait_until(lambda: self.tail.is_open, "a session of Live Tail")


@contextlib.contextmanager
def group(**settings):
    found = Group(**settings)
    found.put(0)
    door = front_door.FrontDoor("logs", "eu-west-1", {KEYS["AWS_ACCESS_KEY_ID"]: (SECRET, TOKEN)})
    with served(found.service, verified_by(door)) as found.url:
        yield found


class Tail:
    """`tail --format json`, the numbers of its events and what it complains of."""

    def __init__(self, found, source, *options, **changes):
        self.numbers, self.complaints = [], []
        self.process = subprocess.Popen(
            [program.path(), "tail", "--format", "json", "--endpoint-url", found.url, "--source", source, *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment(**KEYS, **changes))
        self.readers = [threading.Thread(target=read) for read in (self.read, self.listen)]
        for reader in self.readers:
            reader.start()

    def read(self):
        for line in self.process.stdout:
            self.numbers.append(int(json.loads(line)["eventID"][-12:]))

    def listen(self):
        for line in self.process.stderr:
            self.complaints.append(line.decode())

    def wait_for(self, count):
        wait_until(lambda: len(self.numbers) >= count, f"{count} events")

    def said(self, text):
        return any(text in line for line in self.complaints)

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        for reader in self.readers:
            reader.join()


@contextlib.contextmanager
def tailing(found, source=f"live:{GROUP}", *options):
    tail = Tail(found, source, *options)
    try:
        yield tail
    finally:
        tail.end()


@pytest.mark.parametrize("source", [f"live:{GROUP}", f"live:{ARN}:*", f"live:{GROUP},another"])
def test_what_comes_is_printed_as_the_stream_brings_it(source):
    with group() as found:
        found.service.FilterLogEvents = lambda body: {"events": []}
        with tailing(found, source) as tail:
            found.wait_for_session()
            found.put(3)
            tail.wait_for(3)
            assert sorted(tail.numbers) == [0, 1, 2]


@pytest.mark.parametrize("how", ["reset", "truncate", "close", "exception", "timeout"])
def test_what_a_broken_session_lost_is_found_and_nothing_comes_twice(how):
    with group() as found, tailing(found) as tail:
        found.wait_for_session()
        found.put(20)
        tail.wait_for(20)
        found.tail.end(how)
        found.put(20)
        wait_until(lambda: len(found.tail.sessions) > 1, "another session")
        found.put(20)
        tail.wait_for(60)
        # Another look at the store, and one more update.
        time.sleep(1)
        assert sorted(tail.numbers) == list(range(60))
        assert tail.said("Live Tail: ") == (how != "timeout")


def test_what_a_sampled_update_left_out_is_found_and_that_is_told():
    with group() as found, tailing(found) as tail:
        found.wait_for_session()
        found.tail.most, found.tail.period = 10, 1.5
        found.put(200)
        tail.wait_for(200)
        wait_until(lambda: tail.said("AWS sampled Live Tail"), "a word about the sample")
        assert found.tail.sessions[-1].sampled
        assert sorted(tail.numbers) == list(range(200))


def test_where_live_tail_may_not_be_used_the_group_is_polled():
    with group() as found:
        found.service.StartLiveTail = None
        with tailing(found, f"live:{ARN}") as tail:
            wait_until(lambda: tail.said("Live Tail does not open, FilterLogEvents is asked instead"), "a complaint")
            found.put(5)
            tail.wait_for(5)


def test_a_group_that_is_not_there_is_told():
    with group() as found, tailing(found, "live:none") as tail:
        wait_until(lambda: tail.said("none"), "a complaint")
        assert tail.said("ResourceNotFoundException") or tail.said("there is no log group none")


def test_once_has_no_use_for_it_and_says_what_has():
    done = program.once(f"live:{GROUP}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"name logs:{GROUP} or insights:{GROUP}".encode() in done.stderr


def test_the_screen_shows_what_comes_that_it_was_sampled_and_that_all_is_well_again():
    with group() as found:
        found.tail.period = 1
        with tui("--source", f"live:{ARN}", "--endpoint-url", found.url, **KEYS) as terminal:
            found.wait_for_session()
            found.put(4)
            terminal.wait(lambda screen: total(screen) == 4)
            found.tail.most = 10

            def is_partial(screen):
                if found.tail.sessions[-1].waiting.empty():
                    found.put(20)
                return "partial" in screen
            terminal.wait(is_partial, "a word about the sample")
            terminal.wait(lambda screen: total(screen) == found.count and "partial" not in screen)
            terminal.press("!")
            terminal.wait("AWS sampled Live Tail")


def test_a_budget_ends_the_session_and_not_the_reading():
    with group() as found, tailing(found, f"live:{ARN}", "--max-cost-per-hour", "0.0002") as tail:
        found.wait_for_session()
        # A second costs a sixtieth of a cent; the next session would be opened within half a minute.
        wait_until(lambda: not found.tail.is_open, "the end of the session", 60)
        found.put(3)
        tail.wait_for(3)
        assert tail.said("the budget of an hour is spent")
