"""`iamwatch doctor` against a pipeline that is whole, and against the same with one thing broken.

Each sabotage names its double: moto for what AWS keeps (rules, buses, policies, trails, logs, functions, topics, queues, metrics, networks),
osmem for the domain, and `by hand` where the door before moto answers what moto has not or has otherwise (event history, routes of a
peering). A healthy pipeline is built anew for each.
"""
import contextlib
import json
import time

import aws_double
import built_pipeline as built
import osmem
import program
import pytest
from built_pipeline import HOME, PAYMENTS, SECURITY, WEB
from sabotage import Sabotage

INDEX = "cwl-2026.11.24"


@pytest.fixture(scope="module")
def pipeline():
    """Built once; each case begins from a copy."""
    with osmem.running() as engine, aws_double.running() as door:
        world = built.World(door, osmem.Index(engine, INDEX))
        built.build(world)
        yield world


@pytest.fixture
def world(pipeline, tmp_path):
    pipeline.door.fresh()
    # moto has no such call.
    pipeline.door.answer("lambda:GetAccountSettings", {"AccountLimit": {"UnreservedConcurrentExecutions": 1000}})
    engine = pipeline.index.base.removeprefix("http://").partition("/")[0]
    for name in (INDEX, "cwl-2026.11.23"):
        with contextlib.suppress(AssertionError):
            osmem.Index(engine, name).ask("", method="DELETE")
    built.build_index(pipeline)
    pipeline.file = tmp_path / "config.yaml"
    pipeline.file.write_text(built.configuration(f"http://{engine}"))
    pipeline.file.chmod(0o600)
    return pipeline


def run_in(world, *arguments, **changes):
    """Runs the program with the Security account's credentials against the doubles."""
    keys = world.session(SECURITY).get_credentials()
    return program.run(
        *arguments, "--config", world.file,
        **{"AWS_ENDPOINT_URL": world.door.url, "AWS_ACCESS_KEY_ID": keys.access_key,
           "AWS_SECRET_ACCESS_KEY": keys.secret_key, "AWS_SESSION_TOKEN": keys.token, "AWS_REGION": HOME,
           "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true",
           **changes})


def doctor(world, *options, status=None, **changes):
    done = run_in(world, "doctor", *options, **changes)
    if status is not None:
        assert done.returncode == status, done.stdout.decode() + done.stderr.decode()
    return done


def report(world, status=None, **changes):
    return json.loads(doctor(world, "--format", "json", status=status, **changes).stdout)


def rule_on_custom_bus(world):
    world.client("events", PAYMENTS).create_event_bus(Name="audit")
    world.forget_rule("iamwatch-identity", PAYMENTS)
    world.put_rule("iamwatch-identity", built.IDENTITY, built.target(PAYMENTS), PAYMENTS, bus="audit")


def rule_in_other_region(world):
    world.forget_rule("iamwatch-identity", PAYMENTS)
    world.put_rule("iamwatch-identity", built.IDENTITY, built.target(PAYMENTS, "eu-west-1"), PAYMENTS, "eu-west-1")


def second_hop_of_member(world):
    """The member sends to a hub account's bus, which is to send on."""
    hub = "arn:aws:events:us-east-1:777777777777:event-bus/hub"
    world.client("events", PAYMENTS).remove_targets(Rule="iamwatch-identity", Ids=["security"])
    world.client("events", PAYMENTS).put_targets(Rule="iamwatch-identity", Targets=built.target(PAYMENTS, arn=hub))


def second_hop_of_security(world):
    world.client("events").put_targets(Rule="iamwatch-keep", EventBusName="iamwatch", Targets=[
        {"Id": "on", "Arn": "arn:aws:events:us-east-1:777777777777:event-bus/archive", "RoleArn": f"arn:aws:iam::{SECURITY}:role/x"}])


