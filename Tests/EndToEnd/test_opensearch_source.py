"""OpenSearch through AWS's front door: every event once, whatever happens on the way, and what cannot be read is told."""
import json
import subprocess
import threading
import time

import pytest

import domain
import insights_fake
import program
import records
from insights_fake import LogsService

EVENTS = 18_000
LATE = range(0, EVENTS, 50)
REDELIVERED = range(7, EVENTS, 20)
DAY = 86_400


@pytest.fixture
def few():
    """A domain with ten documents of the last minutes."""
    with domain.running() as found:
        now = time.time()
        found.fill([domain.document(number, now - 600 + number) for number in range(10)])
        yield found


def snapshot(found, *options, status=0, pattern="cwl-*", **changes):
    # No shorter than what --timeout gives the program itself.
    done = subprocess.run(
        [program.path(), "tui", "--once", "--format", "json", "--source", found.source(pattern), *options],
        capture_output=True, timeout=240, env=program.environment(**{**domain.credentials(), **changes}))
    assert done.returncode == status, done.stderr.decode()
    return json.loads(done.stdout), done.stderr.decode()


def test_the_last_hour_is_read(few):
    few.fill([domain.document(99, time.time() - 7200)])
    answer, _ = snapshot(few)
    assert answer["totals"]["events"] == 10
    assert answer["sources"][0]["state"] == "complete"


def test_a_wrong_region_is_refused_in_words_that_help(few):
    answer, errors = snapshot(few, "--region", "eu-west-9", status=3)
    assert answer["sources"][0]["state"] == "failed"
    assert "region" in answer["sources"][0]["error"] and answer["sources"][0]["error"] in errors


def test_a_pattern_that_names_no_index_is_not_a_quiet_domain(few):
    answer, _ = snapshot(few, "--timeout", "3s", status=3, pattern="clw-*")
    assert "no index is named clw-*" in answer["sources"][0]["error"]


def test_without_credentials_it_says_where_it_looked(few):
    changes = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
    answer, _ = snapshot(few, status=3, **changes)
    assert "no credentials found in" in answer["sources"][0]["error"]


@pytest.mark.parametrize("text", ["principal:*user3", "-principal:*user3", "user3", "eventName:none", "is:alert"])
def test_a_filter_is_asked_of_the_domain_and_changes_no_count(few, text):
    few.fill([domain.document(number, time.time() - 500 + number) for number in range(10, 400)])
    answer, _ = snapshot(few, f"--filter={text}")
    # The records are read from a file too, where nothing is asked but what is counted.
    lines = [json.loads(doc["@message"]) for _, _, doc in (domain.document(n, time.time() - 500) for n in range(400))]
    wanted = program.run(
        "tui", "--once", "--format", "json", "--source", "-", f"--filter={text}",
        stdin="\n".join(map(json.dumps, lines)).encode())
    assert answer["totals"]["events"] == json.loads(wanted.stdout)["totals"]["events"]
    if text == "principal:*user3":
        assert answer["sources"][0]["read"] == answer["totals"]["events"] == 8


def test_the_engine_counts_what_the_program_counts(few):
    few.fill([domain.document(number, time.time() - 1500 + number) for number in range(10, 900)])
    options = ("--no-builtin-rules", "--filter=-userIdentity.userName:user3")
    local, _ = snapshot(few, *options, "--aggregate", "local")
    engine, _ = snapshot(few, *options, "--aggregate", "engine")
    assert engine["totals"] == local["totals"] and local["totals"]["events"] == 882
    for table in ("accounts", "principals", "actions", "groups"):
        assert engine[table] == local[table]
    assert engine["sources"][0]["state"] == "complete"


def test_more_than_are_held_are_counted_by_the_engine_which_says_what_it_leaves_out(few):
    local, _ = snapshot(few, "--keep", "10")
    engine, errors = snapshot(few, "--keep", "9", status=3)
    assert local["sources"][0]["state"] == "complete"
    assert engine["totals"]["events"] == 10
    assert "alerts are not counted by the engine" in engine["sources"][0]["error"]
    assert engine["sources"][0]["error"] in errors


