"""A whole pipeline, built by hand on moto and osmem under the names that `pipeline render` gives: what `doctor` has to find healthy."""
import contextlib
import datetime
import io
import json
import time
import zipfile

import boto3

SECURITY, PAYMENTS, WEB = "999999999999", "111122223333", "444455556666"
HOME = "us-east-1"
GROUP = "/aws/events/iam-audit"
REGIONS = {PAYMENTS: ["us-east-1", "eu-west-1"], WEB: ["us-east-1"]}
BUS = f"arn:aws:events:{HOME}:{SECURITY}:event-bus/iamwatch"
ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
TYPES = ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail",
         "AWS Service Event via CloudTrail", "AWS Console Action via CloudTrail"]
MAPPING = {"dynamic": False, "properties": {
    "@timestamp": {"type": "date"}, "@message": {"type": "text"}, "@owner": {"type": "keyword"},
    "account": {"type": "keyword"}, "principal": {"type": "keyword"}, "action": {"type": "keyword"}}}


def pattern(*services):
    """As `pipeline render` writes them."""
    return json.dumps({"source": [{"prefix": "aws."}], "detail": {"eventSource": [f"{name}.amazonaws.com" for name in services]}})


IDENTITY = pattern("iam", "organizations")
SESSIONS = pattern("sts", "signin", "sso", "sso-directory", "identitystore", "access-analyzer", "rolesanywhere", "cognito-idp",
                   "cognito-identity", "ram")
WATCHED = json.dumps({"source": [{"prefix": "aws."}], "detail": {"eventSource": [
    {"anything-but": ["iam.amazonaws.com", "organizations.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com"]}]}})


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal, actions, resource=None, condition=None):
    statement = {"Sid": "Allowed", "Effect": "Allow", "Principal": principal, "Action": actions}
    if resource:
        statement["Resource"] = resource
    if condition:
        statement["Condition"] = condition
    return statement


class World:
    """The clients of each account, and what the program needs to know."""

    def __init__(self, door, index):
        self.door, self.index, self.sessions, self.clients = door, index, {}, {}

    def client(self, service, account=SECURITY, region=HOME):
        place = (service, account, region)
        if place not in self.clients:
            self.clients[place] = self.session(account).client(service, region_name=region, endpoint_url=self.door.back)
        return self.clients[place]

    def session(self, account):
        if account not in self.sessions:
            sts = boto3.client(
                "sts", region_name=HOME, endpoint_url=self.door.back, aws_access_key_id="AKIATEST",
                aws_secret_access_key="secret")
            keys = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/audit", RoleSessionName="build")["Credentials"]
            self.sessions[account] = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        return self.sessions[account]

    def put_rule(self, name, event_pattern, targets, account=SECURITY, region=HOME, bus="default", state=ALL_EVENTS):
        events = self.client("events", account, region)
        events.put_rule(Name=name, EventPattern=event_pattern, State=state, EventBusName=bus)
        events.put_targets(Rule=name, EventBusName=bus, Targets=targets)

    def forget_rule(self, name, account=SECURITY, region=HOME, bus="default"):
        events = self.client("events", account, region)
        found = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
        events.remove_targets(Rule=name, EventBusName=bus, Ids=[target["Id"] for target in found])
        events.delete_rule(Name=name, EventBusName=bus)

    def metric(self, namespace, name, value, account=SECURITY, **dimensions):
        self.client("cloudwatch", account).put_metric_data(Namespace=namespace, MetricData=[{
            "MetricName": name, "Value": value, "Timestamp": now() - datetime.timedelta(minutes=10),
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()]}])

    def arrive(self, account, minutes=10):
        """Puts an event of an account into the log group, as EventBridge writes it."""
        event = {"version": "0", "id": f"e-{account}-{minutes}", "detail-type": TYPES[0], "source": "aws.iam",
                 "account": account, "time": "2026-11-24T12:00:00Z", "region": HOME, "resources": [],
                 "detail": {"eventVersion": "1.08", "eventSource": "iam.amazonaws.com", "eventName": "CreateUser"}}
        self.client("logs").put_log_events(logGroupName=GROUP, logStreamName="events", logEvents=[
            {"timestamp": int((time.time() - minutes * 60) * 1000), "message": json.dumps(event)}])

    def complain(self, function, line, ahead=-60):
        """A line of a function's own log, so many seconds from now."""
        logs, group = self.client("logs"), f"/aws/lambda/{function}"
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName="run")
        logs.put_log_events(logGroupName=group, logStreamName="run", logEvents=[
            {"timestamp": int((time.time() + ahead) * 1000), "message": line}])


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def build(world):
    """Everything, healthy."""
    build_security(world)
    for account in (PAYMENTS, WEB):
        build_member(world, account)
        world.arrive(account)


def build_index(world):
    world.index.ask("", {"mappings": MAPPING}, "PUT")
    put_document(world, minutes=11)


def put_document(world, minutes):
    stamp = (now() - datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
    world.index.ask("/_doc/1?refresh=true", {
        "@timestamp": stamp, "account": PAYMENTS, "principal": "alice", "action": "iam:CreateUser"}, "PUT")


def build_member(world, account):
    bucket, trail = f"trail-{account}", world.client("cloudtrail", account)
    world.client("s3", account).create_bucket(Bucket=bucket)
    trail.create_trail(Name="iamwatch", S3BucketName=bucket, IsMultiRegionTrail=True)
    trail.start_logging(Name="iamwatch")
    trail.put_event_selectors(TrailName="iamwatch", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True}])
    build_role(world, account)
    for region in REGIONS[account]:
        world.client("sqs", account, region).create_queue(QueueName="iamwatch-undelivered")
        if region == HOME:
            world.put_rule("iamwatch-identity", IDENTITY, target(account, region), account, region)
        world.put_rule("iamwatch-sessions", SESSIONS, target(account, region), account, region)
        world.put_rule("iamwatch-watched-1", WATCHED, target(account, region), account, region)


