"""`pipeline render`: the Terraform that it writes, read by Terraform itself, tested with made-up providers, and applied to moto.

moto has no domain that ever stands and no trail's bucket by its own name, so the domain is one that is there already and the trail is
left out; `terraform test` makes up both. What moto stands in for is reached by role, so that each account is its own there.
"""
import concurrent.futures
import json
import re
import zipfile

import boto3
import pytest
from moto.server import ThreadedMotoServer

import program
import terraform

DOMAIN = "https://search-audit-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
COLLECTION = "https://abcdefghij.us-east-1.aoss.amazonaws.com"


def account(number):
    return f"{100_000_000_000 + number}"


def role(identity):
    return f"arn:aws:iam::{identity}:role/terraform"


def write_config(folder, accounts, security=account(999), **pipeline):
    """A configuration of so many accounts, the second in two more regions, all reached by role."""
    listed = {}
    for number in range(1, accounts + 1):
        identity = account(number if security == account(999) else 500 + number)
        regions = ["us-east-1", "ap-northeast-2", "eu-west-1"] if number == 2 else ["us-east-1"]
        listed[identity] = {"name": f"name {number}", "role_arn": role(identity), "regions": regions}
    listed[security] = {"name": "security", "role_arn": role(security)}
    # JSON is YAML too.
    path = folder / "config.yaml"
    path.write_text(json.dumps({"pipeline": {"security_account": security, **pipeline}, "accounts": listed}))
    path.chmod(0o600)
    return path


def render(folder, accounts, *options, **configuration):
    """Renders so many accounts into a new folder, the Security account among them; returns the root."""
    root = folder / "rendered"
    config = write_config(folder, accounts - 1, **configuration)
    done = program.run("pipeline", "render", root, "--config", config, *options)
    assert done.returncode == 0, done.stderr.decode()
    return root


@pytest.mark.parametrize("accounts", [1, 3, 50])
@pytest.mark.parametrize("options", [(), ("--root-per-account",)], ids=["one-root", "root-per-account"])
def test_what_is_rendered_is_laid_out_as_terraform_does(tmp_path, accounts, options):
    assert terraform.is_laid_out(render(tmp_path, accounts, *options)) == ""