def deny_account(world):
    roots = {"AWS": [f"arn:aws:iam::{account}:root" for account in (PAYMENTS, WEB)]}
    refused = dict(built.allow({"AWS": f"arn:aws:iam::{WEB}:root"}, "events:*", built.BUS), Effect="Deny", Sid="NoWeb")
    world.client("events").put_permission(
        EventBusName="iamwatch", Policy=built.policy(built.allow(roots, "events:PutEvents", built.BUS), refused))


def disable(name, account=PAYMENTS, region=HOME, bus="default"):
    return lambda world: world.client("events", account, region).disable_rule(Name=name, EventBusName=bus)


def put(name, pattern, account=PAYMENTS, region=HOME, state=built.ALL_EVENTS):
    return lambda world: world.client("events", account, region).put_rule(Name=name, EventPattern=pattern, State=state)


def forget_role(world):
    iam = world.client("iam", PAYMENTS)
    iam.delete_role_policy(RoleName="iamwatch-put-events", PolicyName="put")
    iam.delete_role(RoleName="iamwatch-put-events")


def distrust_role(world):
    world.client("iam", PAYMENTS).update_assume_role_policy(
        RoleName="iamwatch-put-events",
        PolicyDocument=built.policy(built.allow({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")))


def write_only_trail(world):
    world.client("cloudtrail", WEB).put_event_selectors(
        TrailName="iamwatch", EventSelectors=[{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}])


def undelivered(world):
    queues = world.client("sqs", WEB)
    url = queues.get_queue_url(QueueName="iamwatch-undelivered")["QueueUrl"]
    queues.send_message(QueueUrl=url, MessageBody="{}")


def forget_log_policy(world):
    world.client("logs").delete_resource_policy(policyName="iamwatch")


def forget_log_group_target(world):
    world.client("events").remove_targets(Rule="iamwatch-keep", EventBusName="iamwatch", Ids=["log"])


def forget_filter(world):
    world.client("logs").delete_subscription_filter(logGroupName=built.GROUP, filterName="iamwatch-forward")


def narrow_filter(world):
    world.client("logs").put_subscription_filter(
        logGroupName=built.GROUP, filterName="iamwatch-forward", filterPattern="{ $.detail.errorCode = * }",
        destinationArn=built.function_arn("iamwatch-forward"))


def forget_permission(function, statement):
    return lambda world: world.client("lambda").remove_permission(FunctionName=function, StatementId=statement)


def forward_times_out(world):
    world.metric("AWS/Lambda", "Errors", 12, FunctionName="iamwatch-forward")
    world.metric("AWS/Lambda", "Duration", 30_000, FunctionName="iamwatch-forward")


def forward_fails(world):
    world.metric("AWS/Lambda", "Errors", 12, FunctionName="iamwatch-forward")
    world.complain("iamwatch-forward", "8a7f OpenSearch: the domain answered 403: \x1b[31mno permissions for [indices:data/write/bulk]")


def expired_webhook(world):
    world.metric("AWS/Lambda", "Errors", 9, FunctionName="iamwatch-notify")
    world.complain("iamwatch-notify", "8a7f ExpiredWebhook: status 404: no_service; put a new one into the secret")


def mapping_conflict(world):
    other = osmem.Index(world.index.base.split("/")[2], "cwl-2026.11.23")
    other.ask("", {"mappings": {"properties": {"@timestamp": {"type": "date"}, "account": {"type": "long"}}}}, "PUT")


def many_fields(world):
    world.index.ask("/_mapping", {"properties": {f"f{number}": {"type": "keyword"} for number in range(950)}}, "PUT")


def silent_forwarder(world):
    built.put_document(world, minutes=600)


def silent_account(world):
    """Nothing of it in the log group, and its own event history has a call."""
    logs = world.client("logs")
    logs.delete_log_stream(logGroupName=built.GROUP, logStreamName="events")
    logs.create_log_stream(logGroupName=built.GROUP, logStreamName="events")
    world.arrive(PAYMENTS)
    called = {"EventName": "CreateUser", "ReadOnly": "false", "EventTime": built.now().timestamp() - 3600}
    world.door.answer("cloudtrail:LookupEvents", {"Events": [called]})


def unsubscribe(world):
    topic = world.client("sns")
    for found in topic.list_subscriptions_by_topic(TopicArn=built.topic_arn())["Subscriptions"]:
        topic.unsubscribe(SubscriptionArn=found["SubscriptionArn"])


def close_topic(world):
    world.client("sns").set_topic_attributes(
        TopicArn=built.topic_arn(), AttributeName="Policy",
        AttributeValue=built.policy(built.allow({"AWS": SECURITY}, "sns:Publish", built.topic_arn())))


def delete_secret(world):
    world.client("secretsmanager").delete_secret(SecretId="iamwatch/slack-webhook", RecoveryWindowInDays=7)


def vpc(world, peered="active", egress=True, ingress=True, routed=True):
    """The function in one VPC and the domain in another, peered; then what a case takes away."""
    ec2 = world.client("ec2")
    names = {}
    for name, block in (("function", "10.1.0.0/16"), ("domain", "10.2.0.0/16")):
        network = ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=network, CidrBlock=block.replace("/16", "/24"))["Subnet"]["SubnetId"]
        group = ec2.create_security_group(VpcId=network, GroupName=name, Description=name)["GroupId"]
        table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [network]}])["RouteTables"][0]["RouteTableId"]
        names[name] = (network, subnet, group, table)
    peering = ec2.create_vpc_peering_connection(VpcId=names["function"][0], PeerVpcId=names["domain"][0])
    peering = peering["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    if peered == "active":
        ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    for here, there in (("function", "10.2.0.0/16"), ("domain", "10.1.0.0/16")):
        if routed or here == "domain":
            ec2.create_route(RouteTableId=names[here][3], DestinationCidrBlock=there, VpcPeeringConnectionId=peering)
    if ingress:
        allow_443(ec2.authorize_security_group_ingress, names["domain"][2], "10.1.0.0/16")
    if not egress:
        everything = ec2.describe_security_groups(GroupIds=[names["function"][2]])["SecurityGroups"][0]["IpPermissionsEgress"]
        ec2.revoke_security_group_egress(GroupId=names["function"][2], IpPermissions=everything)
    world.client("lambda").update_function_configuration(
        FunctionName="iamwatch-forward",
        VpcConfig={"SubnetIds": [names["function"][1]], "SecurityGroupIds": [names["function"][2]]})
    world.client("opensearch").create_domain(
        DomainName="iamwatch", VPCOptions={"SubnetIds": [names["domain"][1]], "SecurityGroupIds": [names["domain"][2]]})


def allow_443(authorize, group, block):
    authorize(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": block}]}])


def closed(**changes):
    """What a wrong network does to the function too: it times out."""
    def do(world):
        vpc(world, **changes)
        forward_times_out(world)
    return do


IDENTITY, SESSIONS = "iamwatch-identity", "iamwatch-sessions"
SABOTAGES = [
    Sabotage("a rule on a custom bus", "moto", "rule", PAYMENTS, "on the bus audit", "bus default", rule_on_custom_bus),
    Sabotage("a rule in another region", "moto", "rule", PAYMENTS, "in eu-west-1", "in us-east-1", rule_in_other_region),
    Sabotage("no rule", "moto", "rule", WEB, "there is no rule iamwatch-sessions", "pipeline render",
             lambda world: world.forget_rule(SESSIONS, WEB), subject=SESSIONS),
    Sabotage("a rule disabled", "moto", "rule state", PAYMENTS, "DISABLED", "aws events enable-rule --name iamwatch-identity",
             disable(IDENTITY), subject=IDENTITY),
    Sabotage("a rule disabled in another region", "moto", "rule state", PAYMENTS, "DISABLED", "--region eu-west-1",
             disable(SESSIONS, region="eu-west-1"), region="eu-west-1"),
    Sabotage("a rule without read-only events", "moto", "rule state", PAYMENTS, "List, Get and Describe", built.ALL_EVENTS,
             put(IDENTITY, built.IDENTITY, state="ENABLED")),
    Sabotage("a pattern of one event", "moto", "pattern", WEB, "iam:", "pipeline render",
             put(IDENTITY, json.dumps({"source": ["aws.iam"], "detail": {"eventName": ["CreateUser"]}}), WEB)),
    Sabotage("a pattern of one spelling", "moto", "pattern", WEB, "signin:ConsoleLogin", "pipeline render",
             put(SESSIONS, json.dumps({"source": [{"prefix": "aws."}], "detail-type": built.TYPES[:1] + built.TYPES[2:]}), WEB)),
    Sabotage("a watched rule disabled", "moto", "rule state", WEB, "iamwatch-watched-1 is DISABLED", "enable-rule",
             disable("iamwatch-watched-1", WEB)),
    Sabotage("alert rules of users alone", "moto", "pattern", SECURITY, "events that rules need", "pipeline render",
             lambda world: world.client("events").put_rule(
                 Name="iamwatch-alert-1", EventBusName="iamwatch", State=built.ALL_EVENTS,
                 EventPattern=json.dumps({"source": ["aws.iam"]})), subject="iamwatch-alert-*"),
    Sabotage("a second hop", "moto", "target", PAYMENTS, "event-bus/hub", "event-bus/iamwatch", second_hop_of_member),
    Sabotage("no target", "moto", "target", WEB, "has no target", "event-bus/iamwatch",
             lambda world: world.client("events", WEB).remove_targets(Rule=SESSIONS, Ids=["security"])),
    Sabotage("no role", "moto", "role", PAYMENTS, "there is no role iamwatch-put-events", "pipeline render", forget_role, None),
    Sabotage("a role that EventBridge may not assume", "moto", "role", PAYMENTS, "cannot assume", "pipeline render", distrust_role, None),
    Sabotage("a role for another bus", "moto", "role", WEB, "may not events:PutEvents", "event-bus/iamwatch",
             lambda world: built.put_role_policy(world, WEB, built.BUS + "-old"), None),
    Sabotage("a bus that does not admit the account", "moto", "bus policy", WEB, "no statement allows", WEB,
             lambda world: built.admit(world, PAYMENTS), None),
    Sabotage("a bus that denies the account", "moto", "bus policy", WEB, "denied by the statement NoWeb", WEB, deny_account, None),
    Sabotage("a trail that does not log", "moto", "trail", WEB, "does not log", "aws cloudtrail start-logging",
             lambda world: world.client("cloudtrail", WEB).stop_logging(Name="iamwatch")),
    Sabotage("a trail of reads alone", "moto", "trail", WEB, "no writing management events", "put-event-selectors", write_only_trail),
    Sabotage("deliveries fail", "moto", "deliveries", WEB, "3 deliveries of iamwatch-identity failed", "iamwatch-undelivered",
             lambda world: world.metric("AWS/Events", "FailedInvocations", 3, WEB, RuleName=IDENTITY)),
    Sabotage("undelivered events", "moto", "dead letters", WEB, "1 messages wait", "redrive", undelivered),
    Sabotage("a silent account", "moto, event history by hand", "arrivals", WEB, "CloudTrail recorded iam:CreateUser", "pipeline test",
             silent_account, None),
    Sabotage("no bus", "moto", "bus", SECURITY, "there is no bus iamwatch", "pipeline render",
             lambda world: world.door.answer("events:DescribeEventBus", {"__type": "ResourceNotFoundException", "message": "no"}, 400)),
    Sabotage("the bus's rule disabled", "moto", "rule state", SECURITY, "DISABLED", "--event-bus-name iamwatch",
             disable("iamwatch-keep", SECURITY, bus="iamwatch")),
    Sabotage("the bus's rule without its group", "moto", "target", SECURITY, "has no target", built.GROUP, forget_log_group_target),
    Sabotage("an alert rule disabled", "moto", "rule state", SECURITY, "iamwatch-alert-1 is DISABLED", "enable-rule",
             disable("iamwatch-alert-1", SECURITY, bus="iamwatch")),
    Sabotage("a second hop of the bus", "moto", "second hop", SECURITY, "event-bus/archive", "directly", second_hop_of_security),
    Sabotage("no log resource policy", "moto", "log policy", SECURITY, "may not logs:CreateLogStream", "delivery.logs.amazonaws.com",
             forget_log_policy),
    Sabotage("no subscription filter", "moto", "subscription filter", SECURITY, "no subscription filter", "put-subscription-filter",
             forget_filter),
    Sabotage("a narrow subscription filter", "moto", "subscription filter", SECURITY, "errorCode", "empty pattern", narrow_filter),
    Sabotage("Logs may not invoke", "moto", "permission", SECURITY, "logs.amazonaws.com may not invoke", "add-permission",
             forget_permission("iamwatch-forward", "logs")),
    Sabotage("the forwarder times out", "moto", "function", SECURITY, "time-out of 30 s", "domain does not answer", forward_times_out),
    Sabotage("the forwarder fails", "moto", "function", SECURITY, "the domain answered 403", "aws logs tail", forward_fails),
    Sabotage("throttled", "moto", "function", SECURITY, "5 invocations were throttled", "concurrency",
             lambda world: world.metric("AWS/Lambda", "Throttles", 5, FunctionName="iamwatch-forward")),
    Sabotage("no way out of the security group", "moto", "route", SECURITY, "lets 443 out", "authorize-security-group-egress",
             closed(egress=False)),
    Sabotage("no way into the domain", "moto", "route", SECURITY, "lets 443 in", "authorize-security-group-ingress",
             closed(ingress=False)),
    Sabotage("no route to the domain", "moto", "route", SECURITY, "has no route to 10.2.0.0/24", "create-route", closed(routed=False)),
    Sabotage("a peering that waits", "moto", "route", SECURITY, "pending-acceptance", "accept-vpc-peering-connection",
             closed(peered="pending")),
    Sabotage("a mapping conflict", "osmem", "index", SECURITY, "indices disagree on account: keyword and long", "_index_template",
             mapping_conflict),
    Sabotage("too many fields", "osmem", "index", SECURITY, "of 1000 fields", "_index_template", many_fields),
    Sabotage("a silent forwarder", "osmem", "documents", SECURITY, "the forwarder is silent", "aws logs tail", silent_forwarder),
    Sabotage("nobody is subscribed", "moto", "subscription", SECURITY, "is not subscribed", "aws sns subscribe", unsubscribe),
    Sabotage("a topic that EventBridge may not publish to", "moto", "topic", SECURITY, "may not publish", "sns:Publish", close_topic),
    Sabotage("SNS may not invoke", "moto", "permission", SECURITY, "sns.amazonaws.com may not invoke", "add-permission",
             forget_permission("iamwatch-notify", "sns")),
    Sabotage("an expired webhook", "moto", "webhook", SECURITY, "status 404: no_service", "new webhook", expired_webhook),
    Sabotage("a secret being deleted", "moto", "webhook", SECURITY, "being deleted", "restore-secret", delete_secret),
    Sabotage("a filter's deliveries fail", "moto", "throttles", SECURITY, "7 deliveries", "concurrency",
             lambda world: world.metric("AWS/Logs", "DeliveryErrors", 7, LogGroupName=built.GROUP, DestinationType="Lambda",
                                        FilterName="iamwatch-forward")),
]


def test_a_healthy_pipeline_is_whole(world):
    found = report(world, status=0)
    assert found["verdict"] == "ok"
    assert {hop["state"] for hop in found["hops"]} == {"ok"}


def test_a_healthy_network_is_whole(world):
    vpc(world)
    assert report(world, status=0)["verdict"] == "ok"


def empty(world):
    """The pipeline as it is right after it was applied: no event of anybody yet, no index, and nobody called."""
    logs = world.client("logs")
    logs.delete_log_stream(logGroupName=built.GROUP, logStreamName="events")
    world.door.answer("cloudtrail:LookupEvents", {"Events": []})
    world.index.ask("", method="DELETE")


def test_a_fresh_pipeline_is_not_called_broken_for_what_has_not_passed_yet(world):
    empty(world)
    found = report(world, status=3)
    unknown = {(hop["hop"], hop["account"]): hop for hop in found["hops"] if hop["state"] != "ok"}
    assert not [hop for hop in found["hops"] if hop["state"] == "broken"]
    assert ("index", SECURITY) in unknown and "no event has passed yet" in unknown["index", SECURITY]["evidence"]
    assert "pipeline test" in unknown["index", SECURITY]["remedy"]
    assert {hop for hop, _ in unknown} <= {"index", "arrivals"}


def test_events_without_an_index_are_a_forwarder_that_never_forwarded(world):
    world.index.ask("", method="DELETE")
    found = report(world, status=1)
    broken, = (hop for hop in found["hops"] if hop["state"] == "broken")
    assert (broken["hop"], "nothing has ever been forwarded" in broken["evidence"]) == ("index", True)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_a_sabotage_is_named_and_nothing_else(world, sabotage):
    sabotage.do(world)
    assert sabotage.is_named_alone(report(world, status=1))


def test_every_call_reads_and_is_in_the_table(world):
    """What is called is among what the hops name as their actions, and nothing of it writes."""
    vpc(world)
    found = report(world, status=0)
    named = {action for hop in found["hops"] for action in hop["actions"]}
    called = {action for action in world.door.actions if not action.startswith("s3:")} - {"sts:AssumeRole"}
    assert called <= named
    assert all(action.split(":")[1].startswith(("Get", "List", "Describe", "Filter", "Lookup", "ESHttpGet")) for action in called)


@pytest.mark.parametrize("action", [
    "events:DescribeRule", "events:ListTargetsByRule", "iam:GetRole", "cloudtrail:DescribeTrails", "cloudwatch:GetMetricData",
    "logs:DescribeLogGroups", "logs:FilterLogEvents", "lambda:GetPolicy", "sns:GetTopicAttributes", "sqs:GetQueueUrl",
    "secretsmanager:DescribeSecret", "events:DescribeEventBus"])
def test_a_permission_that_is_lacking_is_unknown_by_its_name(world, action):
    world.door.refuse(action)
    found = report(world, status=3)
    assert [hop for hop in found["hops"] if action in hop["evidence"] and hop["state"] == "unknown"]


def test_credentials_of_another_account_are_named(world):
    keys = world.session(WEB).get_credentials()
    found = report(world, status=1, AWS_ACCESS_KEY_ID=keys.access_key, AWS_SECRET_ACCESS_KEY=keys.secret_key, AWS_SESSION_TOKEN=keys.token)
    broken = [hop for hop in found["hops"] if hop["state"] == "broken"]
    assert [(hop["hop"], hop["account"]) for hop in broken] == [("credentials", SECURITY)]
    assert WEB in broken[0]["evidence"]


def test_text_has_the_remedy_below_the_broken_hop(world):
    disable(IDENTITY)(world)
    lines = doctor(world, status=1).stdout.decode().splitlines()
    assert lines[0].startswith("Broken: rule state iamwatch-identity in payments (111122223333), us-east-1. 1 broken,")
    place = next(number for number, line in enumerate(lines) if "BROKEN" in line)
    assert "aws events enable-rule --name iamwatch-identity" in lines[place + 1]


def test_hostile_text_is_shown_harmless(world):
    forward_fails(world)
    assert b"\x1b" not in doctor(world, status=1).stdout


def test_a_configuration_without_a_pipeline_is_a_usage_error(world):
    world.file.write_text("{}")
    done = doctor(world, status=2)
    assert b"pipeline.security_account" in done.stderr and b"accounts is empty" in done.stderr


def test_an_answer_that_never_comes_ends_by_itself(world):
    def wait(_):
        time.sleep(3)

    world.door.overrides["events:DescribeRule"] = wait
    found = report(world, status=3, IAMWATCH_TIMEOUT="1s")
    assert any("no answer within 1 s" in hop["evidence"] for hop in found["hops"])
