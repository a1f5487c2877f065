"""The whole pipeline as `pipeline render` wrote it and Terraform applied it: one event put into a member's default bus becomes a
document, a message and a count; `doctor` finds every hop well, and names each one thing that is then broken.

`Tests/whole-pipeline` installs LocalStack and runs this.
"""
import json
import time

import pytest

import domain
import localstack
import package
import program
import records
import rendered_pipeline as rendered
import runtime_api
import slack_double
from rendered_pipeline import BUS, GROUP, HOME, PAYMENTS, ROLE, SECURITY, TOPIC
from sabotage import Sabotage
from terminal import wait_until
from test_lambda import notify, payload, topic

FORWARD = f"arn:aws:lambda:{HOME}:{SECURITY}:function:iamwatch-forward"
NOTIFY = f"arn:aws:lambda:{HOME}:{SECURITY}:function:iamwatch-notify"
IDENTITY, SESSIONS = "iamwatch-identity", "iamwatch-sessions"
ORGANIZATION = "o-abc1234567"


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    """The pipeline, applied."""
    if not localstack.is_installed():
        pytest.skip("skipped: no LocalStack; Tests/whole-pipeline installs it")
    rendered.terraform.mirror()
    with rendered.running(tmp_path_factory.mktemp("pipeline")) as world:
        world.apply()
        world.add_surroundings()
        yield world


@pytest.fixture(scope="module")
def search():
    with domain.running() as running:
        yield running


def arrived(read, what):
    """What arrives at last."""
    found = []

    def look():
        found.extend(read())
        return found

    wait_until(look, what)
    return found


def put(world, number, account=PAYMENTS, **changes):
    """Puts an event of IAM on an account's default bus, as CloudTrail does."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    record = records.record(number, time=now, account=account, readOnly=False, **changes)
    put = world.client("events", account).put_events(Entries=[{
        "Source": "aws.iam", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(record)}])
    assert put["FailedEntryCount"] == 0


def kept(world, account):
    """The events of an account in the Security account's log group."""
    events = world.client("logs").filter_log_events(logGroupName=GROUP)["events"]
    return [one for one in events if json.loads(one["message"])["account"] == account]


@pytest.fixture
def queue(applied):
    """The URL of a queue that gets what the alerts' topic sends."""
    sns, sqs = applied.client("sns"), applied.client("sqs")
    url = sqs.create_queue(QueueName="subscriber")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    made = sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True)
    yield url
    sns.unsubscribe(SubscriptionArn=made["SubscriptionArn"])
    sqs.delete_queue(QueueUrl=url)


def forward(search, messages):
    """Hands messages of the log group to the function, as the subscription filter does; every one becomes a document."""
    key, secret, token = domain.KEYS[0].split(":")
    with runtime_api.running(
        [package.bootstrap()], _HANDLER="forward", AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret,
        AWS_SESSION_TOKEN=token, IAMWATCH_OPENSEARCH_ENDPOINT=search.door,
        IAMWATCH_DEAD_LETTER_QUEUE_URL="http://127.0.0.1:1/nothing-is-refused"
    ) as function:
        outcome = function.invoke(payload(messages))
        assert outcome.body == {"indexed": len(messages), "refused": 0}, (outcome, function.log)
    domain.ask(search.engine + "/_refresh", b"")


def test_one_event_becomes_a_document_a_message_and_a_count(applied, search, queue):
    put(applied, 1, action="CreateAccessKey", requestParameters={"userName": "root-of-all"})
    sqs = applied.client("sqs")
    logged = arrived(lambda: kept(applied, PAYMENTS), "the event in the log group")
    told = arrived(lambda: sqs.receive_message(QueueUrl=queue).get("Messages", []), "the event at the topic")

    assert len(logged) == 1
    forward(search, [one["message"] for one in logged])
    with slack_double.running() as slack:
        applied.put_webhook(slack.webhook())
        with notify(applied.door.back, "iamwatch/slack-webhook", AWS_ACCESS_KEY_ID=SECURITY) as function:
            outcome = function.invoke(topic(json.loads(told[0]["Body"])["Message"]))
            assert outcome.kind == "response" and outcome.body["alerts"] >= 1, (outcome, function.log)
        assert slack_double.fields(slack.taken()[0].body)["Account"] == f"payments ({PAYMENTS})"

    for counter in ("local", "engine"):
        options = ["--since", "1h", "--format", "json", "--no-builtin-rules", "--aggregate", counter]
        done = program.once(search.source("cwl-*"), options=options, **domain.credentials())
        assert done.returncode == 0, done.stderr
        snapshot = json.loads(done.stdout)
        assert snapshot["totals"]["events"] == 1
        assert snapshot["groups"][0]["action"] == "iam:CreateAccessKey"