def test_rendered_by_another_run_it_is_the_same_to_the_byte(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = render(tmp_path / "a", 3), render(tmp_path / "b", 3)
    files = [path.relative_to(first) for path in sorted(first.rglob("*")) if path.is_file()]
    assert len(files) > 30
    assert all((first / path).read_bytes() == (second / path).read_bytes() for path in files)


def test_a_changed_file_stays_and_ends_with_2_and_force_replaces_it(tmp_path):
    root = render(tmp_path, 1)
    (root / "members.tf").write_text("# mine\n")
    again = ("pipeline", "render", root, "--config", tmp_path / "config.yaml")
    done = program.run(*again)
    assert done.returncode == 2
    assert b"members.tf was changed since it was written: --force replaces it" in done.stderr
    assert (root / "members.tf").read_text() == "# mine\n"
    assert program.run(*again, "--force").returncode == 0
    assert "module" in (root / "members.tf").read_text()


def test_what_the_configuration_lacks_is_told_by_its_keys(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("pipeline: {home_region: us-east-1}\n")
    path.chmod(0o600)
    done = program.run("pipeline", "render", tmp_path / "out", "--config", path)
    assert done.returncode == 2
    assert b"pipeline.security_account is missing" in done.stderr and b"accounts is empty" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def moto():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client(url, service, identity, region="us-east-1"):
    """A client of moto's that is in an account, by a role of it."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    sts = boto3.client("sts", "us-east-1", endpoint_url=url, **keys)
    given = sts.assume_role(RoleArn=role(identity), RoleSessionName="test")["Credentials"]
    return boto3.client(
        service, region, endpoint_url=url, aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"], aws_session_token=given["SessionToken"])


def life(folder, url, accounts, security, endpoint):
    """Applied, looked at, planned again and destroyed; what was seen on the way."""
    env = terraform.environment(folder, AWS_ENDPOINT_URL=url)
    root = render(folder, accounts, security=security, opensearch={"endpoint": endpoint})
    with zipfile.ZipFile(folder / "functions.zip", "w") as package:
        package.writestr("bootstrap", "")
    chosen = [f"-var=function_package={folder}/functions.zip", "-var=function_package_hash=aGFzaA=="]
    terraform.run(root, "init", env=env)
    terraform.run(root, "apply", "-auto-approve", "-parallelism=40", *chosen, env=env)
    seen = {
        "rules": client(url, "events", security).list_rules(EventBusName="default")["Rules"],
        "policy": client(url, "events", security).describe_event_bus(Name="iamwatch").get("Policy"),
        "targets": client(url, "events", security).list_targets_by_rule(Rule="iamwatch-identity")["Targets"],
        "filters": client(url, "logs", security).describe_subscription_filters(
            logGroupName="/aws/events/iam-audit")["subscriptionFilters"],
        "forwarder": client(url, "lambda", security).get_function_configuration(FunctionName="iamwatch-forward"),
        "allowed": client(url, "iam", security).get_role_policy(RoleName="iamwatch-forward", PolicyName="forward")["PolicyDocument"],
        "alarms": client(url, "cloudwatch", security).describe_alarms(AlarmNamePrefix="iamwatch-")["MetricAlarms"],
    }
    terraform.run(root, "plan", "-detailed-exitcode", *chosen, env=env)
    terraform.run(root, "destroy", "-auto-approve", "-refresh=false", "-parallelism=40", *chosen, env=env)
    seen["left"] = json.loads((root / "terraform.tfstate").read_text())["resources"]
    return seen


def valid(folder, accounts, *options):
    """What Terraform says of the first two roots of a rendering, with the real provider."""
    env = terraform.environment(folder)
    root = render(folder, accounts, *options)
    roots = [root / "security", *sorted((root / "accounts").iterdir())[:1]] if options else [root]
    said = []
    for part in roots:
        terraform.run(part, "init", env=env)
        said.append(terraform.run(part, "validate", env=env))
    return said


def checked(folder, accounts):
    """What Terraform says of a rendering, and what its own tests say."""
    env = terraform.environment(folder)
    root = render(folder, accounts)
    terraform.run(root, "init", env=env)
    return terraform.run(root, "validate", env=env), terraform.run(root, "test", env=env)


@pytest.fixture(scope="module")
def runs(moto, tmp_path_factory):
    """All that takes long, side by side: most of an apply is waiting."""
    terraform.program_path()
    terraform.mirror()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        def start(name, work, *arguments):
            return pool.submit(work, tmp_path_factory.mktemp(name), *arguments)
        yield {
            ("life", 3): start("life-3", life, moto, 3, account(888), DOMAIN),
            ("life", 1): start("life-1", life, moto, 1, account(999), COLLECTION),
            ("test", 3): start("test-3", checked, 3),
            ("test", 1): start("test-1", checked, 1),
            ("valid", 3): start("valid-3", valid, 3, "--root-per-account"),
        }


def result(runs, *name):
    return runs[name].result(timeout=2 * terraform.PATIENCE)


@pytest.mark.parametrize("accounts", [1, 3])
def test_the_real_provider_finds_it_valid_and_its_own_tests_pass(runs, accounts):
    validity, tests = result(runs, "test", accounts)
    assert "configuration is valid" in validity
    assert "0 failed" in tests


def test_the_real_provider_finds_a_root_an_account_valid(runs):
    said = result(runs, "valid", 3)
    assert len(said) == 2
    assert all("configuration is valid" in text for text in said)


@pytest.mark.parametrize("accounts", [1, 3])
def test_applied_planned_again_without_a_change_and_destroyed_clean(runs, accounts):
    seen = result(runs, "life", accounts)
    security = account(999 if accounts == 1 else 888)
    bus = f"arn:aws:events:us-east-1:{security}:event-bus/iamwatch"
    assert {"iamwatch-identity", "iamwatch-sessions"} <= {rule["Name"] for rule in seen["rules"]}
    assert all(rule["State"] == "ENABLED" for rule in seen["rules"])
    assert [(target["Arn"], target["RoleArn"]) for target in seen["targets"]] == [
        (bus, f"arn:aws:iam::{security}:role/iamwatch-put-events")]
    assert json.dumps(seen["policy"]).count(":root") == accounts
    assert [found["filterName"] for found in seen["filters"]] == ["iamwatch-forward"]
    assert seen["left"] == []
    assert alarms(seen["alarms"]) == ALARMS


@pytest.mark.parametrize("accounts, service", [(3, "es"), (1, "aoss")])
def test_the_forwarder_may_write_documents_and_their_template_and_read_nothing_else(runs, accounts, service):
    seen = result(runs, "life", accounts)
    assert seen["forwarder"]["Environment"]["Variables"]["IAMWATCH_OPENSEARCH_SERVICE"] == service
    security = account(999 if accounts == 1 else 888)
    domain = f"arn:aws:es:us-east-1:{security}:domain/audit"
    allowed = {tuple(one["Action"]): one["Resource"] for one in seen["allowed"]["Statement"]}
    there = {actions: things for actions, things in allowed.items() if actions[0].startswith(("es:", "aoss:"))}
    assert there == ({
        ("es:ESHttpPost",): [f"{domain}/_bulk"],
        ("es:ESHttpGet", "es:ESHttpPut"): [f"{domain}/_index_template/iamwatch"],
    } if service == "es" else {("aoss:APIAccessAll",): [f"arn:aws:aoss:us-east-1:{security}:collection/abcdefghij"]})


# Of each alarm: what is measured, how long until it is told, and how many are told that it is over.
TROUBLE, SILENCE = ("GreaterThanThreshold", 0, "notBreaching", 1, 0), ("LessThanThreshold", 1, "breaching", None, 1)
ALARMS = {
    "silence": ("IncomingLogEvents", "Sum", *SILENCE),
    "forward-silence": ("Invocations", "Sum", *SILENCE),
    **{f"{name}-{kind}": (metric, "Sum", *TROUBLE) for name in ("forward", "notify")
       for kind, metric in (("errors", "Errors"), ("throttles", "Throttles"))},
    **{f"{name}-age": ("AsyncEventAge", "Maximum", "GreaterThanThreshold", 300_000, "notBreaching", 1, 0) for name in ("forward", "notify")},
    **{f"{name}-dead-letters": ("ApproximateNumberOfMessagesVisible", "Maximum", *TROUBLE) for name in ("forward", "notify")},
    **{f"{name}-deliveries": ("FailedInvocations", "Sum", *TROUBLE) for name in ("keep", "alert-N")},
    "subscription-errors": ("DeliveryErrors", "Sum", *TROUBLE),
    "subscription-throttling": ("DeliveryThrottling", "Sum", *TROUBLE),
    # The Security account is a member too.
    "undelivered": ("ApproximateNumberOfMessagesVisible", "Maximum", *TROUBLE),
}


def alarms(found):
    """Alarms by name, those of several rules as one."""
    return {
        re.sub(r"alert-\d+", "alert-N", one["AlarmName"].removeprefix("iamwatch-")): (
            one["MetricName"], one["Statistic"], one["ComparisonOperator"], one["Threshold"], one["TreatMissingData"],
            one["EvaluationPeriods"] if one["TreatMissingData"] == "notBreaching" else None, len(one["OKActions"]))
        for one in found}
