"""Rule files: --rules, IAMWATCH_RULES, the configuration's rules and placeholders, and the commands of `rules`."""
import collections
import json

import pytest

from program import lines, once, run

SIGMA = """title: {name}
{more}logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    eventName: {name}
  condition: selection
"""


def record(name, number=0, **fields):
    return {
        "eventVersion": "1.08", "eventTime": f"2026-11-01T00:00:{number:02d}Z", "eventID": f"{name}-{number}",
        "eventSource": "iam.amazonaws.com", "eventName": name, "awsRegion": "us-east-1",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/kim", "userName": "kim"}, **fields}


@pytest.fixture
def files(tmp_path):
    """Writes files and gives their paths; objects are written as JSON."""
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path
    return write


@pytest.fixture
def source(files):
    events = [record("CreateUser"), record("RunInstances", 1, eventSource="ec2.amazonaws.com"), record("GetUser", 2)]
    return files("events.json", {"Records": events})


def alerts(source, *options, **changes):
    """The rules that matched, by event name."""
    found = lines(source, options=("--no-builtin-rules", *map(str, options)), **changes)
    return {line["record"]["eventName"]: line["alerts"] for line in found}


def test_rules_of_files_and_folders_match_by_id_or_file_name(files, source):
    files("rules/a.yml", SIGMA.format(name="CreateUser", more="id: one\n"))
    files("rules/deep/b.json", {"source": ["aws.ec2"], "detail": {"eventName": [{"prefix": "Run"}]}})
    files("rules/notes.txt", "no rule")
    other = files("c.yaml", SIGMA.format(name="CreateUser", more=""))
    found = alerts(source, "--rules", source.parent / "rules", "--rules", other)
    # The call of EC2 is out of scope, but an alert never is.
    assert found == {"CreateUser": ["c.yaml", "one"], "RunInstances": ["b.json"], "GetUser": []}


def test_rules_come_from_the_environment_and_the_configuration(files, source):
    rule = files("a.yml", SIGMA.format(name="CreateUser", more=""))
    other = files("b.yml", SIGMA.format(name="GetUser", more=""))
    config = files("config.yaml", json.dumps({"rules": [str(other)]}))
    assert alerts(source, IAMWATCH_RULES=rule)["CreateUser"] == ["a.yml"]
    assert alerts(source, "--config", config)["GetUser"] == ["b.yml"]
    assert alerts(source, "--config", config, IAMWATCH_RULES=rule)["GetUser"] == []


def test_placeholders_come_from_the_configuration(files, source):
    rule = files("a.yml", SIGMA.format(name="x", more="").replace("eventName: x", "eventName|expand: '%calls%'"))
    config = files("config.yaml", json.dumps({"placeholders": {"calls": ["GetUser", "Create*"]}}))
    found = alerts(source, "--rules", rule, "--config", config)
    assert [name for name, ids in found.items() if ids] == ["CreateUser", "GetUser"]
    refused = once(source, options=("--rules", rule))
    assert refused.returncode == 2 and b"a.yml:5:" in refused.stderr and b"%calls%" in refused.stderr


def test_a_refused_rule_stops_everything_and_every_one_is_named(files, source):
    good = files("good.yml", SIGMA.format(name="CreateUser", more=""))
    first = files("first.yml", SIGMA.format(name="X", more="").replace("eventName", "eventName|soundslike"))
    second = files("second.json", '{\n "detail": {\n  "a": "b"\n }\n}')
    for command in (("tui", "--once"), ("tail",)):
        done = run(*command, "--source", source, "--rules", good, "--rules", first, "--rules", second)
        assert done.returncode == 2 and done.stdout == b""
        told = done.stderr.decode().splitlines()
        assert any("first.yml:5:" in line and "soundslike" in line for line in told)
        assert any("second.json:3:" in line and '"a" must be an object or an array' in line for line in told)
    assert once(source, options=("--rules", source.parent / "nosuch")).returncode == 2


def test_check_names_mistakes_and_is_content_without(files):
    good = files("good.yml", SIGMA.format(name="CreateUser", more=""))
    bad = files("bad.yml", SIGMA.format(name="CreateUser", more="level: awful\n"))
    assert run("rules", "check", good).returncode == 0
    done = run("rules", "check", good, bad)
    assert done.returncode == 2 and b"bad.yml:2:" in done.stderr


def test_list_has_the_built_in_rules_and_those_of_files(files):
    rule = files("a.yml", SIGMA.format(name="CreateUser", more="id: mine\nlevel: low\n"))
    listed = json.loads(run("rules", "list", "--rules", rule, "--format", "json").stdout)
    mine = [entry for entry in listed if entry["rule"] == "mine"]
    assert len(listed) > 1 and mine == [
        {"rule": "mine", "title": "CreateUser", "severity": "low", "tags": [], "file": str(rule), "line": 1}]
    text = run("rules", "list", "--rules", rule, "--no-builtin-rules").stdout.decode()
    assert len(text.splitlines()) == 1 and "mine" in text


def test_test_asks_the_events_that_rules_carry(files):
    tests = "tests:\n  must_match: [{eventName: CreateUser}]\n  must_not_match: ['{\"eventName\":\"GetUser\"}']\n"
    rule = SIGMA.format(name="CreateUser", more=tests)
    assert run("rules", "test").returncode == 0
    assert run("rules", "test", files("good.yml", rule)).returncode == 0
    failing = run("rules", "test", files("bad.yml", rule.replace("eventName: CreateUser\n", "eventName: Create\n")))
    assert failing.returncode == 1 and b"bad.yml:1" in failing.stdout


def test_explain_names_fields_values_and_lines(files):
    rule = files("a.yml", SIGMA.format(name="CreateUser", more=""))
    event = files("event.json", record("CreateUser"))
    done = run("rules", "explain", rule, event)
    assert done.returncode == 0 and "line 5: eventName is CreateUser" in done.stdout.decode()
    assert run("rules", "explain", rule, files("other.json", record("GetUser"))).returncode == 1
    assert run("rules", "explain", rule, files("broken.json", "{")).returncode == 2
    assert run("rules", "explain", files("broken.yml", "a: ["), event).returncode == 2


def test_explain_takes_any_event_for_a_pattern_and_rebuilds_envelopes_for_bare_records_only(files):
    rule = files("p.json", {"source": ["aws.iam"], "detail-type": [{"prefix": "AWS API Call"}]})
    assert run("rules", "explain", rule, files("record.json", record("CreateUser"))).returncode == 0
    envelope = {"source": "custom", "detail-type": "AWS API Call via CloudTrail", "detail": record("CreateUser")}
    assert run("rules", "explain", rule, files("envelope.json", envelope)).returncode == 1
    bare = files("bare.json", {"a": {"b": 1}})
    assert run("rules", "explain", files("q.json", {"a": {"b": [1]}}), bare).returncode == 0


def test_text_of_rules_and_events_reaches_the_terminal_harmless(files):
    hostile = "\x1b[2J\u202e"
    rule = files("a.yml", SIGMA.format(name="CreateUser", more=f'name: "{hostile}"\n').replace(
        "eventName: CreateUser", "userAgent: '*'").replace("title: CreateUser", 'title: "a\\e[2J"'))
    event = files("event.json", record("CreateUser", userAgent=hostile))
    for done in (run("rules", "explain", rule, event), run("rules", "list", "--rules", rule)):
        assert b"\x1b" not in done.stdout + done.stderr and "\u202e".encode() not in done.stdout + done.stderr


CORRELATION = """title: Denied often
id: often
correlation:
  type: event_count
  rules: [denied]
  group-by: [userIdentity.arn]
  timespan: 1m
  condition: {gte: 3}
level: high
---
title: Denied
name: denied
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {errorCode: AccessDenied}
  condition: selection
"""


def test_a_correlation_alerts_at_the_event_that_completes_it_whatever_the_order_of_files(files):
    rule = files("often.yml", CORRELATION)
    denied = [record("RunInstances", n, eventSource="ec2.amazonaws.com", errorCode="AccessDenied") for n in (5, 10, 15, 20)]
    late, early = files("a.json", {"Records": denied[2:]}), files("b.json", {"Records": denied[:2] + denied[:1]})
    found = lines(late, early, options=("--no-builtin-rules", "--rules", rule))
    # Only the third is an alert, and so in scope; the rule it is made of does not alert by itself.
    assert [(line["eventID"], line["alerts"]) for line in found] == [("RunInstances-15", ["often"])]
    counted = json.loads(once(late, early, options=("--format", "json", "--no-builtin-rules", "--rules", rule)).stdout)
    assert counted["totals"]["alerts"]["high"] == 1 and counted["alerts"][0]["rule"] == "often"
    assert sum(source["outOfScope"] for source in counted["sources"]) == 3
    assert once(late, early, options=("--rules", rule, "--fail-on", "high")).returncode == 1


def test_tail_tells_a_correlation_with_the_event_that_completes_it(files):
    rule = files("often.yml", CORRELATION.replace("id: often\n", "id: often\n"))
    events = [record("GetUser", n, errorCode="AccessDenied") for n in (5, 10, 15, 20)]
    done = run(
        "tail", "--format", "json", "--source", "-", "--since", "2026-11-01T00:00Z", "--no-builtin-rules", "--rules", rule,
        stdin=b"".join(json.dumps(event).encode() + b"\n" for event in events))
    assert [json.loads(line)["alerts"] for line in done.stdout.splitlines()] == [[], [], ["often"], []]


def test_a_hunt_lists_what_rules_match_in_the_past_and_which_do_not(files, source):
    rule = files("a.yml", SIGMA.format(name="CreateUser", more="id: made\nlevel: high\n"))
    other = files("b.yml", SIGMA.format(name="DeleteUser", more="id: gone\n"))
    done = run("rules", "hunt", rule, other, "--source", source)
    assert done.returncode == 0, done.stderr.decode()
    heading, found, end = done.stdout.decode().splitlines()
    assert heading == "high  made  CreateUser: 1 event, 2026-11-01T00:00:00Z"
    assert found.split("  ")[1:] == [
        "2026-11-01T00:00:00Z", "△", "unknown", "user/kim", "iam:CreateUser", "-", "-", "CreateUser-0"]
    assert end == "1 of 2 rules matched; not gone"


def test_a_hunt_prints_the_events_found_alone_and_knows_built_in_rules(files, source):
    files("events.json", {"Records": [record("CreateUser"), record("StopLogging", 1, eventSource="cloudtrail.amazonaws.com")]})
    done = run("rules", "hunt", "cloudtrail-stopped", "--format", "json", "--source", source)
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["eventID"], line["alerts"]) for line in found] == [("StopLogging-1", ["cloudtrail-stopped"])]