# doctor


def doctor(world, status):
    done = world.run("doctor", "--format", "json")
    assert done.returncode == status, done.stdout.decode() + done.stderr.decode()
    return json.loads(done.stdout)


def states(found):
    return [hop for hop in found["hops"] if hop["state"] != "ok"]


@pytest.fixture(scope="module")
def healthy(applied, search):
    """With an event of each account in the log group, and a document of today."""
    for account in (PAYMENTS, SECURITY):
        put(applied, 2, account=account)
        arrived(lambda: kept(applied, account), f"an event of {account} in the log group")
    applied.configure(search.engine)
    forward(search, [one["message"] for account in (PAYMENTS, SECURITY) for one in kept(applied, account)])
    # LocalStack has no functions here: its topic could not hand the events over, and its queue keeps them.
    applied.empty_queues()
    return applied


def test_what_was_rendered_and_applied_is_well_at_every_hop(healthy):
    found = doctor(healthy, status=0)
    assert states(found) == []
    assert len(found["hops"]) > 60


# What a sabotage takes away it gives back by the function that it returns.


def rule_kept(world, name, account=PAYMENTS, region=HOME, bus="default"):
    """Puts a rule and its targets back as they are now."""
    events = world.client("events", account, region)
    rule = events.describe_rule(Name=name, EventBusName=bus)
    targets = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]

    def again():
        events.put_rule(Name=name, EventBusName=bus, EventPattern=rule["EventPattern"], State=rule["State"])
        events.put_targets(Rule=name, EventBusName=bus, Targets=targets)

    return again, rule, targets


def forget_rule(world, name, account=PAYMENTS, region=HOME, bus="default"):
    again, _, targets = rule_kept(world, name, account, region, bus)
    events = world.client("events", account, region)
    events.remove_targets(Rule=name, EventBusName=bus, Ids=[target["Id"] for target in targets])
    events.delete_rule(Name=name, EventBusName=bus)
    return again


def move_rule(region=HOME, bus="default"):
    """The rule of IAM is on another bus or in another region."""
    def do(world):
        _, rule, targets = rule_kept(world, IDENTITY)
        again = forget_rule(world, IDENTITY)
        events = world.client("events", PAYMENTS, region)
        if bus != "default":
            events.create_event_bus(Name=bus)
        events.put_rule(Name=IDENTITY, EventBusName=bus, EventPattern=rule["EventPattern"], State=rule["State"])
        events.put_targets(Rule=IDENTITY, EventBusName=bus, Targets=targets)

        def back():
            forget_rule(world, IDENTITY, region=region, bus=bus)
            if bus != "default":
                events.delete_event_bus(Name=bus)
            again()

        return back

    return do


def change_rule(name, account=PAYMENTS, region=HOME, bus="default", **changes):
    def do(world):
        again, rule, _ = rule_kept(world, name, account, region, bus)
        world.client("events", account, region).put_rule(
            Name=name, EventBusName=bus, **{"EventPattern": rule["EventPattern"], "State": rule["State"], **changes})
        return again

    return do


def change_target(name, target, account=PAYMENTS, bus="default"):
    """Another target instead of the rule's own, or none."""
    def do(world):
        again, _, targets = rule_kept(world, name, account, bus=bus)
        events = world.client("events", account)
        events.remove_targets(Rule=name, EventBusName=bus, Ids=[one["Id"] for one in targets])
        if target:
            events.put_targets(Rule=name, EventBusName=bus, Targets=[{**targets[0], **target}])
        return again

    return do


def second_hop_of_security(world):
    events = world.client("events")
    hub = {"Id": "on", "Arn": "arn:aws:events:us-east-1:777777777777:event-bus/archive", "RoleArn": ROLE}
    events.put_targets(Rule="iamwatch-keep", EventBusName="iamwatch", Targets=[hub])
    return lambda: events.remove_targets(Rule="iamwatch-keep", EventBusName="iamwatch", Ids=["on"])


