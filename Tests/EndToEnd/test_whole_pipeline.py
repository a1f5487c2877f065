"""The whole pipeline: one event put into a member's default bus, through the rendered Terraform, the real functions, OpenSearch and Slack."""
import contextlib
import json
import time

import boto3
import pytest
from moto.server import ThreadedMotoServer

import domain
import localstack
import package
import program
import records
import runtime_api
import slack_double
import terraform
from terminal import wait_until
from test_lambda import notify, payload, topic

SECURITY, MEMBER = "999999999999", records.ACCOUNT
GROUP = "/aws/events/iam-audit"
CONFIG = f"""
accounts:
  "{MEMBER}": {{name: payments, profile: payments, regions: [us-east-1]}}
pipeline: {{security_account: "{SECURITY}", home_region: us-east-1}}
"""


@pytest.fixture(scope="module")
def aws():
    if not localstack.is_installed():
        pytest.skip("skipped: no LocalStack; python3 Tests/EndToEnd/localstack.py installs it")
    with localstack.running() as url:
        yield url


@contextlib.contextmanager
def moto():
    """KMS, and the secret."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def client(url, service, account):
    return boto3.client(
        service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=account, aws_secret_access_key="x")


def apply(folder, aws, others):
    """Renders the Terraform and applies it."""
    (folder / "config.yaml").write_text(CONFIG)
    (folder / "config.yaml").chmod(0o600)
    root = folder / "root"
    done = program.run("pipeline", "render", root, "--config", folder / "config.yaml")
    assert done.returncode == 0, done.stderr
    accounts = {"default": SECURITY, "security": SECURITY, "payments": MEMBER}
    keys = folder / "credentials"
    keys.write_text("".join(
        f"[{name}]\naws_access_key_id = {account}\naws_secret_access_key = x\n" for name, account in accounts.items()))
    env = terraform.environment(folder, AWS_ENDPOINT_URL=aws, AWS_ENDPOINT_URL_KMS=others)
    env.update(AWS_SHARED_CREDENTIALS_FILE=str(keys), AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_PROFILE="security")
    terraform.run(root, "init", env=env)
    off = [f"-var={name}=false" for name in ("enable_trail", "create_domain", "create_functions")]
    terraform.run(root, "apply", "-auto-approve", *off, env=env)


def subscribed(aws):
    """The URL of a queue that gets what the alerts' topic sends."""
    sns, sqs = client(aws, "sns", SECURITY), client(aws, "sqs", SECURITY)
    queue = sqs.create_queue(QueueName="subscriber")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(
        TopicArn=f"arn:aws:sns:us-east-1:{SECURITY}:iamwatch-alerts", Protocol="sqs", Endpoint=arn)
    return queue


def arrived(read, what):
    """What arrives at last."""
    found = []

    def look():
        found.extend(read())
        return found

    wait_until(look, what)
    return found


def test_one_event_becomes_a_document_a_message_and_a_count(tmp_path, aws):
    terraform.mirror()
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    record = records.record(
        1, time=now, action="CreateAccessKey", readOnly=False, requestParameters={"userName": "root-of-all"})
    with moto() as others, domain.running() as search, slack_double.running() as slack:
        apply(tmp_path, aws, others)
        queue = subscribed(aws)
        put = client(aws, "events", MEMBER).put_events(Entries=[{
            "Source": "aws.iam", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(record)}])
        assert put["FailedEntryCount"] == 0

        logs, sqs = client(aws, "logs", SECURITY), client(aws, "sqs", SECURITY)
        kept = arrived(lambda: logs.filter_log_events(logGroupName=GROUP)["events"], "the event in the log group")
        told = arrived(lambda: sqs.receive_message(QueueUrl=queue).get("Messages", []), "the event at the topic")
        assert json.loads(kept[0]["message"])["account"] == MEMBER

        key, secret, token = domain.KEYS[0].split(":")
        with runtime_api.running(
            [package.bootstrap()], _HANDLER="forward", AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret,
            AWS_SESSION_TOKEN=token, IAMWATCH_OPENSEARCH_ENDPOINT=search.door, IAMWATCH_DEAD_LETTER_QUEUE_URL=queue
        ) as forward:
            outcome = forward.invoke(payload([one["message"] for one in kept]))
            assert outcome.body == {"indexed": 1, "refused": 0}, (outcome, forward.log)
        client(others, "secretsmanager", SECURITY).create_secret(Name="slack", SecretString=slack.webhook())
        with notify(others, "slack") as function:
            outcome = function.invoke(topic(json.loads(told[0]["Body"])["Message"]))
            assert outcome.kind == "response" and outcome.body["alerts"] >= 1, (outcome, function.log)

        domain.ask(search.engine + "/_refresh", b"")
        done = program.once(
            search.source("cwl-*"), options=["--since", "1h", "--format", "json"], **domain.credentials())
        assert done.returncode == 0, done.stderr
        snapshot = json.loads(done.stdout)
    assert snapshot["totals"]["events"] == 1
    assert snapshot["groups"][0]["action"] == "iam:CreateAccessKey"
    assert slack_double.fields(slack.taken()[0].body)["Account"] == f"payments ({MEMBER})"
