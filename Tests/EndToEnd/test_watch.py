"""`iamwatch watch`: alerts without a screen, to Slack, a webhook and a program, through faults and kills."""
import contextlib
import hashlib
import hmac
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import pytest

import domain
import program
import records
import slack_double
from records import record
from slack_double import Fault, alert_id
from terminal import PATIENCE, wait_until

RULE = """
title: Somebody looked
id: looked
description: Ask who it was.
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: GetUser}
  condition: selection
level: high
"""


@pytest.fixture
def slack():
    with slack_double.running() as running:
        yield running


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "looked.yml"
    path.write_text(RULE)
    return path


class Watch:
    """A running watch, the alerts it has printed and what it has complained of."""

    def __init__(self, state, arguments, **changes):
        self.process = subprocess.Popen(
            [program.path(), "watch", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=program.environment(XDG_STATE_HOME=state, **changes))
        self.ledger = state / "iamwatch" / "state.db"
        self.lines, self.complaints = [], []
        for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.complaints)):
            threading.Thread(target=self.collect, args=pair, daemon=True).start()

    @staticmethod
    def collect(stream, lines):
        for line in stream:
            lines.append(line.decode())

    def alerts(self, count):
        wait_until(lambda: len(self.lines) >= count or self.process.poll() is not None, f"{count} alerts")
        assert len(self.lines) >= count, (self.lines, self.complaints)
        return [json.loads(line) for line in self.lines]

    def kept(self, count):
        """Waits until so many alerts are in the ledger: what is printed is written down a moment later."""
        def known():
            with contextlib.closing(sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)) as ledger:
                return ledger.execute("SELECT count(*) FROM alerts").fetchone()[0]
        wait_until(lambda: known() >= count, f"{count} alerts in the ledger")

    def watches(self):
        """Whether it has said to the kernel what it watches."""
        folder = f"/proc/{self.process.pid}/fdinfo"
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):
                with contextlib.suppress(OSError), open(os.path.join(folder, name)) as info:
                    if "inotify wd:" in info.read():
                        return True
        return self.process.poll() is not None

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def watch(tmp_path, rules, source, *arguments, since="2026-01-01", **changes):
    options = ["--source", source, "--rules", rules, "--no-builtin-rules", *arguments]
    options += ["--since", since] if since else []
    running = Watch(tmp_path / "state", options, **changes)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait(PATIENCE)


def write(tmp_path, found, name="events.ndjson"):
    return records.write(tmp_path / name, found)


# What is printed


def test_an_alert_is_the_snapshots_object_with_its_id_its_event_and_its_state(tmp_path, rules):
    path = write(tmp_path, [record(1), record(2, action="CreateUser")])
    with watch(tmp_path, rules, path) as running:
        alert, = running.alerts(1)
        assert running.end() == 0
    snapshot = program.snapshot(path, options=("--rules", rules, "--no-builtin-rules"))
    line, _ = program.lines(path, options=("--rules", rules, "--no-builtin-rules"))
    of_event = {key: alert.pop(key) for key in ("id", "event", "state")}
    assert alert == snapshot["alerts"][0]
    assert of_event["event"] == line
    assert re.fullmatch("[0-9a-f]{32}", of_event["id"])
    assert of_event["state"] == "new"


def test_what_was_told_is_not_told_again_by_the_next_run(tmp_path, rules):
    path = write(tmp_path, [record(1), record(2)])
    with watch(tmp_path, rules, path) as running:
        running.alerts(2)
        running.end()
    with open(path, "ab") as file:
        file.write(records.text([record(3)]))
    with watch(tmp_path, rules, path) as running:
        alert, = running.alerts(1)
        assert alert["eventIDs"][0].endswith("003")


def test_alerts_below_the_floor_are_none(tmp_path, rules):
    path = write(tmp_path, [record(1)])
    rules.write_text(RULE + "---\n" + RULE.replace("id: looked", "id: second").replace("high", "critical"))
    with watch(tmp_path, rules, path, "--severity", "critical") as running:
        alert, = running.alerts(1)
        assert alert["rule"] == "second"


