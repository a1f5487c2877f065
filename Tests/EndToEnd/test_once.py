"""The contract of `tui --once`: exit statuses, streams, sources, windows and formats (DESIGN, The commands)."""
import csv
import gzip
import io
import json
import os
import random
import re
import xml.etree.ElementTree as ElementTree

import pytest

import program
from program import lines, once, output, run, snapshot
from records import ACCOUNT, envelope, record, session, text
from terminal import running

KEYS = [
    "eventID", "time", "account", "principal", "principalType", "session", "action", "region", "sourceIP", "userAgent",
    "errorCode", "readOnly", "alerts", "record",
]
SNAPSHOT = {
    "": ["schema", "generatedAt", "window", "filter", "scope", "sources", "totals", "accounts", "principals", "actions",
         "groups", "timeline", "alerts"],
    "window": ["start", "end"],
    "sources": ["source", "state", "read", "rejected", "outOfScope", "duplicates", "late", "lagSeconds", "bytesScanned",
                "costUSD", "error"],
    "totals": ["events", "errors", "denied", "accounts", "principals", "actions", "alerts"],
    "accounts": ["account", "name", "events", "errors", "alerts", "first", "last"],
    "principals": ["principal", "type", "events", "errors", "alerts", "accounts", "first", "last"],
    "actions": ["action", "access", "events", "errors", "alerts", "first", "last"],
    "groups": ["account", "principal", "action", "events", "errors", "first", "last"],
    "timeline": ["bucketSeconds", "buckets"],
    "alerts": ["rule", "title", "severity", "count", "first", "last", "accounts", "principals", "eventIDs"],
}
FORMATS = ["text", "ansi", "json", "ndjson", "csv", "svg"]


def some(count=6):
    return [record(n, time=f"2026-10-31T12:{n:02d}:00Z", user=f"user{n % 3}") for n in range(count)]


# Exit statuses


@pytest.mark.parametrize("form", FORMATS)
def test_a_good_file_ends_with_0_and_nothing_on_stderr(file, form):
    done = once(file(some()), options=("--format", form))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_fail_on_ends_with_1_when_a_rule_of_that_severity_matched():
    done = once("demo", options=("--format", "csv", "--fail-on", "critical"))
    assert done.returncode == 1
    assert done.stdout


def test_fail_on_counts_lower_severities_only_when_asked(file):
    calm = file(some())
    assert once(calm, options=("--fail-on", "informational")).returncode == 0


def test_fail_on_looks_at_the_rules_that_run():
    options = ("--format", "csv", "--fail-on", "informational", "--no-builtin-rules")
    assert once("demo", options=options).returncode == 0


@pytest.mark.parametrize("options, said", [
    (["--format", "xml"], "--format"),
    (["--size", "80"], "--size"),
    (["--size", "0x24"], "--size"),
    (["--top", "0"], "--top"),
    (["--fail-on", "terrible"], "--fail-on"),
    (["--since", "yesterday"], "--since"),
    (["--since", "9223372036854775s"], "--since"),
    (["--until", "12 o'clock"], "--until"),
    (["--scope", "everything"], "--scope"),
    (["--theme", "nosuch"], "nosuch"),
    (["--top", "many"], "--top"),
    (["--nosuch"], "--nosuch"),
])
def test_a_bad_flag_ends_with_2_and_names_it(file, options, said):
    done = once(file(some()), options=options)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stdout == b""


def test_no_source_ends_with_2():
    done = run("tui", "--once")
    assert done.returncode == 2
    assert b"--source" in done.stderr
    assert done.stdout == b""


@pytest.mark.parametrize("source", ["demo:x", "", "live:/aws/events/x", "opensearch:https://localhost"])
def test_a_source_that_cannot_be_ends_with_2(source):
    done = once(source)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--source" in done.stderr


