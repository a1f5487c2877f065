"""`iamwatch tail`: files that grow and directories that gain files."""
import contextlib
import gzip
import json
import os
import signal
import subprocess
import threading
import time

import pytest

import program
import records
from records import record, text
from terminal import PATIENCE, wait_until


class Tail:
    """A running tail and the lines it has printed."""

    def __init__(self, arguments):
        self.process = subprocess.Popen(
            [program.path(), "tail", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=program.environment())
        self.lines, self.complaints = [], []
        self.readers = [
            threading.Thread(target=self.collect, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.complaints))]
        for reader in self.readers:
            reader.start()

    @staticmethod
    def collect(stream, lines):
        for line in stream:
            lines.append(line.decode())

    def wait(self, count):
        """The first `count` lines, and no more."""
        wait_until(lambda: len(self.lines) >= count or self.process.poll() is not None, f"{count} lines")
        assert len(self.lines) == count, (self.lines, self.complaints)
        return self.lines

    def ids(self, count):
        return [json.loads(line)["record"]["eventID"][-3:] for line in self.wait(count)]

    def watches(self):
        """Whether it has said to the kernel what it watches."""
        folder = f"/proc/{self.process.pid}/fdinfo"
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):
                with contextlib.suppress(OSError), open(os.path.join(folder, name)) as info:
                    if "inotify wd:" in info.read():
                        return True
        return self.process.poll() is not None

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


@contextlib.contextmanager
def tail(*arguments):
    """A tail that watches; what exists then is old."""
    running = Tail(arguments)
    try:
        wait_until(running.watches, "a watch")
        # It has a watch on the directory before it notes how far files go; a first line tells that both are done.
        time.sleep(0.3)
        yield running
    finally:
        running.close()


def append(path, data):
    with open(path, "ab") as file:
        file.write(data)


def test_a_file_that_grows(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [record(1)])
    with tail("--source", path, "--format", "json") as running:
        append(path, text([record(2)]))
        assert running.ids(1) == ["002"]
        append(path, text([record(3), record(4)]))
        assert running.ids(3) == ["002", "003", "004"]


def test_a_record_completed_later(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [record(1)])
    with tail("--source", path, "--format", "json") as running:
        whole = text([record(2)])
        append(path, whole[:70])
        append(path, whole[70:200])
        append(path, whole[200:] + text([record(3)]))
        assert running.ids(2) == ["002", "003"]


def test_since_reads_what_is_there(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [record(1, time="2026-10-31T10:00:00Z"), record(2)])
    with tail("--source", path, "--format", "json", "--since", "2026-10-31T11:00:00Z") as running:
        assert running.ids(1) == ["002"]
        append(path, text([record(3)]))
        assert running.ids(2) == ["002", "003"]


def test_a_directory_gains_files_of_every_kind(tmp_path):
    records.write(tmp_path / "old.json", [record(1)])
    with tail("--source", tmp_path, "--format", "json") as running:
        records.write(tmp_path / "plain.json", [record(2), record(3)])
        assert running.ids(2) == ["002", "003"]
        records.write(tmp_path / "packed.json.gz", [record(4)])
        assert running.ids(3)[2:] == ["004"]
        (tmp_path / "sub" / "deeper").mkdir(parents=True)
        records.write(tmp_path / "sub" / "deeper" / "one.json.gz", [record(5)])
        assert running.ids(4)[3:] == ["005"]
        outside = tmp_path.parent / f"{tmp_path.name}-outside.json"
        records.write(outside, [record(6)])
        outside.rename(tmp_path / "moved.json")
        assert running.ids(5)[4:] == ["006"]
        records.write(tmp_path / ".hidden.json", [record(7)])
        records.write(tmp_path / "last.json", [record(8)])
        assert running.ids(6)[5:] == ["008"]


