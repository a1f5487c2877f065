"""Alerts acknowledged and muted: on the screen, over restarts, by several programs at once, and what `watch` and `--once` make of it."""
import json
import subprocess
import time

import pytest

import program
import records
from records import record
from terminal import tui

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
ALICE = "arn:aws:iam::111122223333:user/alice"


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "looked.yml"
    path.write_text(RULE)
    return path


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def events(file):
    return file([record(1), record(2, time="2026-10-31T12:01:00Z", user="bob")])


def options(events, rules):
    return ["--source", events, "--rules", rules, "--no-builtin-rules"]


def on_alerts(screen):
    """The alerts pane, the rule selected."""
    screen.wait("Somebody looked")
    screen.press(":pane alerts<enter>")
    screen.settle(0.2)
    screen.press("j")
    screen.settle(0.2)


def watched(events, rules, state):
    """The alerts of a run of watch over files, to which nothing is added."""
    process = subprocess.Popen(
        [program.path(), "watch", *map(str, options(events, rules)), "--since", "2026-10-31T00:00Z"], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment(XDG_STATE_HOME=state))
    try:
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        time.sleep(0.2)
    finally:
        process.terminate()
        process.communicate(timeout=program.PATIENCE)
    return {line["principals"][0]: line["state"] for line in lines}


def test_a_mute_outlives_the_screen_and_reaches_watch(events, rules, state):
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        on_alerts(screen)
        screen.press("m")
        screen.wait("why:")
        screen.press("a drill, 진짜<enter>")
        screen.wait("1 muted")
        screen.wait_gone("1 high")
        screen.press("q")
        assert screen.wait_end() == 0
    assert set(watched(events, rules, state).values()) == {"muted"}
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        screen.wait("1 muted")
        screen.press(":unmute<enter>")
        screen.wait("no longer muted")
        screen.wait("1 high")
        screen.press("q")
        assert screen.wait_end() == 0


def test_what_is_acknowledged_says_so_to_watch(events, rules, state):
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        on_alerts(screen)
        # Alice's alerts alone: the first group of the rule behind all of it.
        screen.press("a", "<tab>")
        screen.wait("user/alice")
        screen.press("hers<enter>")
        screen.wait("acknowledged   ")
        screen.press("q")
        assert screen.wait_end() == 0
    found = watched(events, rules, state)
    assert found == {ALICE: "acknowledged", ALICE.replace("alice", "bob"): "new"}