def test_a_hunt_for_a_correlation_finds_its_events(files, tmp_path):
    rule = files("a.yml", SIGMA.format(name="GetUser", more="id: get\n") + """---
title: many
id: many
correlation: {type: event_count, rules: [get], group-by: [userIdentity.arn], timespan: 1m, condition: {gte: 3}}
""")
    events = files("events.json", {"Records": [record("GetUser", number) for number in range(3)] + [record("CreateUser", 9)]})
    done = run("rules", "hunt", rule, "--source", events)
    assert done.stdout.decode().splitlines()[0].startswith("medium  many  many: 1 event"), done


def test_a_hunt_for_a_rule_that_is_none_is_refused(source):
    done = run("rules", "hunt", "no-such-rule", "--source", source)
    assert done.returncode == 2 and b"no-such-rule" in done.stderr


def test_a_rule_converted_to_an_event_pattern_finds_what_the_rule_finds(files, source):
    rule = files("a.yml", SIGMA.format(name="CreateUser", more=""))
    done = run("rules", "convert", rule, "--to", "eventbridge")
    assert done.returncode == 0 and not done.stderr
    pattern = files("pattern.json", done.stdout.decode())
    assert alerts(source, "--rules", pattern) == {"CreateUser": ["pattern.json"], "GetUser": []}


