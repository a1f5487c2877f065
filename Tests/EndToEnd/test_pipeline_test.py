"""`iamwatch pipeline test`: one marked event, timed hop by hop. moto carries nothing from account to account, so that the door before it
does by hand what the buses, the subscription filter and the forwarder do."""
import json
import time

import built_pipeline as built
import pytest
from built_pipeline import PAYMENTS, SECURITY
from test_doctor import pipeline, run_in, world  # noqa: F401


@pytest.fixture
def tested(world):  # noqa: F811
    """The pipeline with the test's own rule on both buses."""
    pattern = json.dumps({"source": ["iamwatch.test"]})
    world.put_rule("iamwatch-test", pattern, built.target(PAYMENTS), PAYMENTS)
    group = f"arn:aws:logs:us-east-1:{SECURITY}:log-group:{built.GROUP}"
    world.put_rule("iamwatch-test", pattern, [{"Id": "log", "Arn": group}], bus="iamwatch")
    return world


def run(world, *options, status):  # noqa: F811
    done = run_in(world, "pipeline", "test", *options)
    assert done.returncode == status, done.stdout.decode() + done.stderr.decode()
    return done


def carrying(world, to_the_end=True):  # noqa: F811
    """What PutEvents leads to."""
    def put(call):
        entry = json.loads(call.body)["Entries"][0]
        record = json.loads(entry["Detail"])
        event = {"source": entry["Source"], "detail-type": entry["DetailType"], "account": PAYMENTS, "detail": record}
        now = int(time.time() * 1000)
        world.client("logs").put_log_events(logGroupName=built.GROUP, logStreamName="events", logEvents=[
            {"timestamp": now, "message": json.dumps(event)}])
        if to_the_end:
            day = time.strftime("%Y.%m.%d", time.gmtime(now / 1000))
            index = type(world.index)(world.index.base.split("/")[2], f"cwl-{day}")
            index.ask(f"/_doc/{record['eventID']}", {"@timestamp": event["detail"]["eventTime"]}, "PUT")
            world.complain("iamwatch-notify", "START RequestId: 1", ahead=5)
        return 200, json.dumps({"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]})

    world.door.overrides["events:PutEvents"] = put


def test_an_event_that_arrives_is_timed_at_each_hop(tested):
    carrying(tested)
    found = json.loads(run(tested, "--yes", "--format", "json", status=0).stdout)
    assert found["verdict"] == "arrived"
    assert [hop["hop"] for hop in found["hops"]] == ["put", "log group", "document", "notification"]
    assert all(0 <= hop["seconds"] < 30 for hop in found["hops"])


def test_an_event_that_is_lost_is_missed_where_it_is_lost(tested):
    carrying(tested, to_the_end=False)
    found = json.loads(run(tested, "--yes", "--format", "json", "--timeout", "2s", status=1).stdout)
    states = {hop["hop"]: hop["state"] for hop in found["hops"]}
    assert (states["log group"], states["document"]) == ("arrived", "missing")


def test_without_its_rule_nothing_is_sent(world):  # noqa: F811
    lines = run(world, "--yes", status=1).stdout.decode()
    assert "enable_test_rule" in lines
    assert "events:PutEvents" not in world.door.actions


def test_without_a_yes_nothing_is_sent(tested):
    done = run(tested, status=2)
    assert b"--yes" in done.stderr
    assert not tested.door.calls


def test_what_is_sent_is_one_event_of_our_own_source(tested):
    carrying(tested)
    run(tested, "--yes", status=0)
    sent = [json.loads(call.body) for call in tested.door.calls if call.action == "events:PutEvents"]
    assert [entry["Source"] for body in sent for entry in body["Entries"]] == ["iamwatch.test"]