def change_bus_policy(change):
    """`change` makes another policy of the bus's own."""
    def do(world):
        events = world.client("events")
        policy = events.describe_event_bus(Name="iamwatch")["Policy"]
        world.set_bus_policy(change(json.loads(policy)))
        return lambda: world.set_bus_policy(json.loads(policy))

    return do


def without_payments(policy):
    arns = policy["Statement"][0]["Principal"]["AWS"]
    policy["Statement"][0]["Principal"]["AWS"] = [arn for arn in arns if PAYMENTS not in arn]
    return policy


def denying_payments(policy):
    refused = dict(policy["Statement"][0], Sid="NoPayments", Effect="Deny", Principal={"AWS": f"arn:aws:iam::{PAYMENTS}:root"})
    policy["Statement"].append(refused)
    return policy


def forget_role(world):
    iam = world.client("iam", PAYMENTS)
    role = iam.get_role(RoleName="iamwatch-put-events")["Role"]
    policy = iam.get_role_policy(RoleName="iamwatch-put-events", PolicyName="put-events")["PolicyDocument"]
    iam.delete_role_policy(RoleName="iamwatch-put-events", PolicyName="put-events")
    iam.delete_role(RoleName="iamwatch-put-events")

    def again():
        iam.create_role(RoleName="iamwatch-put-events", AssumeRolePolicyDocument=json.dumps(role["AssumeRolePolicyDocument"]))
        iam.put_role_policy(RoleName="iamwatch-put-events", PolicyName="put-events", PolicyDocument=json.dumps(policy))

    return again


def distrust_role(world):
    iam = world.client("iam", PAYMENTS)
    trust = iam.get_role(RoleName="iamwatch-put-events")["Role"]["AssumeRolePolicyDocument"]
    other = json.dumps(trust).replace("events.amazonaws.com", "lambda.amazonaws.com")
    iam.update_assume_role_policy(RoleName="iamwatch-put-events", PolicyDocument=other)
    return lambda: iam.update_assume_role_policy(RoleName="iamwatch-put-events", PolicyDocument=json.dumps(trust))


def let_role_put_elsewhere(world):
    iam = world.client("iam", PAYMENTS)
    place = {"RoleName": "iamwatch-put-events", "PolicyName": "put-events"}
    policy = json.dumps(iam.get_role_policy(**place)["PolicyDocument"])
    iam.put_role_policy(**place, PolicyDocument=policy.replace(BUS, BUS + "-old"))
    return lambda: iam.put_role_policy(**place, PolicyDocument=policy)


def change_log_policy(change):
    def do(world):
        logs = world.client("logs")
        found = logs.describe_resource_policies()["resourcePolicies"]
        policy, = (one["policyDocument"] for one in found if one["policyName"] == "iamwatch-events")
        if change:
            logs.put_resource_policy(policyName="iamwatch-events", policyDocument=change(policy))
        else:
            logs.delete_resource_policy(policyName="iamwatch-events")
        return lambda: logs.put_resource_policy(policyName="iamwatch-events", policyDocument=policy)

    return do


def close_topic(world):
    sns = world.client("sns")
    policy = sns.get_topic_attributes(TopicArn=TOPIC)["Attributes"]["Policy"]

    def set_policy(text):
        sns.set_topic_attributes(TopicArn=TOPIC, AttributeName="Policy", AttributeValue=text)

    set_policy(policy.replace("events.amazonaws.com", "s3.amazonaws.com"))
    return lambda: set_policy(policy)


def unsubscribe(world):
    sns = world.client("sns")
    found, = (one["SubscriptionArn"] for one in sns.list_subscriptions_by_topic(TopicArn=TOPIC)["Subscriptions"])
    kept = sns.get_subscription_attributes(SubscriptionArn=found)["Attributes"]["RedrivePolicy"]
    sns.unsubscribe(SubscriptionArn=found)
    return lambda: sns.subscribe(TopicArn=TOPIC, Protocol="lambda", Endpoint=NOTIFY, Attributes={"RedrivePolicy": kept})