def test_a_large_gzip_written_in_pieces_is_read_when_it_is_whole(tmp_path):
    packed = gzip.compress(text([record(n) for n in range(500)]))
    with tail("--source", tmp_path, "--format", "json") as running:
        with open(tmp_path / "slow.gz", "wb") as file:
            for start in range(0, len(packed), len(packed) // 5):
                file.write(packed[start:start + len(packed) // 5])
                file.flush()
                time.sleep(0.02)
        running.wait(500)


def test_an_account_that_falls_silent_is_told_once_with_why(tmp_path):
    rules = tmp_path / "silent.yml"
    rules.write_text("title: Silent\nid: silent\nlevel: high\n"
                     "correlation: {type: silence, group-by: account, timespan: 10d}\n")
    now = int(time.time())

    def at(hours, account):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - hours * 3600))
        return record(hours + (100 if account == "444455556666" else 0), time=moment, account=account)

    hourly = [at(hours, account) for hours in range(30, -1, -1)
              for account in ("111122223333", "444455556666") if account == "444455556666" or hours > 5]
    path = records.write(tmp_path / "a.ndjson", hourly)
    asked = ("--source", path, "--since", "10d", "--rules", rules, "--no-builtin-rules")
    # Side by side: a silence takes its time.
    with tail(*asked, "--format", "json") as lines, tail(*asked, "--format", "text") as text:
        for running in (lines, text):
            wait_until(lambda: len(running.lines) > len(hourly), "the silence")
        time.sleep(6)
        last, said = lines.wait(len(hourly) + 1)[-1], text.wait(len(hourly) + 1)[-1]
    why = "no event of account 111122223333 for 6 h 0 min, from "
    assert f"  △  111122223333  user/alice  iam:GetUser  alice  -  {why}" in said
    told = json.loads(last)
    assert told["alerts"] == ["silent"] and told["reason"].startswith(why) and told["eventID"].endswith("006")
    assert all("reason" not in json.loads(line) for line in lines.lines[:-1])


def test_each_event_comes_once(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [])
    with tail("--source", path, "--source", tmp_path, "--format", "json") as running:
        append(path, text([record(2)]) * 3)
        records.write(tmp_path / "b.json.gz", [record(2), record(3)])
        assert running.ids(2) == ["002", "003"]


def test_the_filter_and_the_scope_apply(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [])
    with tail("--source", path, "--format", "json", "--filter", "is:denied") as running:
        append(path, text([
            record(1), record(2, errorCode="AccessDenied", source="ec2"), record(3, errorCode="AccessDenied")]))
        assert running.ids(1) == ["003"]


def test_a_json_line_is_that_of_once(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [])
    found = [record(1), records.session(2, time="2026-10-31T12:00:01.500Z")]
    with tail("--source", path, "--format", "json") as running:
        append(path, text(found))
        printed = running.wait(2)
    assert "".join(printed).encode() == program.output(path, form="ndjson")


def test_a_text_line_says_when_where_who_and_what(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [])
    with tail("--source", path) as running:
        append(path, text([records.session(1, errorCode="AccessDenied")]))
        line, = running.wait(1)
    at = -1
    for said in ("2026-10-31T12:00:00Z", records.ACCOUNT, "role/Deploy", "iam:GetUser", "AccessDenied"):
        assert line.find(said, at + 1) > at, (said, line)
        at = line.find(said, at + 1)


def test_a_file_that_is_replaced_begins_anew(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [record(1)])
    with tail("--source", path, "--format", "json") as running:
        records.write(tmp_path / "next", [record(2)]).rename(path)
        assert running.ids(1) == ["002"]


def test_what_is_no_record_is_told_and_the_next_is_read(tmp_path):
    path = records.write(tmp_path / "a.ndjson", [])
    with tail("--source", path, "--format", "json") as running:
        append(path, b'{"no":"record"}\nnonsense\n' + text([record(2)]))
        assert running.ids(1) == ["002"]
        wait_until(lambda: running.complaints, "a complaint")
        assert "a.ndjson" in running.complaints[0]


@pytest.mark.parametrize("name, status", [("INT", 130), ("TERM", 143)])
def test_a_signal_ends_it(tmp_path, name, status):
    number = getattr(signal, "SIG" + name)
    with tail("--source", tmp_path) as running:
        running.process.send_signal(number)
        assert running.process.wait(PATIENCE) in (status, -number)


def test_the_demo_goes_on(tmp_path):
    with Closing(Tail(["--source", "demo", "--format", "json"])) as running:
        wait_until(lambda: len(running.lines) >= 3, "three events of the demo")


def test_a_reader_that_leaves_ends_it():
    """As `iamwatch tail | head -1`."""
    process = subprocess.Popen(
        [program.path(), "tail", "--source", "demo", "--since", "24h"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=program.environment())
    assert process.stdout.readline()
    process.stdout.close()
    try:
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_a_missing_file_ends_with_3(tmp_path):
    done = program.run("tail", "--source", tmp_path / "nosuch")
    assert done.returncode == 3
    assert b"nosuch" in done.stderr


@pytest.mark.parametrize("options", [("--format", "csv"), ("--filter", "is:purple"), ("--nosuch",)])
def test_a_bad_flag_ends_with_2(tmp_path, options):
    done = program.run("tail", "--source", tmp_path, *options)
    assert (done.returncode, done.stdout) == (2, b"")


class Closing:
    def __init__(self, running):
        self.running = running

    def __enter__(self):
        return self.running

    def __exit__(self, *_):
        self.running.close()