def test_a_suppressed_alert_is_printed_and_not_sent(tmp_path, rules, slack):
    times = ["2026-10-31T12:00:00Z", "2026-10-31T12:59:59Z", "2026-10-31T13:00:00Z"]
    path = write(tmp_path, [record(n, time=time) for n, time in enumerate(times)] + [record(9, user="bob")])
    with watch(tmp_path, rules, path, "--suppress", "1h", "--webhook", f"{slack.url}/hook") as running:
        assert [alert["state"] for alert in running.alerts(4)] == ["new", "suppressed", "new", "new"]
        wait_until(lambda: len(slack.taken()) == 3, "three messages")


@pytest.mark.parametrize("name, status", [("INT", 130), ("TERM", 0), ("HUP", 0)])
def test_a_signal_ends_it_cleanly(tmp_path, rules, name, status):
    path = write(tmp_path, [record(1)])
    with watch(tmp_path, rules, path) as running:
        running.alerts(1)
        assert running.end(getattr(signal, "SIG" + name)) == status


def test_a_reader_that_leaves_ends_it(tmp_path, rules):
    """As `iamwatch watch | head -1`."""
    path = write(tmp_path, [record(n) for n in range(2000)])
    process = subprocess.Popen(
        [program.path(), "watch", "--source", path, "--rules", rules, "--no-builtin-rules", "--since", "2026-01-01"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=program.environment())
    assert process.stdout.readline()
    process.stdout.close()
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_a_second_watch_on_the_same_sources_is_refused(tmp_path, rules):
    path = write(tmp_path, [record(1)])
    with watch(tmp_path, rules, path) as running:
        running.alerts(1)
        with watch(tmp_path, rules, path) as second:
            assert second.process.wait(PATIENCE) == 2
            wait_until(lambda: second.complaints, "a complaint")
            assert "another watch" in second.complaints[0]


def test_without_a_state_to_write_to_nothing_runs(tmp_path, rules):
    path = write(tmp_path, [record(1)])
    (tmp_path / "state").write_text("a file where the folder should be")
    with watch(tmp_path, rules, path) as running:
        assert running.process.wait(PATIENCE) == 2
        assert running.lines == []


def test_what_comes_from_a_pipe_is_delivered_before_it_ends(tmp_path, rules, slack):
    done = program.run(
        "watch", "--source", "-", "--rules", rules, "--no-builtin-rules", "--webhook", f"{slack.url}/hook",
        stdin=records.text([record(1), record(2)]))
    assert done.returncode == 0, done.stderr
    assert len(slack.taken()) == 2


@pytest.mark.parametrize("options", [
    ("--severity", "purple"), ("--suppress", "soon"), ("--slack", "#security"), ("--slack", "http://example.com/x"),
    ("--webhook", "ftp://example.com"), ("--slack", "https://hooks.slack.com/secret path")])
def test_a_bad_flag_ends_with_2_and_tells_no_secret(tmp_path, options):
    done = program.run("watch", "--source", tmp_path, *options)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"secret" not in done.stderr


# Slack


def test_a_message_says_who_what_where_and_what_next(tmp_path, rules, slack):
    path = write(tmp_path, [record(
        1, errorCode="AccessDenied", errorMessage="not authorized", userAgent="aws-cli/2.15.0")])
    config = tmp_path / "config.yaml"
    config.write_text(f'accounts: {{"{records.ACCOUNT}": {{name: payments}}}}\n')
    config.chmod(0o600)
    with watch(tmp_path, rules, path, "--config", config, IAMWATCH_SLACK=slack.webhook()) as running:
        alert, = running.alerts(1)
        wait_until(slack.taken, "a message")
    message = slack.taken()[0]
    facts = slack_double.fields(message.body)
    assert facts == {
        "Account": f"payments ({records.ACCOUNT})", "Principal": f"arn:aws:iam::{records.ACCOUNT}:user/alice",
        "Person": "alice", "Action": "iam:GetUser in us-east-1", "Target": "alice", "Address": "203.0.113.9",
        "User agent": "aws-cli/2.15.0", "Error": "AccessDenied: not authorized", "Time": "2026-10-31T12:00:00Z",
        "Rule": "looked", "What to do": "Ask who it was.",
        "Open it": f"iamwatch tui --event {alert['event']['eventID']}",
    }
    said = [one["text"] for one in slack_double.texts(message.body)]
    assert "HIGH: Somebody looked" in said
    assert f"event {alert['event']['eventID']}" in said
    assert alert_id(message) == alert["id"]


def test_hostile_text_is_no_markup(tmp_path, rules, slack):
    evil = "<!channel> *x* _y_ `z` <https://evil.example|click> &amp; @here :boom: \u202e\n> quote"
    path = write(tmp_path, [record(
        1, user=evil, userAgent=evil * 400, errorCode=evil, errorMessage=evil * 400, sourceIPAddress=evil,
        awsRegion=evil, requestParameters={"userName": evil}, eventID="<@U1>$(reboot)")])
    with watch(tmp_path, rules, path, IAMWATCH_SLACK=slack.webhook()) as running:
        running.alerts(1)
        wait_until(slack.taken, "a message")
    assert slack.refusals == []
    body = slack.taken()[0].body
    assert body["mrkdwn"] is False and body["link_names"] is False
    assert not set("<>\u202e\n") & set(body["text"])
    for text in slack_double.texts(body):
        assert (text["type"], text["emoji"]) == ("plain_text", False)
        value = text["text"].split("\n", 1)[-1]
        assert not set("<>\u202e\n") & set(value), value
        assert not re.search("&(?!amp;|lt;|gt;)", value)
    assert slack_double.fields(body)["Open it"] == "iamwatch tui --event '&lt;@U1&gt;$(reboot)'"


def test_alerts_of_a_rule_and_a_principal_share_a_thread(tmp_path, rules, slack):
    path = write(tmp_path, [record(1), record(2, user="bob"), record(3), record(4)])
    with watch(
        tmp_path, rules, path, "--slack", "#security", "--slack-api", f"{slack.url}/api",
        IAMWATCH_SLACK_TOKEN=slack_double.TOKEN
    ):
        wait_until(lambda: len(slack.taken()) == 4, "four messages")
    alice, bob, *more = slack.taken()
    assert {one.body["channel"] for one in slack.taken()} == {"#security"}
    assert "thread_ts" not in alice.body and "thread_ts" not in bob.body
    assert [one.body["thread_ts"] for one in more] == [alice.ts, alice.ts]


def test_a_thread_that_is_gone_is_begun_anew(tmp_path, rules, slack):
    path = write(tmp_path, [record(1)])
    options = ("--slack", "C1", "--slack-api", f"{slack.url}/api")
    with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN) as running:
        wait_until(slack.taken, "a message")
        running.end()
    slack.messages.clear()
    with open(path, "ab") as file:
        file.write(records.text([record(2)]))
    with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN):
        wait_until(slack.taken, "a message")
    assert slack.refusals == ["thread_not_found"]
    assert "thread_ts" not in slack.taken()[0].body