def test_two_screens_lose_neither_decision_and_see_each_others(events, rules, state, tmp_path):
    second = tmp_path / "second.yml"
    second.write_text(RULE.replace("looked", "seen").replace("Somebody", "Anybody"))
    more = [*options(events, rules), "--rules", second]
    with tui(*more, columns=160, rows=45, XDG_STATE_HOME=state) as one, tui(
            *more, columns=160, rows=45, XDG_STATE_HOME=state) as other:
        on_alerts(one)
        on_alerts(other)
        one.press("m", "one<enter>")
        one.wait("1 muted")
        other.wait("1 muted")
        other.press("g", "j", "m", "two<enter>")
        other.wait("2 muted")
        one.wait("2 muted")
        for screen in (one, other):
            screen.press("q")
            assert screen.wait_end() == 0
    with tui(*more, columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        screen.wait("2 muted")


def test_once_knows_only_the_configurations_mutes(events, rules, state, tmp_path):
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        on_alerts(screen)
        screen.press("m", "why<enter>")
        screen.wait("1 muted")
        screen.press("q")
        assert screen.wait_end() == 0
    asked = ("--rules", rules, "--no-builtin-rules", "--format", "json", "--fail-on", "high")
    done = program.once(events, options=asked, XDG_STATE_HOME=state)
    assert done.returncode == 1 and json.loads(done.stdout)["totals"]["alerts"]["high"] == 1
    config = tmp_path / "config.yaml"
    config.write_text("mutes: [{rule: looked, reason: a drill}]\n")
    config.chmod(0o600)
    done = program.once(events, options=(*asked, "--config", config))
    assert done.returncode == 0
    assert json.loads(done.stdout)["alerts"] == [] and json.loads(done.stdout)["totals"]["alerts"]["high"] == 0
    assert b"muted by the configuration: Somebody looked, 2 times" in done.stderr
    config.write_text(f"mutes: [{{rule: looked, group: ['111122223333', '{ALICE}'], reason: a drill}}]\n")
    done = program.once(events, options=(*asked, "--config", config))
    assert done.returncode == 1 and json.loads(done.stdout)["alerts"][0]["count"] == 1


def test_the_rules_text_and_its_matched_line(events, rules, state):
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        on_alerts(screen)
        screen.press("R")
        screen.wait("Ask who it was.")
        screen.wait(">  7    selection: {eventName: GetUser}")


def test_the_details_say_why_a_correlation_alerted(file, state, tmp_path):
    rules = tmp_path / "twice.yml"
    rules.write_text(
        RULE + "---\ntitle: Twice\nid: twice\nlevel: critical\n"
        "correlation: {type: event_count, rules: [looked], group-by: [userAgent], timespan: 1h, condition: {gte: 2}}\n")
    agent = "curl\x1b]0;owned\x07\u202e"
    events = file([record(1, userAgent=agent), record(2, time="2026-10-31T12:01:05Z", userAgent=agent)])
    with tui(*options(events, rules), columns=200, rows=60, XDG_STATE_HOME=state) as screen:
        screen.wait("2 events of userAgent curl")
        screen.wait("within 1 min 5 s, from")
        assert b"owned\x07" not in screen.everything
        screen.press("R")
        screen.wait("Why the event in the details is one")


def test_the_bell_rings_for_an_alert_that_comes_in_and_for_none_that_is_muted(events, rules, state):
    asked = ("--bell", "high", "--bell-form", "osc9")
    with tui(*options(events, rules), *asked, columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        screen.wait("Somebody looked")
        screen.settle(0.5)
        # What was there before is no news.
        assert b"\x1b]9;" not in screen.everything
        with events.open("ab") as out:
            out.write(records.text([record(3, time="2026-10-31T12:02:00Z", user="carol")]))
        screen.wait(lambda _: b"\x1b]9;high: Somebody looked, user/carol in 111122223333\x07" in screen.everything, "the call")
        on_alerts(screen)
        screen.press("m", "a drill<enter>")
        screen.wait("1 muted")
        told = screen.everything.count(b"\x1b]9;")
        with events.open("ab") as out:
            out.write(records.text([record(4, time="2026-10-31T12:03:00Z", user="dave")]))
        # Longer than the pause between two calls.
        assert not screen.until(lambda: screen.everything.count(b"\x1b]9;") > told, 12)


def test_without_the_setting_nothing_rings(events, rules, state):
    with tui(*options(events, rules), columns=160, rows=45, XDG_STATE_HOME=state) as screen:
        screen.wait("Somebody looked")
        with events.open("ab") as out:
            out.write(records.text([record(3, user="carol")]))
        screen.wait(lambda _: "3 events" in screen.text(), "the third event")
        screen.settle(0.5)
        assert b"\x1b]9;" not in screen.everything


def test_a_filter_knows_the_alerts_of_correlations(file, tmp_path):
    rules = tmp_path / "twice.yml"
    rules.write_text(
        RULE.replace("level: high", "level: low") + "---\ntitle: Twice\nid: twice\nlevel: high\n"
        "correlation: {type: event_count, rules: [looked], group-by: [sourceIPAddress], timespan: 1h, condition: {gte: 2}}\n")
    events = file([record(1), record(2, time="2026-10-31T12:01:00Z"), record(3, time="2026-10-31T12:02:00Z", action="ListUsers")])
    for text, count in (("rule:twice", 1), ("-rule:twice", 2), ("is:alert", 1), ("severity:high", 1), ("severity:critical", 0)):
        done = program.once(
            events, options=("--rules", rules, "--no-builtin-rules", "--format", "json", f"--filter={text}"))
        assert json.loads(done.stdout)["totals"]["events"] == count, text


def test_a_filter_knows_silences(file, tmp_path):
    rules = tmp_path / "silent.yml"
    rules.write_text("title: Silent\nid: silent\nlevel: high\ncorrelation: {type: silence, group-by: account, timespan: 30d}\n")
    # Two accounts with an event an hour, of which one stops after the thirtieth.
    events = file([
        record(2 * hour + (account != "111122223333"), time=f"2026-10-{1 + hour // 24:02}T{hour % 24:02}:00:00Z", account=account)
        for hour in range(51) for account in ("111122223333", "444455556666") if hour <= 30 or account != "111122223333"])
    for text, count in (("rule:silent", 1), ("-rule:silent", 81), ("is:alert", 1), ("severity:high account:444455556666", 0),
                        ("rule:silent OR time:<2026-10-01T01:30Z", 5), ("severity:low", 0)):
        done = program.once(
            events, options=("--rules", rules, "--no-builtin-rules", "--format", "json", f"--filter={text}"))
        found = json.loads(done.stdout)
        assert found["totals"]["events"] == count, text
        assert [alert["rule"] for alert in found["alerts"]] == (["silent"] if "rule:silent" in text and text[0] != "-" or text == "is:alert" else [])