def undelivered(account, name):
    def do(world):
        sqs = world.client("sqs", account)
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="{}")
        return lambda: sqs.purge_queue(QueueUrl=url)

    return do


def change_filter(pattern):
    """Another pattern of the subscription filter; none for no filter."""
    def do(world):
        logs = world.client("logs")
        filter = {"logGroupName": GROUP, "filterName": "iamwatch-forward", "destinationArn": FORWARD}
        if pattern is None:
            logs.delete_subscription_filter(logGroupName=GROUP, filterName="iamwatch-forward")
        else:
            logs.put_subscription_filter(**filter, filterPattern=pattern)
        return lambda: logs.put_subscription_filter(**filter, filterPattern="")

    return do


def forget_permission(function, statement, principal, source):
    def do(world):
        functions = world.client("lambda")
        functions.remove_permission(FunctionName=function, StatementId=statement)
        return lambda: functions.add_permission(
            FunctionName=function, StatementId=statement, Action="lambda:InvokeFunction", Principal=principal, SourceArn=source)

    return do


def stop_trail(world):
    trail = world.client("cloudtrail", SECURITY)
    trail.stop_logging(Name="organization")
    return lambda: trail.start_logging(Name="organization")


LOGS = f"arn:aws:logs:{HOME}:{SECURITY}:log-group:{GROUP}:*"
ONE_EVENT = json.dumps({"source": ["aws.iam"], "detail": {"eventName": ["CreateUser"]}})
HUB = {"Arn": "arn:aws:events:us-east-1:777777777777:event-bus/hub"}
SABOTAGES = [
    Sabotage("a rule on a custom bus", "LocalStack", "rule", PAYMENTS, "on the bus audit", "bus default", move_rule(bus="audit")),
    Sabotage("a rule in another region", "LocalStack", "rule", PAYMENTS, "in eu-west-1", "in us-east-1", move_rule(region="eu-west-1")),
    Sabotage("no rule", "LocalStack", "rule", PAYMENTS, f"there is no rule {SESSIONS}", "pipeline render",
             lambda world: forget_rule(world, SESSIONS, region="eu-west-1"), region="eu-west-1", subject=SESSIONS),
    Sabotage("a rule disabled", "LocalStack", "rule state", PAYMENTS, "DISABLED", f"aws events enable-rule --name {IDENTITY}",
             change_rule(IDENTITY, State="DISABLED"), subject=IDENTITY),
    Sabotage("a rule without read-only events", "LocalStack", "rule state", PAYMENTS, "List, Get and Describe",
             "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", change_rule(IDENTITY, State="ENABLED"), subject=IDENTITY),
    Sabotage("a watched rule disabled", "LocalStack", "rule state", PAYMENTS, "iamwatch-watched-1 is DISABLED", "enable-rule",
             change_rule("iamwatch-watched-1", State="DISABLED")),
    Sabotage("a pattern of one event", "LocalStack", "pattern", PAYMENTS, "iam:", "pipeline render",
             change_rule(IDENTITY, EventPattern=ONE_EVENT), subject=IDENTITY),
    Sabotage("a second hop", "LocalStack", "target", PAYMENTS, "event-bus/hub", "event-bus/iamwatch", change_target(IDENTITY, HUB)),
    Sabotage("no target", "LocalStack", "target", PAYMENTS, "has no target", "event-bus/iamwatch", change_target(SESSIONS, None)),
    Sabotage("no role", "LocalStack", "role", PAYMENTS, "there is no role iamwatch-put-events", "pipeline render", forget_role, None),
    Sabotage("a role that EventBridge may not assume", "LocalStack", "role", PAYMENTS, "cannot assume", "pipeline render",
             distrust_role, None),
    Sabotage("a role for another bus", "LocalStack", "role", PAYMENTS, "may not events:PutEvents", "event-bus/iamwatch",
             let_role_put_elsewhere, None),
    Sabotage("undelivered events", "LocalStack", "dead letters", PAYMENTS, "1 messages wait", "redrive",
             undelivered(PAYMENTS, "iamwatch-undelivered")),
    Sabotage("a bus that does not admit the account", "LocalStack", "bus policy", PAYMENTS, "no statement allows", PAYMENTS,
             change_bus_policy(without_payments), None),
    Sabotage("a bus that denies the account", "LocalStack", "bus policy", PAYMENTS, "denied by the statement NoPayments", PAYMENTS,
             change_bus_policy(denying_payments), None),
    Sabotage("the rule that keeps is disabled", "LocalStack", "rule state", SECURITY, "DISABLED", "enable-rule --name iamwatch-keep",
             change_rule("iamwatch-keep", SECURITY, bus="iamwatch", State="DISABLED"), subject="iamwatch-keep"),
    Sabotage("nothing is kept", "LocalStack", "target", SECURITY, "has no target", GROUP,
             change_target("iamwatch-keep", None, SECURITY, "iamwatch"), subject="iamwatch-keep"),
    Sabotage("an alert rule of one event", "LocalStack", "pattern", SECURITY, "events that rules need", "pipeline render",
             change_rule("iamwatch-alert-1", SECURITY, bus="iamwatch", EventPattern=ONE_EVENT)),
    Sabotage("the bus hands on", "LocalStack", "second hop", SECURITY, "event-bus/archive", "delete this target",
             second_hop_of_security),
    Sabotage("no log policy", "LocalStack", "log policy", SECURITY, "EventBridge may not", "events.amazonaws.com",
             change_log_policy(None)),
    Sabotage("a log policy for another service", "LocalStack", "log policy", SECURITY, "EventBridge may not", "events.amazonaws.com",
             change_log_policy(lambda text: text.replace("events.", "es.").replace("delivery.logs.", "es."))),
    Sabotage("a topic that EventBridge may not publish to", "LocalStack", "topic", SECURITY, "may not publish", "sns:Publish",
             close_topic),
    Sabotage("nobody is subscribed", "LocalStack", "subscription", SECURITY, "is not subscribed", "aws sns subscribe", unsubscribe),
    Sabotage("what the notifier failed at", "LocalStack", "dead letters", SECURITY, "1 messages wait", "redrive",
             undelivered(SECURITY, "iamwatch-notify-failures")),
    Sabotage("no subscription filter", "moto", "subscription filter", SECURITY, "no subscription filter", "put-subscription-filter",
             change_filter(None)),
    Sabotage("a narrow subscription filter", "moto", "subscription filter", SECURITY, "errorCode", "empty pattern",
             change_filter("{ $.detail.errorCode = * }")),
    Sabotage("Logs may not invoke", "moto", "permission", SECURITY, "logs.amazonaws.com may not invoke", "add-permission",
             forget_permission("iamwatch-forward", "LogGroupInvokes", "logs.amazonaws.com", LOGS)),
    Sabotage("SNS may not invoke", "moto", "permission", SECURITY, "sns.amazonaws.com may not invoke", "add-permission",
             forget_permission("iamwatch-notify", "TopicInvokes", "sns.amazonaws.com", TOPIC)),
    Sabotage("a trail that does not log", "moto", "trail", SECURITY, "does not log", "aws cloudtrail start-logging", stop_trail),
]


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_a_sabotage_of_what_was_rendered_is_named_and_nothing_else(healthy, sabotage):
    restore = sabotage.do(healthy)
    try:
        assert sabotage.is_named_alone(doctor(healthy, status=1))
    finally:
        restore()


def test_after_every_sabotage_all_is_well_again(healthy):
    assert states(doctor(healthy, status=0)) == []


def test_a_bus_open_to_the_organization_admits_its_accounts_and_no_others(healthy, search):
    healthy.apply(organization_id=ORGANIZATION)
    policy = json.loads(healthy.client("events").describe_event_bus(Name="iamwatch")["Policy"])
    assert policy["Statement"][0]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    healthy.configure(search.engine, organization_id=ORGANIZATION)
    healthy.door.answer("organizations:DescribeOrganization", {"Organization": {"Id": ORGANIZATION}})
    assert states(doctor(healthy, status=0)) == []
    healthy.door.answer("organizations:DescribeOrganization", {"Organization": {"Id": "o-another000"}})
    left = Sabotage("an account that left the organization", "by hand", "bus policy", PAYMENTS, "no statement allows",
                    f"aws:PrincipalOrgID {ORGANIZATION}", None, None)
    assert left.is_named_alone(doctor(healthy, status=1))