def test_one_message_a_second_and_no_sooner_than_asked(tmp_path, rules, slack):
    path = write(tmp_path, [record(n) for n in range(3)])
    slack.faults = [None, Fault("429", retry_after=3)]
    with watch(tmp_path, rules, path, IAMWATCH_SLACK=slack.webhook()):
        wait_until(lambda: len(slack.taken()) == 3, "three messages")
    gaps = [later - earlier for earlier, later in zip(slack.attempts, slack.attempts[1:])]
    assert len(gaps) == 3
    assert all(gap > 0.95 for gap in gaps), gaps
    assert gaps[1] > 2.95, gaps


def test_through_429_500_and_resets_nothing_is_lost_and_only_lost_answers_repeat(tmp_path, rules, slack):
    path = write(tmp_path, [record(n) for n in range(6)])
    slack.faults = [
        Fault("500"), None, Fault("429", retry_after=1), Fault("reset"), None, Fault("lost"), Fault("503"), None]
    with watch(tmp_path, rules, path, IAMWATCH_SLACK=slack.webhook()) as running:
        printed = [alert["id"] for alert in running.alerts(6)]
        wait_until(lambda: len(slack.taken()) == 7, "seven messages")
        time.sleep(1.5)
        assert slack.webhook() not in "".join(running.complaints)
        assert "not-a-real-secret" not in "".join(running.complaints)
    told = [alert_id(message) for message in slack.taken()]
    again = [alert_id(message) for message in slack.taken() if not message.was_answered]
    assert sorted(told) == sorted(printed + again)
    assert len(again) == 1