@pytest.mark.parametrize("text, column", [("account:1 AND (is:denied", 25), ("is:purple", 4), ('a:1 OR', 7)])
def test_a_bad_filter_ends_with_2_and_says_the_column(file, text, column):
    done = once(file(some()), options=("--filter", text))
    assert (done.returncode, done.stdout) == (2, b"")
    found = re.search(r"column (\d+)", done.stderr.decode())
    assert found, done.stderr
    # The column lies in what is wrong: the bracket without its end, the unknown word, the missing term.
    assert int(found[1]) <= column
    assert b"--filter" in done.stderr


@pytest.mark.parametrize("form", ["json", "text", "csv"])
def test_a_missing_path_ends_with_3_beside_what_was_read(file, tmp_path, form):
    missing = tmp_path / "nosuch.json"
    done = once(file(some()), missing, options=("--format", form))
    assert done.returncode == 3
    assert done.stdout
    assert str(missing) in done.stderr.decode()


def test_a_missing_path_is_a_failed_source(file, tmp_path):
    found = snapshot(file(some()), tmp_path / "nosuch.json", status=3)
    assert [source["state"] for source in found["sources"]] == ["complete", "failed"]
    assert found["sources"][1]["error"]
    assert found["totals"]["events"] == 6


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_makes_its_directory_partial(file, tmp_path):
    file(some())
    secret = file(some(), "secret.ndjson")
    secret.chmod(0)
    done = once(tmp_path, options=("--format", "json"))
    assert done.returncode == 3
    assert "secret.ndjson" in done.stderr.decode()
    assert json.loads(done.stdout)["sources"][0]["state"] == "partial"


def test_a_broken_link_makes_its_directory_partial(file, tmp_path):
    """Stands in for the unreadable file where the tests run as root."""
    file(some())
    (tmp_path / "gone.json").symlink_to(tmp_path / "nosuch")
    done = once(tmp_path, options=("--format", "json"))
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert "gone.json" in done.stderr.decode()
    assert (found["sources"][0]["state"], found["totals"]["events"]) == ("partial", 6)


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_a_cut_gzip_gives_what_inflates_and_ends_with_3(tmp_path, cut):
    noise = random.Random(7)
    found = [record(n, userAgent="%032x" % noise.getrandbits(128)) for n in range(400)]
    whole = gzip.compress(text(found))
    path = tmp_path / "cut.gz"
    path.write_bytes(whole[:int(len(whole) * cut)])
    done = once(path, options=("--format", "json"))
    result = json.loads(done.stdout)
    assert done.returncode == 3
    assert "cut.gz" in done.stderr.decode()
    assert result["sources"][0]["state"] == "partial"
    assert 400 * cut * 0.8 < result["totals"]["events"] < 400


def test_a_record_cut_off_keeps_status_0_outside_a_list(tmp_path):
    path = tmp_path / "cut.ndjson"
    path.write_bytes(text(some()) + b'{"eventTime":"2026-10-31T')
    found = snapshot(path)
    assert (found["totals"]["events"], found["sources"][0]["rejected"]) == (6, 1)


def test_a_list_that_breaks_off_ends_with_3(tmp_path):
    path = tmp_path / "cut.json"
    path.write_bytes(envelope(some())[:-2])
    found = snapshot(path, status=3)
    assert found["totals"]["events"] == 6
    assert found["sources"][0]["state"] == "partial"


def test_fail_on_goes_before_an_unread_source(tmp_path):
    done = once("demo", tmp_path / "nosuch", options=("--format", "csv", "--fail-on", "critical"))
    assert done.returncode == 1


def test_rejects_alone_end_with_0_and_are_told_on_stderr(tmp_path):
    path = tmp_path / "mixed.ndjson"
    path.write_bytes(b'{"no":"record"}\n' + text(some()))
    done = once(path, options=("--format", "json"))
    found = json.loads(done.stdout)
    assert (done.returncode, found["sources"][0]["rejected"], found["sources"][0]["read"]) == (0, 1, 6)
    assert b"mixed.ndjson" in done.stderr


# Sources


