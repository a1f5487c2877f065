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


@pytest.fixture
def kept_for_a_week():
    """Ten days of a group that keeps seven, an event every hour."""
    service, now = LogsService(), time.time()
    for hours in range(240):
        service.put(GROUP, int((now - hours * 3600) * 1000), message(hours, now - hours * 3600))
    service.groups[GROUP].retention = 7
    return service


@pytest.mark.parametrize("form", ["insights", "logs"])
def test_days_that_a_group_no_longer_keeps_are_not_called_quiet(form, kept_for_a_week):
    with served(kept_for_a_week) as url:
        answer = snapshot(url, f"{form}:{GROUP}", "--since", "10d", status=3)
        within = snapshot(url, f"{form}:{GROUP}", "--since", "7d")
    source, = answer["sources"]
    assert answer["totals"]["events"] == within["totals"]["events"] == 7 * 24
    assert source["state"] == "partial"
    assert source["error"].startswith(f"history of {GROUP} begins at ") and source["error"].endswith(": events are kept for 7 days")
    assert (within["sources"][0]["state"], within["sources"][0]["error"]) == ("complete", None)


def test_the_engine_says_since_when_it_counts(kept_for_a_week):
    with served(kept_for_a_week) as url:
        answer = snapshot(
            url, f"insights:{GROUP}", "--since", "10d", "--aggregate", "engine", "--no-builtin-rules", status=3)
    source, = answer["sources"]
    assert source["error"].startswith("counted by the engine: ")
    assert f"history of {GROUP} begins at " in source["error"]


def test_a_screen_says_since_when_there_are_events(kept_for_a_week):
    options = ("--source", f"logs:{GROUP}", "--since", "10d")
    with served(kept_for_a_week) as url, tui("--endpoint-url", url, *options, **KEYS) as screen:
        screen.wait("partial")
        screen.press("!")
        screen.wait(f"history of {GROUP} begins at ")


def test_before_a_group_was_made_there_is_nothing_which_is_told():
    service, made = filled(LogsService(), 10), int(time.time()) - 86_400
    service.groups[GROUP].created = made * 1000
    with served(service) as url:
        source, = snapshot(url, f"insights:{GROUP}", "--since", "3d")["sources"]
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(made))
    assert (source["state"], source["error"]) == ("complete", f"history of {GROUP} begins at {moment}: it was made then")


def test_who_may_not_look_groups_up_reads_as_before_and_is_told_what_is_not_known(kept_for_a_week):
    service = kept_for_a_week
    service.faults["DescribeLogGroups"] += [Refused("AccessDeniedException", "not authorized to perform logs:DescribeLogGroups")] * 2
    with served(service) as url:
        for since, is_told in (("10d", True), ("1h", False)):
            done = program.once(
                f"logs:{GROUP}", options=("--format", "json", "--endpoint-url", url, "--since", since), **KEYS)
            assert (done.returncode, json.loads(done.stdout)["sources"][0]["error"]) == (0, None)
            assert (b"is not known: " in done.stderr and b"logs:DescribeLogGroups" in done.stderr) == is_told


def test_several_engines_count_together_and_say_that_copies_are_counted_in_each():
    service = filled(LogsService(), 300)
    other = f"{GROUP}-other"
    for number in range(200, 500):
        service.put(other, int((time.time() - 900) * 1000), message(number, time.time() - 900))
    sources = (f"insights:{GROUP}", f"insights:{other}")
    options = ("--format", "json", "--aggregate", "engine", "--no-builtin-rules")
    with served(service) as url:
        done = program.once(*sources, options=(*options, "--endpoint-url", url), **KEYS)
        alone = [snapshot(url, one, "--aggregate", "local", "--no-builtin-rules") for one in sources]
    assert done.returncode == 3, done.stderr.decode()
    answer = json.loads(done.stdout)
    # 100 of these are in both.
    assert answer["totals"]["events"] == 600
    assert [source["read"] for source in answer["sources"]] == [300, 300]
    assert all("copies of an event in several sources are counted in each" in source["error"] for source in answer["sources"])
    for table, key in (("accounts", "account"), ("principals", "principal"), ("actions", "action")):
        for row in answer[table]:
            assert row["events"] == sum(found["events"] for one in alone for found in one[table] if found[key] == row[key])
    assert sum(bucket["events"] for bucket in answer["timeline"]["buckets"]) == 600


@pytest.fixture
def moto():
    """Where moto serves, and a client of its CloudWatch Logs."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    yield url, boto3.client(
        "logs", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="none")
    server.stop()


def test_a_tail_of_motos_log_group(moto):
    url, logs = moto
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="s")
    begin = time.time() - 600
    logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=[
        {"timestamp": int((begin + n) * 1000), "message": message(n, begin + n)} for n in range(100)])
    assert snapshot(url, f"logs:{GROUP}")["totals"]["events"] == 100


def test_since_when_motos_log_group_has_events_is_told(moto):
    url, logs = moto
    group = f"{GROUP}-kept"
    logs.create_log_group(logGroupName=group)
    logs.put_retention_policy(logGroupName=group, retentionInDays=1)
    # It was made a moment ago, which is later than a day ago.
    source, = snapshot(url, f"logs:{group}", "--since", "30d")["sources"]
    assert source["error"].startswith(f"history of {group} begins at ")