def test_what_slack_does_not_take_holds_up_no_other(tmp_path, rules, slack):
    path = write(tmp_path, [record(n) for n in range(3)])
    slack.faults = [Fault("400"), None, None, None]
    with watch(tmp_path, rules, path, IAMWATCH_SLACK=slack.webhook()) as running:
        printed = [alert["id"] for alert in running.alerts(3)]
        wait_until(lambda: len(slack.taken()) == 3, "three messages")
        assert "is not taken" in "".join(running.complaints)
    told = [alert_id(message) for message in slack.taken()]
    assert sorted(told) == sorted(printed)
    assert told[0] == printed[1]


def test_what_could_not_be_delivered_is_delivered_by_the_next_run(tmp_path, rules, slack):
    path = write(tmp_path, [record(1), record(2)])
    slack.roll = lambda: Fault("500")
    with watch(tmp_path, rules, path, "--webhook", f"{slack.url}/hook") as running:
        running.alerts(2)
        wait_until(lambda: slack.attempts, "an attempt")
        assert running.end() == 0
        wait_until(lambda: "the next run" in "".join(running.complaints), "a complaint")
    assert slack.taken() == []
    slack.roll = None
    empty = write(tmp_path, [], name=path.name)
    with watch(tmp_path, rules, empty, "--webhook", f"{slack.url}/hook") as running:
        wait_until(lambda: len(slack.taken()) == 2, "two messages")
        assert running.lines == []


# The other destinations


def test_a_webhook_gets_the_line_signed(tmp_path, rules, slack):
    path = write(tmp_path, [record(1)])
    with watch(tmp_path, rules, path, "--webhook", f"{slack.url}/hook", IAMWATCH_WEBHOOK_KEY="k3y") as running:
        alert, = running.alerts(1)
        wait_until(slack.taken, "a message")
    message, = slack.taken()
    assert message.body == alert
    assert message.headers["Idempotency-Key"] == alert["id"]
    moment = message.headers["X-Iamwatch-Request-Timestamp"]
    assert abs(time.time() - int(moment)) < 60
    expected = hmac.new(b"k3y", f"v0:{moment}:".encode() + message.raw, hashlib.sha256).hexdigest()
    assert message.headers["X-Iamwatch-Signature"] == f"v0={expected}"


def script(tmp_path, text):
    path = tmp_path / "page"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return path


def test_a_program_reads_the_alert_and_is_run_again_where_it_failed(tmp_path, rules):
    path = write(tmp_path, [record(1)])
    page = script(tmp_path, f'cd {tmp_path}; [ -e tried ] || {{ touch tried; exit 3; }}; cat > "$1.json"')
    with watch(tmp_path, rules, path, "--exec", page, "team") as running:
        alert, = running.alerts(1)
        wait_until((tmp_path / "team.json").exists, "a page")
        wait_until(lambda: "status 3" in "".join(running.complaints), "a complaint")
        assert running.end() == 0
    assert json.loads((tmp_path / "team.json").read_text()) == alert


def test_the_configuration_names_the_destinations_and_shows_no_secret(tmp_path, rules, slack):
    path = write(tmp_path, [record(1)])
    (tmp_path / "webhook").write_text(f"{slack.webhook()}\n")
    config = tmp_path / "config.yaml"
    config.write_text(f"""
notify: {{slack: {{webhook_file: {tmp_path}/webhook}}, webhook: {{url: "{slack.url}/a-secret-path"}},
  metrics_file: {tmp_path}/iamwatch.prom}}
""")
    config.chmod(0o600)
    shown = program.run("config", "check", "--config", config, "--source", path)
    assert shown.returncode == 0
    assert b"secret" not in shown.stdout + shown.stderr
    with watch(tmp_path, rules, path, "--config", config) as running:
        running.alerts(1)
        wait_until(lambda: len(slack.taken()) == 2, "two messages")
        running.end()
    assert {message.path for message in slack.taken()} == {slack_double.WEBHOOK, "/a-secret-path"}
    assert "chmod 600" in "".join(running.complaints)
    assert "secret" not in "".join(running.complaints).replace("this secret", "")
    assert 'iamwatch_deliveries_total{destination="slack"} 1' in (tmp_path / "iamwatch.prom").read_text()


# Through kills


