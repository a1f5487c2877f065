"""`pipeline policy`, and what `pipeline render` writes for those who stay in the browser, asked of a domain in memory."""
import json

import domain
import program
import records
from test_lambda import DAY, envelope, forward, payload

CONFIG = {
    "pipeline": {"security_account": "999999999999", "home_region": "us-east-1"},
    "accounts": {"111122223333": {"role_arn": "arn:aws:iam::111122223333:role/audit"}},
}


def config(folder):
    path = folder / "config.yaml"
    path.write_text(json.dumps(CONFIG))
    path.chmod(0o600)
    return path


def test_a_policy_is_printed_alone_or_all_by_their_names(tmp_path):
    path = config(tmp_path)
    all_of_them = json.loads(program.run("pipeline", "policy", "--config", path).stdout)
    assert list(all_of_them) == ["tui", "watch", "doctor", "doctor-member"]
    for name, policy in all_of_them.items():
        alone = json.loads(program.run("pipeline", "policy", name, "--config", path).stdout)
        assert alone == policy
        assert policy["Version"] == "2012-10-17"
        assert all(statement["Effect"] == "Allow" for statement in policy["Statement"])


def test_an_unknown_policy_ends_with_2(tmp_path):
    done = program.run("pipeline", "policy", "root", "--config", config(tmp_path))
    assert done.returncode == 2
    assert b"tui, watch, doctor, doctor-member" in done.stderr


def test_the_monitors_find_what_the_forwarder_writes(tmp_path):
    root = tmp_path / "rendered"
    assert program.run("pipeline", "render", root, "--config", config(tmp_path)).returncode == 0
    monitors = sorted((root / "dashboards" / "monitors").glob("*.json"))
    stopped = records.record(1, source="cloudtrail", action="StopLogging", readOnly=False)
    with domain.running() as search:
        with forward(search, ("http://127.0.0.1:1/nothing-is-refused",), "") as function:
            outcome = function.invoke(payload([envelope(stopped), envelope(records.record(2))]))
            assert outcome.body == {"indexed": 2, "refused": 0}, function.log
        domain.ask(search.engine + "/_refresh", b"")
        finds = {}
        for path in monitors:
            asked = json.dumps(json.loads(path.read_text())["inputs"][0]["search"]["query"])
            # What the plugin fills in before it asks: here the minute around the forwarded events.
            asked = asked.replace("{{period_start}}", str(DAY)).replace("{{period_end}}", str(DAY + 60_000))
            answer = domain.ask(search.engine + "/cwl-*/_search", asked.encode())
            finds[path.stem] = [hit["_source"]["action"] for hit in answer["hits"]["hits"]]
    assert finds["cloudtrail-stopped"] == ["cloudtrail:StopLogging"]
    assert all(found == [] for name, found in finds.items() if name != "cloudtrail-stopped"), finds