def test_a_hunt_asks_the_domain_for_what_the_rules_match_alone(few, tmp_path):
    rule = tmp_path / "pattern.json"
    # What the index says otherwise than the message would match, were it read.
    index, name, other = domain.document(53, time.time() - 500)
    other["detail"] = {**other["detail"], "userIdentity": {"userName": "elsewhere"}}
    few.fill([(index, name, other)])
    # Of the envelope too, which is judged here.
    rule.write_text(json.dumps({"source": ["aws.iam"], "detail": {"userIdentity": {"userName": ["user3"]}}}))
    done = program.run(
        "rules", "hunt", rule, "--source", few.source("cwl-*"), "--format", "json", **domain.credentials())
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["alerts"] for line in lines] == [["pattern.json"]]
    assert lines[0]["record"]["userIdentity"]["userName"] == "user3"


def test_an_engine_that_cannot_be_asked_for_is_refused(few, tmp_path):
    path = records.write(tmp_path / "events.ndjson", [records.record(1)])
    engine = ["--source", few.source("cwl-*")]
    for options in (["--source", path], engine + ["--format", "text"], engine + ["--source", path, "--format", "json"]):
        done = program.run("tui", "--once", "--aggregate", "engine", *options, **domain.credentials())
        assert done.returncode == 2 and b"--aggregate engine" in done.stderr


def test_a_domain_and_logs_insights_count_together(few):
    """The events of 600 to 591 s ago are in the domain, and some of them again in the log group, with others."""
    service = LogsService()
    for number in range(5, 20):
        _, _, document = domain.document(number, time.time() - 500)
        service.put("iam", int(time.time() - 500) * 1000, document["@message"])
    with insights_fake.served(service) as url:
        done = program.once(
            few.source("cwl-*"), "insights:iam",
            options=("--format", "json", "--aggregate", "engine", "--no-builtin-rules", "--endpoint-url", url),
            **domain.credentials())
        assert done.returncode == 3, done.stderr.decode()
        answer = json.loads(done.stdout)
        assert answer["totals"]["events"] == 25
        assert {row["principal"][-1]: row["events"] for row in answer["principals"] if row["principal"].endswith(("user3", "user7"))} == {"3": 1, "7": 2}
        assert [source["read"] for source in answer["sources"]] == [10, 15]
        few.break_next(*[{"kind": "status", "status": 403}] * 9)
        done = program.once(
            few.source("cwl-*"), "insights:iam",
            options=("--format", "json", "--aggregate", "engine", "--no-builtin-rules", "--endpoint-url", url),
            **domain.credentials())
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["totals"]["events"]) == (3, 15)
    assert [source["state"] for source in answer["sources"]] == ["failed", "partial"]


def test_a_failed_source_leaves_the_others_whole(few, tmp_path):
    path = records.write(tmp_path / "events.ndjson", [records.record(1)])
    done = program.once(
        few.source("cwl-*"), path, options=("--format", "json", "--region", "eu-west-9"), **domain.credentials())
    answer = json.loads(done.stdout)
    assert done.returncode == 3
    assert [source["state"] for source in answer["sources"]] == ["failed", "complete"]
    assert answer["totals"]["events"] == 1


def test_a_serverless_collection_gets_the_hash_of_each_body_and_no_point_in_time():
    with domain.running(service="aoss") as found:
        found.fill([domain.document(1, time.time() - 60)])
        answer, _ = snapshot(found)
        assert answer["totals"]["events"] == 1
        assert not any("point_in_time" in line for line in found.asked())
        assert set(found.verdicts()) == {"accepted"}


def test_a_domain_that_hangs_is_given_up_in_time(few):
    few.break_next(*[{"kind": "hang"}] * 9)
    began = time.monotonic()
    answer, _ = snapshot(few, "--timeout", "3s", status=3)
    assert time.monotonic() - began < 10
    assert answer["sources"][0]["error"].startswith("not read to its end within 3 s")