def test_no_alert_is_lost_and_none_repeated_but_for_lost_answers_and_kills(tmp_path, rules, slack):
    chance = random.Random(5)
    kinds = ["429", "500", "503", "reset", "lost"]
    slack.roll = lambda: Fault(chance.choice(kinds), retry_after=0) if chance.random() < 0.08 else None
    path = write(tmp_path, [])
    in_flight, printed, written, kills = set(), [], 0, 8
    for kill in range(kills + 1):
        with watch(tmp_path, rules, path, "--webhook", f"{slack.url}/hook") as running:
            with open(path, "ab") as file:
                for _ in range(12):
                    file.write(records.text([record(written, user=f"user-{written % 7}")]))
                    file.flush()
                    written += 1
            if kill < kills:
                before = len(slack.taken())
                wait_until(lambda: len(slack.taken()) > before, "a message")
                time.sleep(chance.random() * 0.3)
                running.process.kill()
                running.process.wait(PATIENCE)
                time.sleep(0.2)
                in_flight.add(alert_id(slack.taken()[-1]))
            else:
                wait_until(lambda: len({alert_id(one) for one in slack.taken()}) == written, "all messages")
                assert running.end() == 0
        printed += [json.loads(line) for line in running.lines if line.endswith("\n")]
    told = [alert_id(message) for message in slack.taken()]
    assert {alert["eventIDs"][0][-12:] for alert in printed} == {f"{n:012d}" for n in range(written)}
    assert len(set(told)) == written
    unanswered = [alert_id(message) for message in slack.taken() if not message.was_answered]
    for one in set(told):
        assert told.count(one) - 1 <= unanswered.count(one) + (one in in_flight)


def test_what_files_gained_while_it_was_down_is_told(tmp_path, rules):
    folder = tmp_path / "logs"
    folder.mkdir()
    path = write(folder, [record(1)])
    with watch(tmp_path, rules, folder, since=None) as running:
        wait_until(running.watches, "a watch")
        time.sleep(0.3)
        running.process.kill()
    with open(path, "ab") as file:
        file.write(records.text([record(2)]))
    write(folder, [record(3)], name="more.json.gz")
    with watch(tmp_path, rules, folder, since=None) as running:
        assert {alert["eventIDs"][0][-3:] for alert in running.alerts(2)} == {"002", "003"}
        running.process.kill()
    with watch(tmp_path, rules, folder, since=None) as running:
        wait_until(running.watches, "a watch")
        time.sleep(0.3)
        with open(path, "ab") as file:
            file.write(records.text([record(4)]))
        assert [alert["eventIDs"][0][-3:] for alert in running.alerts(1)] == ["004"]


def test_a_service_is_read_on_from_where_a_killed_run_ended(tmp_path, rules, slack):
    options = ("--webhook", f"{slack.url}/hook")
    with domain.running() as found:
        now = time.time()
        found.fill([domain.document(number, now - 600 + number) for number in range(10)])
        source = found.source("cwl-*")
        with watch(tmp_path, rules, source, *options, since="1h", **domain.credentials()) as running:
            running.alerts(10)
            running.kept(10)
            running.process.kill()
        found.fill([domain.document(3, now, copy=1), domain.document(10, now), domain.document(11, now - 300)])
        with watch(tmp_path, rules, source, *options, since="1h", **domain.credentials()) as running:
            wait_until(lambda: len({alert_id(one) for one in slack.taken()}) == 12, "twelve messages")
            assert {alert["eventIDs"][0][-3:] for alert in running.alerts(2)} == {"010", "011"}
        with watch(tmp_path, rules, source, *options, "--fresh", since="1h", **domain.credentials()) as running:
            time.sleep(3)
            assert running.lines == []


def test_a_burst_that_a_kill_cuts_in_two_is_told_once(tmp_path, rules):
    rules.write_text(RULE + """---
title: Burst
id: burst
level: critical
correlation: {type: event_count, rules: [looked], group-by: [sourceIPAddress], timespan: 10m, condition: {gte: 3}}
""")
    path = write(tmp_path, [])
    told = []
    for number in range(5):
        with watch(tmp_path, rules, path, since=None) as running:
            wait_until(running.watches, "a watch")
            time.sleep(0.3)
            with open(path, "ab") as file:
                file.write(records.text([record(number, time=f"2026-10-31T12:0{number}:00Z")]))
            if number == 2:
                running.alerts(1)
            time.sleep(0.3)
            running.process.kill()
        told += [json.loads(line) for line in running.lines]
    assert [[one[-1] for one in alert["eventIDs"]] for alert in told if alert["rule"] == "burst"] == [["0", "1", "2"]]


