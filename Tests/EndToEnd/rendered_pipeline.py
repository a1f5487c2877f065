"""What `pipeline render` wrote, applied: to LocalStack, which carries events between accounts, and to moto, which has what LocalStack
lacks here. A door before both hands each call to the one that keeps it, so that Terraform and the program see one AWS.

On LocalStack: buses, rules, log groups, topics, queues, roles, metrics. On moto: functions, the subscription filter, trails, keys,
secrets, the organization. An access key of 12 digits is that account's in both.
"""
import contextlib
import json
import zipfile

import boto3
from moto.server import ThreadedMotoServer

import aws_double
import localstack
import program
import records
import terraform

SECURITY, PAYMENTS = "999999999999", records.ACCOUNT
ACCOUNTS = {"security": SECURITY, "payments": PAYMENTS}
HOME = "us-east-1"
GROUP = "/aws/events/iam-audit"
BUS = f"arn:aws:events:{HOME}:{SECURITY}:event-bus/iamwatch"
TOPIC = f"arn:aws:sns:{HOME}:{SECURITY}:iamwatch-alerts"
ROLE = f"arn:aws:iam::{PAYMENTS}:role/iamwatch-put-events"
DOMAIN = "https://search-audit-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
ON_LOCALSTACK = {"events", "logs", "sns", "sqs", "iam", "sts", "cloudwatch"}
# moto makes a filter only for a group of its own, and LocalStack one only for a function of its own.
ON_MOTO = {"logs:PutSubscriptionFilter", "logs:DescribeSubscriptionFilters", "logs:DeleteSubscriptionFilter"}
# moto makes a function only with a role of its own.
ON_BOTH = {"logs:CreateLogGroup", "logs:DeleteLogGroup", "iam:CreateRole"}


class Door(aws_double.Door):
    def __init__(self, localstack_url, moto_address):
        self.calls, self.overrides = [], {}
        self.localstack, self.moto_address = localstack_url.removeprefix("http://"), moto_address

    def upstreams(self, call):
        here, there = (self.localstack, {}), (self.moto_address, {"x-moto-account-id": call.key})
        if call.action in ON_BOTH:
            return [here, there]
        service = call.action.partition(":")[0]
        return [here if service in ON_LOCALSTACK and call.action not in ON_MOTO else there]


class Rendered:
    """The applied Terraform, and what the program needs to look at it."""

    def __init__(self, door, folder):
        self.door, self.folder, self.root = door, folder, folder / "root"
        self.config, self.keys = folder / "config.yaml", folder / "credentials"
        self.keys.write_text("".join(
            f"[{name}]\naws_access_key_id = {account}\naws_secret_access_key = x\n"
            for name, account in {"default": SECURITY, **ACCOUNTS}.items()))
        with zipfile.ZipFile(folder / "functions.zip", "w") as package:
            package.writestr("bootstrap", "")

    def client(self, service, account=SECURITY, region=HOME):
        return boto3.client(
            service, endpoint_url=self.door.back, region_name=region, aws_access_key_id=account, aws_secret_access_key="x")

    def configure(self, endpoint, **pipeline):
        self.config.write_text(json.dumps({
            "accounts": {PAYMENTS: {"name": "payments", "profile": "payments", "regions": [HOME, "eu-west-1"]},
                         SECURITY: {"name": "security", "profile": "security"}},
            "pipeline": {"security_account": SECURITY, "home_region": HOME, "read_only_events": True,
                         "opensearch": {"endpoint": endpoint}, **pipeline},
            "limits": {"logs": 1000}}))
        self.config.chmod(0o600)

    @property
    def environment(self):
        return {"AWS_SHARED_CREDENTIALS_FILE": self.keys, "AWS_CONFIG_FILE": "/nowhere", "AWS_PROFILE": "security",
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": self.door.url, "AWS_REGION": HOME,
                "AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}

    def run(self, *arguments, **changes):
        return program.run(*arguments, "--config", self.config, **{**self.environment, **changes})

    def terraform(self, command, *options, statuses=(0,)):
        env = terraform.environment(self.folder, AWS_ENDPOINT_URL=self.door.back)
        env.update(AWS_SHARED_CREDENTIALS_FILE=str(self.keys), AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_PROFILE="security")
        chosen = [] if command == "init" else [
            f"-var=function_package={self.folder}/functions.zip", "-var=function_package_hash=aGFzaA=="]
        return terraform.run(self.root, command, *options, *chosen, env=env, statuses=statuses)

    def add_surroundings(self):
        """What the Terraform leaves to others: a trail for each account, and the webhook in its secret."""
        for account in ACCOUNTS.values():
            bucket = f"trail-{account}"
            self.client("s3", account).create_bucket(Bucket=bucket)
            trail = self.client("cloudtrail", account)
            trail.create_trail(Name="organization", S3BucketName=bucket, IsMultiRegionTrail=True)
            trail.put_event_selectors(
                TrailName="organization", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True}])
            trail.start_logging(Name="organization")
        self.put_webhook("https://hooks.slack.com/x")
        # moto has no such call, and no account's own history of events.
        self.door.answer("lambda:GetAccountSettings", {"AccountLimit": {"UnreservedConcurrentExecutions": 1000}})

    def put_webhook(self, address):
        self.client("secretsmanager").put_secret_value(SecretId="iamwatch/slack-webhook", SecretString=address)

    def set_bus_policy(self, policy):
        self.client("events").put_permission(EventBusName="iamwatch", Policy=json.dumps(policy))

    def empty_queues(self):
        for name in ("iamwatch-notify-failures", "iamwatch-forward-failures"):
            sqs = self.client("sqs")
            sqs.purge_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def apply(self, **pipeline):
        """Renders and applies, with the domain as one that is there already."""
        self.configure(DOMAIN, **pipeline)
        done = self.run("pipeline", "render", self.root, "--force")
        assert done.returncode == 0, done.stderr
        if not (self.root / ".terraform").exists():
            self.terraform("init")
        self.terraform("apply", "-auto-approve", "-parallelism=20")


@contextlib.contextmanager
def running(folder):
    """The doubles, on ports of their own."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    try:
        with localstack.running() as url:
            door = Door(url, f"{host}:{port}")
            with aws_double.serving(door):
                yield Rendered(door, folder)
    finally:
        moto.stop()
