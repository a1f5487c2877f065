"""`tail` goes on where it ended, however it ended: every event stands in its output once."""
import json
import random
import subprocess
import time

import pytest

from insights_fake import LogsService, served, throttled

import domain
import program
import records
import test_logs as logs
import test_opensearch_source as opensearch


class Output:
    """The file that runs of `tail`, one after the other, write behind each other."""

    def __init__(self, folder, arguments, environment):
        self.path, self.state = folder / "events.ndjson", folder / "state"
        self.errors = folder / "errors"
        self.command = [program.path(), "tail", "--format", "json", *arguments]
        self.environment = program.environment(**{**environment, "XDG_STATE_HOME": self.state})
        self.process = None

    def start(self):
        with self.path.open("ab") as out, self.errors.open("ab") as errors:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=errors, env=self.environment)

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def ids(self):
        lines = self.path.read_bytes().split(b"\n")
        # A killed run may break off in a line, which the next one mends.
        return [json.loads(line)["eventID"] for line in lines[:-1]]

    def wait_for(self, count, seconds=program.PATIENCE):
        deadline = time.monotonic() + seconds
        while len(found := self.ids()) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} events came; {self.errors.read_text()}"
            time.sleep(0.2)


@pytest.fixture
def few():
    """A domain with ten documents of the last minutes."""
    with domain.running() as found:
        now = time.time()
        found.fill([domain.document(number, now - 600 + number) for number in range(10)])
        yield found


def test_a_second_run_gives_what_came_meanwhile(few, tmp_path):
    output = Output(tmp_path, ["--since", "1h", "--source", few.source("cwl-*")], domain.credentials())
    output.start()
    output.wait_for(10)
    output.stop()
    # Of these three one is a copy under another name, and one was stored before the run ended.
    now = time.time()
    few.fill([domain.document(3, now, copy=1), domain.document(10, now), domain.document(11, now - 300)])
    output.start()
    output.wait_for(12)
    time.sleep(3)
    output.stop()
    assert sorted(output.ids()) == sorted(records.record(number)["eventID"] for number in range(12))


def test_fresh_reads_anew(few, tmp_path):
    output = Output(tmp_path, ["--since", "1h", "--source", few.source("cwl-*")], domain.credentials())
    output.start()
    output.wait_for(10)
    output.stop()
    output.command.append("--fresh")
    output.start()
    output.wait_for(20)
    output.stop()


def test_another_question_has_a_cursor_of_its_own(few, tmp_path):
    output = Output(tmp_path, ["--since", "1h", "--source", few.source("cwl-*")], domain.credentials())
    output.start()
    output.wait_for(10)
    output.stop()
    output.command += ["--filter", "account:*"]
    output.start()
    output.wait_for(20)
    output.stop()


def test_a_line_that_broke_off_is_mended(few, tmp_path):
    output = Output(tmp_path, ["--since", "1h", "--source", few.source("cwl-*")], domain.credentials())
    output.start()
    output.wait_for(10)
    output.kill()
    few.fill([domain.document(10, time.time())])
    with output.path.open("ab") as out:
        out.write(b'{"eventID":"' + records.record(10)["eventID"].encode()[:20])
    output.start()
    output.wait_for(11)
    output.stop()
    assert len(set(output.ids())) == 11


def test_every_event_once_though_it_is_killed_ten_times(tmp_path):
    moments = random.Random(11)
    with domain.running() as found:
        first, late = opensearch.story(time.time())
        found.fill(first)
        output = Output(tmp_path, ["--since", "3d", "--source", found.source("cwl-*")], domain.credentials())
        for number in range(10):
            if number in (2, 5):
                found.break_next({"kind": "reset"}, {"kind": "truncate"}, None, {"kind": "status", "status": 503})
            output.start()
            time.sleep(moments.uniform(0.15, 1.5))
            output.kill()
            if number == 6:
                found.fill(late)
        output.start()
        output.wait_for(opensearch.EVENTS, 10 * program.PATIENCE)
        time.sleep(3)
        output.stop()
        ids = output.ids()
        assert len(ids) == len(set(ids)) == opensearch.EVENTS


@pytest.mark.parametrize("form", ["insights", "logs", "live"])
def test_a_log_group_is_read_once_though_the_run_is_killed(form, tmp_path):
    moments = random.Random(7)
    service = logs.filled(LogsService(empty_pages=True, page=900), logs.EVENTS)
    with served(service) as url:
        output = Output(
            tmp_path, ["--since", "1h", "--endpoint-url", url, "--source", f"{form}:{logs.GROUP}"], logs.KEYS)
        for number in range(6):
            service.faults["FilterLogEvents"] += [throttled(), ConnectionError()]
            output.start()
            time.sleep(moments.uniform(0.2, 3))
            output.kill()
            service.put(logs.GROUP, int(time.time() * 1000), logs.message(logs.EVENTS + number, time.time()))
        output.start()
        output.wait_for(logs.EVENTS + 6, 4 * program.PATIENCE)
        time.sleep(3)
        output.stop()
        ids = output.ids()
        assert len(ids) == len(set(ids)) == logs.EVENTS + 6