def test_what_was_learnt_outlives_a_kill_and_what_is_new_is_told_once(tmp_path, rules):
    rules.write_text(RULE.replace("GetUser", '"*User"').replace("id: looked", "id: any") + """---
title: New action
id: new
correlation: {type: first_seen, rules: [any], group-by: [principal], field: action, timespan: 30d}
""")
    path = write(tmp_path, [record(1, time="2026-10-29T12:00:00Z"), record(2, time="2026-10-30T11:00:00Z", action="TagUser")])
    told = []
    for number, action in enumerate(["GetUser", "TagUser", "CreateUser", "CreateUser"], start=3):
        with watch(tmp_path, rules, path) as running:
            with open(path, "ab") as file:
                file.write(records.text([record(number, time=f"2026-10-31T12:0{number}:00Z", action=action)]))
            wait_until(running.watches, "a watch")
            time.sleep(0.5)
            running.process.kill()
        told += [json.loads(line) for line in running.lines]
    alert, = told
    assert alert["rule"] == "new" and [one[-1] for one in alert["eventIDs"]] == ["5"]
    assert alert["reason"] == (
        "new action iam:CreateUser for principal arn:aws:iam::111122223333:user/alice; "
        "learnt since 2026-10-29T12:00:00Z, 2 others known")


def test_an_account_that_falls_silent_is_told_once_though_nothing_comes(tmp_path, rules):
    rules.write_text("""title: Silent
id: silent
description: Run iamwatch doctor.
correlation: {type: silence, group-by: account, timespan: 10d}
""")
    now, numbers = int(time.time()), itertools.count(1)

    def at(hours, account):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - int(hours * 3600)))
        return record(next(numbers), time=moment, account=account)

    hourly = [at(hours, "111122223333") for hours in range(30, 5, -1)] + [at(hours, "444455556666") for hours in range(30, -1, -1)]
    path = write(tmp_path, sorted(hourly, key=lambda one: one["eventTime"]))
    with watch(tmp_path, rules, path) as running:
        alert, = running.alerts(1)
        assert alert["rule"] == "silent" and alert["accounts"] == ["111122223333"] and alert["eventIDs"] == [alert["event"]["eventID"]]
        assert alert["reason"].startswith("no event of account 111122223333 for 6 h 0 min, from ")
        assert "its longest pause was 1 h" in alert["reason"] and alert["reason"].endswith("; next: iamwatch doctor")
        running.kept(1)
        running.process.kill()
    # It was told, and is known still.
    with watch(tmp_path, rules, path) as running:
        time.sleep(25)
        assert running.lines == []


def test_what_is_muted_while_it_waits_is_not_sent(tmp_path, rules, slack):
    path = write(tmp_path, [record(n, user="alice" if n % 2 else "bob") for n in range(6)])
    config = tmp_path / "config.yaml"
    options = ("--slack", "C1", "--slack-api", f"{slack.url}/api", "--config", config)
    config.write_text("")
    slack.roll = lambda: Fault("500")
    with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN) as running:
        running.alerts(6)
        wait_until(lambda: slack.attempts, "an attempt")
        running.process.kill()
    slack.roll = None
    config.write_text("mutes: [{rule: looked, group: ['111122223333', 'arn:aws:iam::111122223333:user/alice'], reason: a drill}]\n")
    with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN) as running:
        wait_until(lambda: len(slack.taken()) == 3, "the other three")
        wait_until(lambda: any("3 muted since they were raised, and not sent" in line for line in running.complaints), "why")
        time.sleep(1)
    assert len(slack.taken()) == 3 and all(b"user/bob" in message.raw for message in slack.taken())