def story(now):
    """Documents of three days, a thousand of one moment, some delivered twice; and those that come late."""
    first, late = [], []
    for number in range(EVENTS):
        if number in LATE:
            late.append(domain.document(number, now - 600 + number / EVENTS))
            continue
        moment = now - 1.5 * DAY if 5000 <= number < 6021 else now - 2 * DAY + number * 9.55
        first.append(domain.document(number, moment))
        if number in REDELIVERED:
            first.append(domain.document(number, moment + 1, copy=1))
    return first, late


FAULTS = [
    None, {"kind": "reset"}, None, {"kind": "truncate"}, {"kind": "slow", "seconds": 1}, None,
    {"kind": "status", "status": 429, "code": "ThrottlingException"}, None, {"kind": "status", "status": 503}, None,
    {"kind": "reset"}, {"kind": "reset"}, {"kind": "reset"}, None, {"kind": "expired"}, None,
    {"kind": "status", "status": 503, "headers": {"Retry-After": "1"}}, None, {"kind": "truncate"}, {"kind": "truncate"},
    {"kind": "truncate"}, None]


@pytest.fixture
def renewing(tmp_path):
    """The environment of a program whose credentials are the first key, and when they are over the second."""
    process = tmp_path / "keys"
    answers = []
    for number in range(2):
        key, secret, token = domain.KEYS[number].split(":")
        answers.append(json.dumps({
            "Version": 1, "AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": token,
            "Expiration": "2099-01-01T00:00:00Z"}))
    process.write_text(
        f"#!/bin/sh\nif [ -e {tmp_path}/used ]; then echo '{answers[1]}'; else touch {tmp_path}/used; echo '{answers[0]}'; fi\n")
    process.chmod(0o755)
    config = tmp_path / "config"
    config.write_text(f"[default]\nregion = us-east-1\ncredential_process = {process}\n")
    taken = {name: None for name in domain.credentials()}
    return {**taken, "AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true"}


def test_every_event_once_whatever_happens_on_the_way(renewing):
    with domain.running() as found:
        now = time.time()
        first, late = story(now)
        found.fill(first)
        tail = Tail(found, renewing)
        found.break_next(*FAULTS)
        tail.wait_for(EVENTS - len(LATE), 20 * program.PATIENCE)
        found.fill(late)
        tail.wait_for(EVENTS, 10 * program.PATIENCE)
        ids = tail.end()
        assert len(ids) == len(set(ids)) == EVENTS
        assert found.verdicts().count("ExpiredTokenException") > 0


def test_a_snapshot_counts_every_event_once_whatever_happens_on_the_way(renewing):
    with domain.running() as found:
        first, late = story(time.time())
        found.fill(first + late)
        found.break_next(*FAULTS)
        done = subprocess.run(
            [program.path(), "tui", "--once", "--format", "json", "--since", "3d", "--timeout", "200s",
             "--source", found.source("cwl-*")],
            capture_output=True, timeout=240, env=program.environment(**renewing))
        assert done.returncode == 0, done.stderr.decode()
        answer = json.loads(done.stdout)
        assert answer["totals"]["events"] == EVENTS
        assert answer["sources"][0]["state"] == "complete"
        assert found.verdicts().count("ExpiredTokenException") > 0


class Tail:
    """`tail --format json`, its lines gathered as they come."""

    def __init__(self, found, environment):
        self.ids = []
        self.process = subprocess.Popen(
            [program.path(), "tail", "--format", "json", "--since", "3d", "--source", found.source("cwl-*")],
            stdout=subprocess.PIPE, env=program.environment(**environment))
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.ids.append(json.loads(line)["eventID"])

    def wait_for(self, count, seconds):
        deadline = time.monotonic() + seconds
        while len(self.ids) < count:
            assert time.monotonic() < deadline, f"{len(self.ids)} of {count} events came"
            time.sleep(0.2)

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        self.reader.join()
        return self.ids
