"""CloudWatch Logs: Logs Insights and log tails, read from a service that really runs the queries, and tails from moto too."""
import json
import time

import boto3
import front_door
import insights_fake
import pytest
from insights_fake import LogsService, Refused, throttled
from moto.server import ThreadedMotoServer

import program
import records
from terminal import total, tui

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "none", "AWS_SESSION_TOKEN": None,
    "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
GROUP = "/aws/events/iam"
EVENTS = 18_000


def served(service):
    """The service, behind a front door that recomputes every signature."""
    keys = {KEYS["AWS_ACCESS_KEY_ID"]: (KEYS["AWS_SECRET_ACCESS_KEY"], None)}
    door = front_door.FrontDoor("logs", KEYS["AWS_REGION"], keys)
    return insights_fake.served(service, insights_fake.verified_by(door))


def message(number, at):
    """An EventBridge event as its rule writes it to a log group."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    detail = records.record(number, time=moment)
    return json.dumps({
        "version": "0", "id": f"{number}", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
        "account": records.ACCOUNT, "time": moment, "region": "us-east-1", "resources": [], "detail": detail})


def filled(service, count):
    begin = time.time() - 1800
    for number in range(count):
        at = begin + number // 50
        service.put(GROUP, int(at * 1000), message(number, at))
    return service


def snapshot(url, source, *options, status=0):
    done = program.once(source, options=("--format", "json", "--endpoint-url", url, *options), **KEYS)
    assert done.returncode == status, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("form", ["insights", "logs"])
def test_every_event_is_counted_once_whatever_happens_on_the_way(form):
    service = filled(LogsService(empty_pages=True, page=1000), EVENTS)
    for operation in ("StartQuery", "GetQueryResults", "FilterLogEvents"):
        service.faults[operation] += [
            throttled(), Refused("ServiceUnavailableException", "", 503), ConnectionError(),
            Refused("ExpiredTokenException", "The security token included in the request is expired")]
    with served(service) as url:
        answer = snapshot(url, f"{form}:{GROUP}")
    assert answer["totals"]["events"] == EVENTS
    assert answer["sources"][0]["state"] == "complete"


def test_a_filter_is_asked_of_the_query_and_changes_no_count():
    service = filled(LogsService(), 200)
    with served(service) as url:
        source = f"insights:{GROUP}"
        name = json.loads(message(7, 0))["detail"]["eventID"]
        # Rules over several events want others too, here all that did not fail.
        answer = snapshot(url, source, "--filter", f"eventID:{name}", "--no-builtin-rules")
        others = snapshot(url, source, f"--filter=-eventID:{name}")
    assert (answer["totals"]["events"], answer["sources"][0]["read"]) == (1, 1)
    assert others["totals"]["events"] == 199


def test_what_a_query_scanned_is_told():
    service = filled(LogsService(), 10)
    with served(service) as url:
        source = snapshot(url, f"insights:{GROUP}")["sources"][0]
    assert source["bytesScanned"] == service.bytes_scanned > 0


def test_logs_insights_counts_and_says_what_its_counts_leave_out():
    service = filled(LogsService(), 500)
    with served(service) as url:
        local = snapshot(url, f"insights:{GROUP}", "--no-builtin-rules")
        engine = snapshot(url, f"insights:{GROUP}", "--aggregate", "engine", "--no-builtin-rules", status=3)
    assert engine["totals"] == local["totals"]
    assert engine["groups"] == local["groups"]
    assert engine["sources"][0]["state"] == "partial"
    assert engine["sources"][0]["error"].startswith("counted by the engine: ")


def test_a_budget_that_is_spent_is_seen_and_nothing_more_is_asked():
    service = filled(LogsService(), 10)
    options = ("--source", f"insights:{GROUP}", "--max-cost-per-hour", "0.00000001")
    with served(service) as url, tui("--endpoint-url", url, *options, **KEYS) as screen:
        screen.wait("partial")
        screen.wait(lambda text: total(text) == 10, "the events of the first query")
        asked = service.bytes_scanned
        screen.press("!")
        screen.wait("the budget of an hour is spent")
        screen.wait("requests")
        time.sleep(2)
    assert service.bytes_scanned == asked > 0


def test_a_budget_that_is_none_is_refused():
    done = program.run("tail", "--source", f"logs:{GROUP}", "--max-cost-per-hour", "-1")
    assert done.returncode == 2


def test_a_query_waits_while_too_many_run():
    service = filled(LogsService(), 10)
    busy = "Account maximum query concurrency limit of [100] reached."
    service.faults["StartQuery"] += [Refused("LimitExceededException", busy)] * 2
    with served(service) as url:
        assert snapshot(url, f"insights:{GROUP}")["totals"]["events"] == 10


def test_a_group_that_is_not_there_is_told():
    with served(filled(LogsService(), 1)) as url:
        source = snapshot(url, "logs:none", status=3)["sources"][0]
    assert "ResourceNotFoundException" in source["error"]


def test_a_window_before_the_group_was_made_is_empty():
    service = filled(LogsService(), 0)
    service.put(GROUP, int(time.time() * 1000), "{}")
    service.groups[GROUP].created = int(time.time() * 1000) + 3_600_000
    with served(service) as url:
        answer = snapshot(url, f"insights:{GROUP}")
    assert (answer["totals"]["events"], answer["sources"][0]["state"]) == (0, "complete")


def test_a_tail_of_motos_log_group():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        logs = boto3.client(
            "logs", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="none")
        logs.create_log_group(logGroupName=GROUP)
        logs.create_log_stream(logGroupName=GROUP, logStreamName="s")
        begin = time.time() - 600
        logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=[
            {"timestamp": int((begin + n) * 1000), "message": message(n, begin + n)} for n in range(100)])
        assert snapshot(url, f"logs:{GROUP}")["totals"]["events"] == 100
    finally:
        server.stop()