def test_slack_gets_each_alert_in_its_thread_through_kills(tmp_path, rules, slack):
    path = write(tmp_path, [record(n, user="alice" if n % 2 else "bob") for n in range(8)])
    slack.faults = [None, Fault("lost"), Fault("429", retry_after=1), Fault("reset")]
    options = ("--slack", "C1", "--slack-api", f"{slack.url}/api")
    in_flight = set()
    for kill in range(4):
        with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN) as running:
            before = len(slack.taken())
            wait_until(lambda: len(slack.taken()) > before, "a message")
            running.process.kill()
            running.process.wait(PATIENCE)
            time.sleep(0.2)
            in_flight.add(alert_id(slack.taken()[-1]))
    with watch(tmp_path, rules, path, *options, IAMWATCH_SLACK_TOKEN=slack_double.TOKEN):
        wait_until(lambda: len({alert_id(one) for one in slack.taken()}) == 8, "eight alerts")
    told = [alert_id(message) for message in slack.taken()]
    unanswered = [alert_id(message) for message in slack.taken() if not message.was_answered]
    for one in set(told):
        assert told.count(one) - 1 <= unanswered.count(one) + (one in in_flight)
    # A thread is of one principal. It is begun again only where nobody heard its name.
    begun = {}
    for message in slack.taken():
        principal = slack_double.fields(message.body)["Principal"]
        thread = message.body.get("thread_ts")
        assert thread is None or thread in begun[principal], begun
        begun.setdefault(principal, []).append(message.ts)


# A service


def test_the_service_manager_hears_that_it_is_ready_alive_and_ending(tmp_path, rules):
    path = write(tmp_path, [record(1)])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        notices.bind(str(tmp_path / "notify"))
        notices.settimeout(PATIENCE)
        with watch(
            tmp_path, rules, path, NOTIFY_SOCKET=tmp_path / "notify", WATCHDOG_USEC=600_000
        ) as running:
            heard = [notices.recv(4096).decode().split("\n")[0] for _ in range(3)]
            running.end()
            while heard[-1] == "WATCHDOG=1":
                heard.append(notices.recv(4096).decode())
    assert heard[:3] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    assert heard[-1] == "STOPPING=1"


def test_the_metrics_count_what_happened(tmp_path, rules, slack):
    path = write(tmp_path, [record(1), record(2), record(3, action="CreateUser")])
    metrics = tmp_path / "iamwatch.prom"
    slack.faults = [Fault("500")]
    with watch(tmp_path, rules, path, "--webhook", f"{slack.url}/hook", "--metrics-file", metrics) as running:
        running.alerts(2)
        wait_until(lambda: len(slack.taken()) == 2, "two messages")
        time.sleep(0.3)
        running.end()
    lines = metrics.read_text().splitlines()
    for expected in (
        "iamwatch_events_total 3", 'iamwatch_alerts_total{severity="high"} 2',
        'iamwatch_deliveries_total{destination="webhook"} 2',
        'iamwatch_delivery_failures_total{destination="webhook"} 1',
        "# TYPE iamwatch_deliveries_waiting gauge",
    ):
        assert expected in lines, lines
    assert metrics.stat().st_mode & 0o777 == 0o644
    assert [name for name in os.listdir(tmp_path) if name.startswith("iamwatch.prom")] == ["iamwatch.prom"]


def test_the_unit_runs_the_command_as_asked_and_holds_no_secret(tmp_path):
    done = program.run("watch", "--source", tmp_path, "--severity", "high", "--print-unit")
    unit = done.stdout.decode()
    assert done.returncode == 0
    assert re.search(rf"^ExecStart=\S*iamwatch watch --source {tmp_path} --severity high$", unit, re.M)
    assert "Type=notify" in unit and "WatchdogSec=" in unit
    odd = program.run("watch", "--source", tmp_path, "--filter", 'principal:"a b" AND error:x%y$z', "--print-unit")
    assert r' --filter "principal:\"a b\" AND error:x%%y$$z"' in odd.stdout.decode()
    if shutil.which("systemd-analyze"):
        (tmp_path / "iamwatch.service").write_bytes(odd.stdout)
        checked = subprocess.run(["systemd-analyze", "verify", tmp_path / "iamwatch.service"], capture_output=True)
        assert (checked.returncode, checked.stderr) == (0, b"")
    refused = program.run("watch", "--source", tmp_path, "--slack", "https://hooks.example/x", "--print-unit")
    assert (refused.returncode, refused.stdout) == (2, b"")
