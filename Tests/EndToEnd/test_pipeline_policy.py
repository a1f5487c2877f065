"""`pipeline policy`, and what `pipeline render` writes for those who stay in the browser, asked of a domain in memory."""
import json

import osmem
import program

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


def test_a_domain_takes_the_template_and_every_monitors_search(tmp_path):
    root = tmp_path / "rendered"
    assert program.run("pipeline", "render", root, "--config", config(tmp_path)).returncode == 0
    template = json.loads((root / "index-template.json").read_text())["template"]
    monitors = sorted((root / "dashboards" / "monitors").glob("*.json"))
    assert monitors
    with osmem.running() as address:
        index = osmem.Index(address, "cwl-2026.11.24")
        index.ask("", {"mappings": template["mappings"]}, "PUT")
        index.ask("/_doc/1", {"@timestamp": "2026-11-24T12:00:00.000Z", "eventName": "CreateUser"}, "PUT")
        index.ask("/_refresh", method="POST")
        for path in monitors:
            search = json.dumps(json.loads(path.read_text())["inputs"][0]["search"]["query"])
            # What the plugin fills in before it asks.
            asked = search.replace("{{period_start}}", "1795521600000").replace("{{period_end}}", "1795521660000")
            assert "hits" in index.ask("/_search", asked.encode(), "POST"), path
