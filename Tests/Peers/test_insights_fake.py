"""What the fake of CloudWatch Logs answers, by the published syntax and by hand."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from insights_events import Event, Readings
from insights_expressions import Malformed
from insights_fake import LogsService, served, throttled
from insights_language import Query

DROPS = Readings(keeps_missing=False)


def event(second, **fields):
    return Event(second * 1000, json.dumps(fields), pointer=f"p{second}")


EVENTS = [
    event(1, name="CreateUser", account="012345678901", ip="10.0.0.7", n=3, ro=True, **{"detail-type": "Call"}),
    event(2, name="createuser", account="12345678901", ip="fd00::1", n="40", ro=False),
    event(3, other={"list": [{"arn": "a/b"}]}, ip="cloudtrail.amazonaws.com"),
]


def found(condition, readings=Readings(), events=EVENTS):
    """The seconds of the events that the condition keeps, ascending."""
    rows = Query(f"fields @ptr | filter {condition} | sort @timestamp asc", readings).run(events)
    return [int(row[-1]["value"][1:]) for row in rows]


@pytest.mark.parametrize(
    "condition, seconds",
    [
        ('name = "CreateUser"', [1]),
        ("name = 'CreateUser'", [1]),
        ("name like 'reateU'", [1]),
        ("name like /(?i)^createuser$/", [1, 2]),
        ("name =~ /^create/", [2]),
        ("NAME = 'CreateUser'", []),
        ("name in ['x', 'createuser']", [2]),
        ("n in [3, 40]", [1, 2]),
        ("n > 3", [2]),
        ("n + 1 = 4", [1]),
        ("account = '012345678901'", [1]),
        ("account = 12345678901", [1, 2]),
        ("`detail-type` = 'Call'", [1]),
        ("detail-type = 'Call'", []),
        ("other.list.0.arn = 'a/b'", [3]),
        (r"other.list.0.arn like /a\/b/", [3]),
        ("ispresent(name)", [1, 2]),
        ("not isPresent(name)", [3]),
        ("isempty(name) = 1", [3]),
        ("strcontains(name, 'User') = 1", [1]),
        ("isIpv4InSubnet(ip, '10.0.0.0/8')", [1]),
        ("isIpv6InSubnet(ip, 'fd00::/8')", [2]),
        ("isIpInSubnet(ip, '10.0.0.0/8') or isIpInSubnet(ip, 'fd00::/8')", [1, 2]),
        ("name = 'CreateUser' or n = 40 and name = 'x'", [1]),
        ("(name = 'CreateUser' or n = 40) and name = 'createuser'", [2]),
        ("@message like 'detail-type'", [1]),
    ],
)
def test_a_condition_keeps_what_it_says(condition, seconds):
    assert found(condition) == seconds
    assert found(condition, DROPS) == seconds


@pytest.mark.parametrize(
    "condition", ["name != 'x'", "name not in ['x']", "name not like 'x'", "not (name = 'x')", "not name like /x/"]
)
def test_what_lacks_the_field_is_kept_by_a_negation_or_not_as_the_reading_has_it(condition):
    assert found(condition) == [1, 2, 3]
    assert found(condition, DROPS) == [1, 2]


def test_booleans_are_numbers_or_words_as_the_reading_has_it():
    words = Readings(booleans_as_numbers=False)
    assert (found("ro = 0"), found("ro = 'false'")) == ([2], [])
    assert (found("ro = 0", words), found("ro = 'false'", words)) == ([], [2])
    assert found("ro in [0, 'false']") == found("ro in [0, 'false']", words) == [2]


def test_fields_beyond_the_cap_are_absent():
    wide = [event(1, **{f"f{i}": i for i in range(201)})]
    assert found("ispresent(f199)", events=wide) == [1]
    assert found("ispresent(f200)", events=wide) == []
    assert found("ispresent(f0)", Readings(cap_drops_last=False), wide) == []


@pytest.mark.parametrize(
    "query",
    [
        "filter name == 'x'",
        "filter name = x-",
        "filter name like /x/i",
        "filter name like /(?=x)/",
        "filter name like /(x)\\1/",
        "filter not isempty(name)",
        "filter isempty(name) or n = 1",
        "filter isIpInSubnet(ip, '10.0.0.1/8')",
        "filter nothing(name)",
        "filter name = 'x",
        "sort bin(5m)",
        "stats count(*) as n | sort name",
        "stats count(*) as n | filter name = 'x'",
        "stats count(*) as n, count(name) as n",
        "fields name as name",
        "dedup name | filter name = 'x'",
        "limit 0",
        "limit 100001",
        "fields @timestamp |",
        "| fields @timestamp",
        "fields @timestamp filter name",
        "",
    ],
)
def test_what_the_service_refuses_is_refused(query):
    with pytest.raises(Malformed):
        Query(query)


def test_a_symbol_is_refused_with_its_place():
    with pytest.raises(Malformed, match=r"unexpected symbol found \( at line 2 and position 10"):
        Query("fields @timestamp\n|sort bin(5m)")


def test_a_line_that_begins_with_a_hash_is_a_comment():
    assert len(Query("# all\nfields @timestamp\n# | filter name = 'x'\n| sort @timestamp").run(EVENTS)) == 3


def test_events_come_newest_first_with_their_pointer():
    rows = Query("fields name").run(EVENTS[:2])
    assert rows == [
        [{"field": "name", "value": "createuser"}, {"field": "@ptr", "value": "p2"}],
        [{"field": "name", "value": "CreateUser"}, {"field": "@ptr", "value": "p1"}],
    ]


def test_without_fields_the_time_and_the_message_come():
    (row,) = Query("filter n = 3").run(EVENTS)
    assert row[0] == {"field": "@timestamp", "value": "1970-01-01 00:00:01.000"}
    assert [cell["field"] for cell in row] == ["@timestamp", "@message", "@ptr"]


def test_stats_count_by_fields_and_bins():
    events = [event(0, k="a"), event(59, k="a"), event(60, k="a"), event(61)]
    rows = Query("stats count(*) as n by k, bin(1m) as t | sort t asc, k asc").run(events)
    assert [{cell["field"]: cell["value"] for cell in row} for row in rows] == [
        {"k": "a", "t": "1970-01-01 00:00:00.000", "n": "2"},
        {"t": "1970-01-01 00:01:00.000", "n": "1"},
        {"k": "a", "t": "1970-01-01 00:01:00.000", "n": "1"},
    ]


def test_what_sorts_first_and_last_is_of_the_natural_order():
    events = [event(1, v=10), event(2, v="b"), event(3, v=9), event(4, v="a"), event(5)]
    (row,) = Query("stats sortsFirst(v) as first, sortsLast(v) as last, sortsFirst(none) as no").run(events)
    assert [cell["value"] for cell in row] == ["a", "10"]


def test_a_bin_of_too_many_seconds_is_a_minute():
    rows = Query("stats count(*) as n by bin(300s) as t").run([event(0), event(61)])
    assert sorted(row[0]["value"][11:19] for row in rows) == ["00:00:00", "00:01:00"]


def test_numbers_are_sorted_behind_what_is_none():
    events = [event(1, v=10), event(2, v=9), event(3, v="b")]
    assert [row[0]["value"] for row in Query("fields v | sort v asc").run(events)] == ["b", "9", "10"]


def test_dedup_keeps_rows_without_the_key():
    events = [event(1, k="a"), event(2, k="a"), event(3), event(4)]
    assert len(Query("fields k | sort @timestamp asc | dedup k").run(events)) == 3


# The service, asked by AWS's own client


@pytest.fixture
def service():
    service = LogsService()
    for second in range(4):
        service.put("iam", second * 1000 + 500, json.dumps({"n": second}))
    return service


@pytest.fixture
def logs(service):
    with served(service) as url:
        yield boto3.client(
            "logs", region_name="eu-west-1", endpoint_url=url, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="none", config=Config(retries={"total_max_attempts": 1}),
        )  # fmt: skip


def start(logs, query="fields n | sort @timestamp asc", first=0, last=3, **named):
    named = named or {"logGroupIdentifiers": ["iam"]}
    return logs.start_query(startTime=first, endTime=last, queryString=query, **named)["queryId"]


def code(call, *arguments, **named):
    with pytest.raises(ClientError) as refused:
        call(*arguments, **named)
    return refused.value.response["Error"]["Code"]


def test_a_query_is_scheduled_then_runs_with_partial_counts_then_is_complete(logs):
    query = start(logs, "stats count(*) as n")
    answers = [logs.get_query_results(queryId=query) for _ in range(3)]
    assert [a["status"] for a in answers] == ["Scheduled", "Running", "Complete"]
    assert [[row[0]["value"] for row in a["results"]] for a in answers] == [[], ["2"], ["4"]]
    assert [a["statistics"]["bytesScanned"] for a in answers] == [0, 16, 32]


def test_both_ends_of_a_window_are_included_the_last_to_its_end(logs, service):
    service.polls_until_complete = 1
    rows = logs.get_query_results(queryId=start(logs, first=1, last=2))["results"]
    assert [row[0]["value"] for row in rows] == ["1", "2"]


def test_more_than_ten_thousand_rows_come_in_pages(logs, service):
    service.polls_until_complete = 1
    for _ in range(10_001):
        service.put("many", 1000, "{}")
    query = start(logs, "fields @timestamp | limit 100000", logGroupName="many")
    first = logs.get_query_results(queryId=query)
    second = logs.get_query_results(queryId=query, nextToken=first["nextToken"])
    assert (len(first["results"]), len(second["results"])) == (10_000, 1)
    assert "nextToken" not in second


def test_a_malformed_query_says_where(logs):
    with pytest.raises(ClientError) as refused:
        start(logs, "fields n | sort bin(5m)")
    assert refused.value.response["Error"]["Code"] == "MalformedQueryException"
    assert refused.value.response["queryCompileError"]["location"] == {"startCharOffset": 19, "endCharOffset": 20}


def test_a_window_before_the_group_is_refused_as_a_malformed_query(logs, service):
    service.groups["iam"].created = 10_000
    assert code(start, logs) == "MalformedQueryException"
    start(logs, last=10)


def test_too_many_queries_at_once_are_refused_until_one_is_stopped(logs, service):
    service.concurrency = 1
    query = start(logs)
    assert code(start, logs) == "LimitExceededException"
    logs.stop_query(queryId=query)
    start(logs)
    assert code(logs.stop_query, queryId=query) == "InvalidParameterException"


def test_groups_are_named_in_one_way_only(logs):
    both = {"logGroupName": "iam", "logGroupNames": ["iam"]}
    assert code(start, logs, **both) == "InvalidParameterException"
    assert code(start, logs, logGroupName="none") == "ResourceNotFoundException"
    assert code(start, logs, logGroupIdentifiers=["iam"] * 51) == "InvalidParameterException"
    start(logs, logGroupIdentifiers=["arn:aws:logs:eu-west-1:111122223333:log-group:iam"])


def test_a_fault_is_had_once(logs, service):
    service.faults["StartQuery"].append(throttled())
    assert code(start, logs) == "ThrottlingException"
    start(logs)


def test_log_events_come_in_pages_of_which_some_are_empty(logs, service):
    service.empty_pages, service.page = True, 3
    pages, token = [], {}
    while True:
        page = logs.filter_log_events(logGroupName="iam", startTime=500, endTime=3500, **token)
        pages.append([event["timestamp"] for event in page["events"]])
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert pages == [[], [500, 1500, 2500], [], [3500]]


def test_a_token_that_was_not_given_is_refused(logs):
    assert code(logs.filter_log_events, logGroupName="iam", nextToken="x") == "InvalidParameterException"