def test_standard_input_is_a_source():
    found = snapshot("-", stdin=text(some()))
    assert found["sources"][0]["source"] == "-"
    assert found["totals"]["events"] == 6


def test_standard_input_may_be_compressed():
    assert snapshot("-", stdin=gzip.compress(envelope(some())))["totals"]["events"] == 6


def test_ndjson_of_standard_input_has_whole_records():
    found = some()
    assert [line["record"] for line in lines("-", stdin=text(found))] == found


def test_several_sources_merge_and_stand_in_the_order_given(file, tmp_path):
    one, two = file(some(), "b.ndjson"), file([record(90), record(91)], "a.json.gz")
    found = snapshot(one, two)
    assert [source["source"] for source in found["sources"]] == [str(one), str(two)]
    assert [source["read"] for source in found["sources"]] == [6, 2]
    assert found["totals"]["events"] == 8


def test_a_directory_is_read_with_all_below_it_but_hidden_files(file, tmp_path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    file(some(2), "deep/deeper/one.json.gz")
    file([record(50)], "two")
    file([record(60)], ".hidden.ndjson")
    assert snapshot(tmp_path)["totals"]["events"] == 3


def test_a_glob_is_a_source(file, tmp_path):
    file([record(1)], "a1.ndjson")
    file([record(2)], "a2.ndjson")
    file([record(3)], "b1.ndjson")
    assert snapshot(f"{tmp_path}/a*.ndjson")["totals"]["events"] == 2


def test_an_empty_file_is_nothing_and_no_failure(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    found = snapshot(path)
    assert (found["totals"]["events"], found["sources"][0]["rejected"]) == (0, 0)
    assert found["window"] == {"start": found["generatedAt"], "end": found["generatedAt"]}
    assert found["timeline"] == {"bucketSeconds": 60, "buckets": []}


def test_flags_may_come_from_the_environment(file):
    path = file(some())
    done = run(
        "tui", "--once", IAMWATCH_SOURCE=path, IAMWATCH_SINCE="2026-10-31T12:02Z", IAMWATCH_UNTIL="2026-10-31T12:05Z",
        IAMWATCH_FILTER="principal:user/user2", IAMWATCH_FORMAT="json", IAMWATCH_SCOPE="all")
    found = json.loads(done.stdout)
    assert (found["filter"], found["scope"]) == ("principal:user/user2", "all")
    assert found["window"]["start"] == "2026-10-31T12:02:00Z"
    assert found["totals"]["events"] == 1


def test_a_flag_goes_before_the_environment(file):
    path = file(some())
    found = snapshot(path, IAMWATCH_FORMAT="csv", IAMWATCH_SOURCE="/nosuch", IAMWATCH_SCOPE="nonsense", options=("--scope", "all"))
    assert found["scope"] == "all"


def test_a_bad_value_in_the_environment_ends_with_2(file):
    done = once(file(some()), IAMWATCH_SCOPE="nonsense")
    assert (done.returncode, done.stdout) == (2, b"")


# The window


def test_since_is_inclusive_and_until_exclusive(file):
    found = snapshot(file(some()), options=("--since", "2026-10-31T12:01:00Z", "--until", "2026-10-31T12:03:00Z"))
    assert found["totals"]["events"] == 2
    assert found["sources"][0]["read"] == 6
    assert found["window"] == {"start": "2026-10-31T12:01:00Z", "end": "2026-10-31T12:03:00Z"}


def test_since_counts_milliseconds(file):
    times = ["12:00:00.499Z", "12:00:00.500Z", "12:00:00.501Z"]
    path = file([record(n, time=f"2026-10-31T{time}") for n, time in enumerate(times)])
    assert snapshot(path, options=("--since", "2026-10-31T12:00:00.500Z"))["totals"]["events"] == 2
    assert snapshot(path, options=("--until", "2026-10-31T12:00:00.500Z"))["totals"]["events"] == 1


def test_the_window_of_files_is_that_of_their_counted_events(file):
    found = snapshot(file(some()))
    assert found["window"] == {"start": "2026-10-31T12:00:00Z", "end": "2026-10-31T12:05:00Z"}


def test_the_filter_narrows_and_is_printed_as_it_was_written(file):
    found = snapshot(file(some()), options=("--filter", "principal:*/USER1"))
    assert (found["filter"], found["totals"]["events"], found["totals"]["principals"]) == ("principal:*/USER1", 2, 1)


def test_scope_identity_leaves_other_services_out(file):
    path = file(some() + [record(50, source="ec2", action="DescribeInstances")])
    narrow, wide = snapshot(path), snapshot(path, options=("--scope", "all"))
    assert (narrow["totals"]["events"], narrow["sources"][0]["outOfScope"]) == (6, 1)
    assert (wide["totals"]["events"], wide["sources"][0]["outOfScope"]) == (7, 0)


# Formats


def test_the_keys_of_the_snapshot_are_the_contracts_in_its_order():
    found = snapshot("demo")
    assert list(found) == SNAPSHOT[""]
    for name, keys in SNAPSHOT.items():
        part = found[name] if name else None
        for each in part if isinstance(part, list) else [part] if part else []:
            assert list(each) == keys, name
    assert list(found["timeline"]["buckets"][0]) == ["start", "events", "errors", "alerts"]
    assert list(found["totals"]["alerts"]) == ["critical", "high", "medium", "low", "informational"]
    assert found["schema"] == "iamwatch.snapshot/1"


def test_the_parts_of_the_snapshot_add_up():
    found = snapshot("demo")
    events = found["totals"]["events"]
    for name in ("accounts", "principals", "actions", "groups"):
        assert sum(row["events"] for row in found[name]) == events, name
        assert sum(row["errors"] for row in found[name]) == found["totals"]["errors"], name
    for name in ("accounts", "principals", "actions"):
        assert len(found[name]) == found["totals"][name]
    assert sum(bucket["events"] for bucket in found["timeline"]["buckets"]) == events
    source = found["sources"][0]
    assert source["read"] == events + source["outOfScope"] + source["duplicates"]
    assert len(found["alerts"]) == sum(found["totals"]["alerts"].values())


def test_top_cuts_the_tables_of_json(file):
    found = snapshot("demo", options=("--top", "3"))
    assert [len(found[name]) for name in ("accounts", "principals", "actions", "groups")] == [3, 3, 3, 3]
    assert found["totals"]["accounts"] > 3


def test_ndjson_lines_have_the_contracts_keys_in_its_order(file):
    found = lines(file(some() + [session(70)]))
    assert all(list(line) == KEYS for line in found)


def test_an_ndjson_line_says_what_the_record_says(file):
    one = session(1, role="Deploy", name="ci", errorCode="AccessDenied", time="2026-10-31T12:00:00Z")
    line, = lines(file([one]))
    assert line == {
        "eventID": one["eventID"], "time": "2026-10-31T12:00:00Z", "account": ACCOUNT,
        "principal": f"arn:aws:iam::{ACCOUNT}:role/Deploy", "principalType": "AssumedRole", "session": "ci",
        "action": "iam:GetUser", "region": "us-east-1", "sourceIP": "203.0.113.9", "userAgent": "aws-cli/2.15.0",
        "errorCode": "AccessDenied", "readOnly": True, "alerts": [], "record": one,
    }


def test_ndjson_lines_are_sorted_by_time_and_id(file):
    found = [record(n, time=f"2026-10-31T12:00:{n * 7 % 5:02d}Z") for n in range(40)]
    random.Random(3).shuffle(found)
    keys = [(line["time"], line["eventID"]) for line in lines(file(found))]
    assert keys == sorted(keys)


def test_the_record_of_a_line_is_the_whole_record(file):
    odd = record(1, requestParameters={"nested": [1, 2.50, {"deep": None, "ü": "한국"}], "big": 12345678901234567890})
    line = output(file([odd]), form="ndjson")
    assert json.loads(line, parse_float=str, parse_int=str)["record"] == json.loads(
        json.dumps(odd), parse_float=str, parse_int=str)


def test_ndjson_lists_the_alerts_of_an_event():
    found = [line for line in lines("demo") if line["alerts"]]
    rules = {row["rule"] for row in snapshot("demo")["alerts"]}
    assert {rule for line in found for rule in line["alerts"]} == rules
    assert all(line["alerts"] == sorted(line["alerts"]) for line in found)


def test_csv_has_the_groups_of_the_snapshot():
    # Plain names: what may be shown of others is told in test_hostile.py.
    options = ("--filter", "NOT principal:*corp.example*")
    rows = list(csv.DictReader(io.StringIO(output("demo", form="csv", options=options).decode(), newline="")))
    groups = snapshot("demo", options=options)["groups"]
    assert list(rows[0]) == ["account", "principal", "action", "events", "errors", "first", "last"]
    assert [{key: str(value) for key, value in group.items()} for group in groups] == rows


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_csv_field_begins_a_formula(file, sign):
    done = output(file([record(1, userIdentity={"type": "SAMLUser", "userName": sign + "cmd|' /C calc'!A0"})]), form="csv")
    row = list(csv.reader(io.StringIO(done.decode(), newline="")))[1]
    assert row[1].startswith("'" + sign)
    assert not any(field.startswith(("=", "+", "-", "@")) for field in row)


def test_csv_quotes_commas_and_quotes(file):
    name = 'a,"b" c'
    done = output(file([record(1, userIdentity={"type": "SAMLUser", "userName": name})]), form="csv")
    assert list(csv.reader(io.StringIO(done.decode(), newline="")))[1][1] == name


def test_svg_is_well_formed_and_inert(file):
    name = '<script>alert(1)</script>&"\']]>'
    found = output(file([record(1, user=name, userAgent=name)]), form="svg", options=("--size", "200x60"))
    tree = ElementTree.fromstring(found)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    for element in tree.iter():
        assert element.tag.rpartition("}")[2] in ("svg", "title", "desc", "style", "rect", "g", "text", "tspan", "defs")
        assert not any(key.lower().startswith("on") or key.endswith("href") for key in element.attrib)
    assert "<script>alert(1)" in "".join(tree.itertext())
    assert b"<!" not in found


@pytest.mark.parametrize("size", ["80x24", "120x40", "200x60"])
@pytest.mark.parametrize("form", ["text", "ansi"])
def test_the_canvas_has_the_size_asked_for(file, size, form):
    columns, rows = map(int, size.split("x"))
    found = output(file(some()), form=form, options=("--size", size)).decode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", found)
    assert len(plain.splitlines()) == rows
    assert max(map(len, plain.splitlines())) <= columns


def test_without_a_terminal_the_canvas_is_120_by_40(file):
    assert len(output(file(some()), form="text").splitlines()) == 40


@pytest.mark.parametrize("changes, options", [({"NO_COLOR": "1"}, ()), ({}, ("--no-color",))])
def test_no_colour_leaves_no_colour_in_ansi(file, changes, options):
    found = output(file(some()), form="ansi", options=options, **changes).decode()
    numbers = {int(n) for sgr in re.findall(r"\x1b\[([0-9;]*)m", found) for n in sgr.split(";") if n}
    assert not {n for n in numbers if 30 <= n <= 49 or 90 <= n <= 107}


# Counting


def test_the_same_input_twice_gives_the_second_reading_as_duplicates(file):
    path = file(some())
    once_, twice = snapshot(path), snapshot(path, path)
    assert [source["duplicates"] for source in twice["sources"]] == [0, 6]
    assert [source["read"] for source in twice["sources"]] == [6, 6]
    for key in ("totals", "accounts", "principals", "actions", "groups", "timeline", "alerts", "window"):
        assert twice[key] == once_[key]


def test_a_record_without_an_id_is_a_duplicate_of_its_own_bytes(file):
    bare = record(1, eventID=None)
    other = dict(bare, userAgent="other")
    found = snapshot(file([bare, bare, other]))
    assert (found["totals"]["events"], found["sources"][0]["duplicates"]) == (2, 1)


def test_any_order_of_files_gives_the_same_bytes(file):
    noise = random.Random(11)
    copies = [record(n, user=f"user{noise.randrange(9)}", time=f"2026-10-31T12:{noise.randrange(60):02d}:00Z") for n in range(200)]
    # Copies of one eventID that differ: the least is counted, whatever comes first.
    copies += [dict(one, errorCode="AccessDenied") for one in copies[:30]] + [dict(one, awsRegion="eu-west-1") for one in copies[30:40]]
    paths = [file(copies[n::5], f"part{n}.json.gz") for n in range(5)]
    results = set()
    for _ in range(6):
        noise.shuffle(paths)
        found = snapshot(*paths)
        found["generatedAt"] = None
        found["sources"] = sum(source["read"] for source in found["sources"])
        results.add(json.dumps(found))
    assert len(results) == 1


def test_two_runs_over_one_directory_differ_only_in_when(file, tmp_path):
    for n in range(8):
        file([record(n * 100 + m, user=f"u{m % 7}") for m in range(50)], f"{n}.json.gz")
    texts = {re.sub(rb'"generatedAt":"[^"]*"', b"", output(tmp_path)) for _ in range(4)}
    assert len(texts) == 1


# The demo


def test_the_demo_is_the_day_before_2026_11_01():
    found = snapshot("demo")
    assert found["window"]["start"] >= "2026-10-31T00:00:00Z"
    assert "2026-10-31T23:59:00Z" <= found["window"]["end"] < "2026-11-01T00:00:00Z"


def test_the_demo_is_deterministic_by_its_seed():
    def text_of(source):
        return re.sub(rb'"generatedAt":"[^"]*"', b"", output(source))
    assert text_of("demo:7") == text_of("demo:7")
    assert text_of("demo:7").replace(b"demo:7", b"demo:8") != text_of("demo:8")


def test_the_demo_tells_its_incident():
    actions = {row["action"] for row in snapshot("demo")["actions"]}
    assert {"iam:CreateAccessKey", "iam:AttachUserPolicy", "sts:AssumeRole", "cloudtrail:StopLogging"} <= actions


def test_long_reading_says_on_a_terminal_how_far_it_has_come(tmp_path):
    """A pipe that brings two events and then nothing for a while; standard output is no terminal."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = f"'{program.path()}' tui --once --format csv --source '{pipe}' > '{tmp_path}/out'"
    with running(["sh", "-c", command]) as screen:
        with pipe.open("w") as out:
            out.write("".join(json.dumps(record(number)) + "\n" for number in (1, 2)))
            out.flush()
            screen.wait("iamwatch: 2 events read…")
        assert screen.wait_end() == 0
        assert screen.text().strip() == ""
    assert len((tmp_path / "out").read_text().splitlines()) == 2


def test_what_goes_wrong_is_also_in_the_log_file(file, tmp_path):
    log = tmp_path / "log"
    log.write_text("what was there\n")
    done = once(file([record(1)]), "/nosuch/file", options=("--log-file", str(log)))
    assert done.returncode == 3
    lines_in_log = log.read_text().splitlines()
    assert lines_in_log[0] == "what was there"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ iamwatch: /nosuch/file: .+", lines_in_log[1])
    assert lines_in_log[1].split(" ", 1)[1] == done.stderr.decode().splitlines()[0]


def test_a_log_file_that_cannot_be_written_ends_with_2(file, tmp_path):
    done = once(file([record(1)]), options=("--log-file", str(tmp_path / "no" / "log")))
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"--log-file {tmp_path}/no/log: No such file or directory" in done.stderr.decode()