def target(account, region=HOME, arn=BUS):
    return [{"Id": "security", "Arn": arn, "RoleArn": f"arn:aws:iam::{account}:role/iamwatch-put-events",
             "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{region}:{account}:iamwatch-undelivered"}}]


def build_role(world, account):
    iam = world.client("iam", account)
    trust = allow({"Service": "events.amazonaws.com"}, "sts:AssumeRole", condition={
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": f"arn:aws:events:*:{account}:rule/iamwatch-*"}})
    iam.create_role(RoleName="iamwatch-put-events", AssumeRolePolicyDocument=policy(trust))
    put_role_policy(world, account, BUS)


def put_role_policy(world, account, resource):
    world.client("iam", account).put_role_policy(
        RoleName="iamwatch-put-events", PolicyName="put", PolicyDocument=policy(
            {"Effect": "Allow", "Action": "events:PutEvents", "Resource": resource}))


def admit(world, *accounts):
    roots = [f"arn:aws:iam::{account}:root" for account in accounts]
    world.client("events").put_permission(
        EventBusName="iamwatch", Policy=policy(allow({"AWS": roots}, "events:PutEvents", BUS)))


def build_security(world):
    world.client("events").create_event_bus(Name="iamwatch")
    admit(world, PAYMENTS, WEB)
    build_log_group(world)
    build_functions(world)
    build_topic(world)
    log_group = f"arn:aws:logs:{HOME}:{SECURITY}:log-group:{GROUP}"
    everything = json.dumps({"source": [{"prefix": "aws."}]})
    world.put_rule("iamwatch-keep", everything, [{"Id": "log", "Arn": log_group}], bus="iamwatch")
    world.put_rule("iamwatch-alert-1", everything, [{"Id": "topic", "Arn": topic_arn()}], bus="iamwatch")


def topic_arn():
    return f"arn:aws:sns:{HOME}:{SECURITY}:iamwatch-alerts"


def function_arn(name):
    return f"arn:aws:lambda:{HOME}:{SECURITY}:function:{name}"


def build_log_group(world):
    logs = world.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=365)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="events")
    put_log_policy(world, "events.amazonaws.com", "delivery.logs.amazonaws.com")


def put_log_policy(world, *services):
    world.client("logs").put_resource_policy(policyName="iamwatch", policyDocument=policy(allow(
        {"Service": list(services)}, ["logs:CreateLogStream", "logs:PutLogEvents"],
        f"arn:aws:logs:{HOME}:{SECURITY}:log-group:{GROUP}:*")))


def build_functions(world):
    world.client("iam").create_role(RoleName="function", AssumeRolePolicyDocument=policy(
        allow({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")))
    functions = world.client("lambda")
    for name in ("iamwatch-forward", "iamwatch-notify"):
        functions.create_function(
            FunctionName=name, Runtime="provided.al2023", Handler="bootstrap", Timeout=30,
            Role=f"arn:aws:iam::{SECURITY}:role/function", Code={"ZipFile": empty_zip()})
        world.client("sqs").create_queue(QueueName=f"{name}-failures")
        world.metric("AWS/Lambda", "Invocations", 40, FunctionName=name)
        world.metric("AWS/Lambda", "Duration", 900, FunctionName=name)
    functions.add_permission(
        FunctionName="iamwatch-forward", StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com",
        SourceArn=f"arn:aws:logs:{HOME}:{SECURITY}:log-group:{GROUP}:*", SourceAccount=SECURITY)
    functions.add_permission(
        FunctionName="iamwatch-notify", StatementId="sns", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com",
        SourceArn=topic_arn())
    world.client("logs").put_subscription_filter(
        logGroupName=GROUP, filterName="iamwatch-forward", filterPattern="", destinationArn=function_arn("iamwatch-forward"))


def empty_zip():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("bootstrap", "")
    return data.getvalue()


def build_topic(world):
    sns = world.client("sns")
    sns.create_topic(Name="iamwatch-alerts")
    sns.set_topic_attributes(TopicArn=topic_arn(), AttributeName="Policy", AttributeValue=policy(
        allow({"Service": "events.amazonaws.com"}, "sns:Publish", topic_arn())))
    sns.subscribe(TopicArn=topic_arn(), Protocol="lambda", Endpoint=function_arn("iamwatch-notify"))
    world.client("secretsmanager").create_secret(Name="iamwatch/slack-webhook", SecretString="https://hooks.slack.com/x")


def configuration(endpoint):
    accounts = "".join(
        f"  \"{account}\": {{name: {name}, role_arn: \"arn:aws:iam::{account}:role/audit\", regions: {json.dumps(REGIONS.get(account, [HOME]))}}}\n"
        for account, name in ((PAYMENTS, "payments"), (WEB, "web")))
    return (f"accounts:\n{accounts}pipeline:\n  security_account: \"{SECURITY}\"\n  home_region: {HOME}\n"
            f"  read_only_events: true\n  opensearch: {{endpoint: \"{endpoint}\"}}\n"
            "limits: {logs: 1000}\n")