@pytest.mark.parametrize("engine, text", [
    ("opensearch", '"detail.eventName.keyword"'), ("insights", "`detail.eventName`"), ("eventbridge", '"eventName"')])
def test_every_built_in_rule_converts(engine, text):
    done = run("rules", "convert", "--to", engine, "--format", "json")
    assert done.returncode == 0, done.stderr.decode()
    converted = [json.loads(line) for line in done.stdout.splitlines()]
    listed = json.loads(run("rules", "list", "--format", "json").stdout)
    left_out = done.stderr.count(b"left out")
    assert left_out > 0 and len(converted) == len(listed) - left_out
    assert all(rule["queries"] for rule in converted)
    assert sum(text in "".join(rule["queries"]) for rule in converted) > len(converted) * 0.8


def test_a_correlation_cannot_be_converted(files):
    rule = files("a.yml", SIGMA.format(name="GetUser", more="id: get\n") + """---
title: many
correlation: {type: event_count, rules: [get], group-by: [userIdentity.arn], timespan: 1m, condition: {gte: 3}}
""")
    done = run("rules", "convert", rule, "--to", "insights")
    assert done.returncode == 2 and b"convert the rules that it names" in done.stderr


def database(networks):
    """A MaxMind DB of version 4 networks (format specification 2.0) and the country of each."""
    nodes, data = [[None, None]], b""

    def text(value):
        return bytes([0x40 | len(value)]) + value.encode()

    def number(value):
        return b"\xc4" + value.to_bytes(4, "big")

    for (octets, length), code in networks.items():
        bits = "".join(f"{int(octet):08b}" for octet in octets.split("."))[:length]
        node = 0
        for bit in bits[:-1]:
            if nodes[node][int(bit)] is None:
                nodes.append([None, None])
                nodes[node][int(bit)] = ("node", len(nodes) - 1)
            node = nodes[node][int(bit)][1]
        nodes[node][int(bits[-1])] = ("data", len(data))
        data += b"\xe1" + text("country") + b"\xe1" + text("iso_code") + text(code)
    place = {"node": 0, "data": len(nodes) + 16}
    tree = b"".join(
        (len(nodes) if side is None else place[side[0]] + side[1]).to_bytes(3, "big") for node in nodes for side in node)
    facts = {"binary_format_major_version": 2, "node_count": len(nodes), "record_size": 24, "ip_version": 4}
    metadata = bytes([0xE0 | len(facts)]) + b"".join(text(key) + number(value) for key, value in facts.items())
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata


def test_a_country_is_new_where_a_database_is_and_rules_that_need_one_say_so_where_none_is(files, tmp_path):
    addresses = ["203.0.113.9", "203.0.113.77", "198.51.100.4", "198.51.100.9", "192.0.2.1"]
    source = files("events.json", {"Records": [
        record(
            "ConsoleLogin", number, eventTime=f"2026-10-{10 + number}T08:00:00Z", eventSource="signin.amazonaws.com",
            sourceIPAddress=address, responseElements={"ConsoleLogin": "Success"})
        for number, address in enumerate(["203.0.113.9"] * 8 + addresses)]})
    countries = tmp_path / "countries.mmdb"
    countries.write_bytes(database({("203.0.113.0", 24): "DE", ("198.51.100.0", 24): "FR"}))
    config = files("config.yaml", f"geoip: {countries}\n")
    config.chmod(0o600)
    found = lines(source, options=("--config", config))
    assert [line["eventID"] for line in found if "signin-new-country" in line["alerts"]] == ["ConsoleLogin-10"]
    assert not [line for line in lines(source) if "signin-new-country" in line["alerts"]]
    assert b"signin-new-country is quiet" in run("rules", "list").stderr
    assert b"quiet" not in run("rules", "list", "--config", config).stderr
    countries.write_bytes(b"no database")
    refused = once(source, options=("--config", config))
    assert refused.returncode == 2 and b"config.yaml:1:8: geoip: " in refused.stderr, refused.stderr
