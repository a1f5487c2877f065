"""The pipeline's functions behind a Runtime API: forward into a domain behind AWS's front door, notify to Slack, through what goes wrong."""
import base64
import gzip
import json
import socket
import time

import boto3
import pytest
from moto.server import ThreadedMotoServer

import domain
import package
import program
import records
import runtime_api
import slack_double
from slack_double import Fault

DAY = int(time.time() * 1000)
INDEX = time.strftime("cwl-%Y.%m.%d", time.gmtime(DAY / 1000))
TRAIL = {"source": "cloudtrail", "action": "StopLogging", "readOnly": False}


@pytest.fixture(scope="module")
def moto():
    """SQS, Secrets Manager and Parameter Store."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client(moto, service):
    return boto3.client(
        service, endpoint_url=moto, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")


@pytest.fixture
def queue(moto, request):
    """A queue's URL, and what is in it."""
    sqs = client(moto, "sqs")
    url = sqs.create_queue(QueueName=f"failures-{abs(hash(request.node.nodeid))}")["QueueUrl"]

    def letters():
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(one["Body"]) for one in found]

    return url, letters


@pytest.fixture(scope="module")
def running_domain():
    with domain.running() as running:
        yield running


@pytest.fixture
def search(running_domain):
    """The domain, empty."""
    try:
        domain.ask(running_domain.engine + f"/{INDEX}/_count")
    except OSError:
        return running_domain
    domain.ask(running_domain.engine + f"/{INDEX}", method="DELETE")
    return running_domain


def envelope(record):
    """The event that carries a record over EventBridge."""
    return json.dumps({
        "version": "0", "id": record["eventID"], "detail-type": "AWS API Call via CloudTrail",
        "source": "aws." + record["eventSource"].split(".")[0], "account": record["recipientAccountId"],
        "time": record["eventTime"], "region": record["awsRegion"], "resources": [], "detail": record})


def payload(messages, kind="DATA_MESSAGE"):
    """What a subscription filter sends of messages."""
    data = {
        "messageType": kind, "owner": "999999999999", "logGroup": "/aws/events/iam-audit", "logStream": "stream",
        "subscriptionFilters": ["iamwatch-forward"],
        "logEvents": [
            {"id": f"{number:056d}", "timestamp": DAY + number % 1000, "message": message}
            for number, message in enumerate(messages)]}
    return {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()}}


def made(count, **changes):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(DAY / 1000 - 60))
    return [envelope(records.record(number, time=now, user=f"user{number}", **changes)) for number in range(count)]


def forward(search, queue, moto, command=None, **changes):
    key, secret, token = domain.KEYS[0].split(":")
    return runtime_api.running(
        command or [package.bootstrap()], _HANDLER="forward", LAMBDA_TASK_ROOT=package.folder(),
        AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret, AWS_SESSION_TOKEN=token,
        IAMWATCH_OPENSEARCH_ENDPOINT=search.door, IAMWATCH_DEAD_LETTER_QUEUE_URL=queue[0], AWS_ENDPOINT_URL_SQS=moto,
        **changes)


def documents(search):
    """The documents by their ids."""
    domain.ask(search.engine + "/_refresh", b"")
    found = domain.ask(search.engine + "/cwl-*/_search?size=10000")["hits"]["hits"]
    assert len(found) == len({hit["_id"] for hit in found})
    return {hit["_id"]: hit["_source"] for hit in found}


# forward


@pytest.mark.parametrize("name", ["bootstrap", "iamwatch lambda forward"])
def test_records_become_documents_that_the_screen_reads_back(search, queue, moto, name):
    command = [program.path(), "lambda", "forward"] if name.startswith("iamwatch") else None
    with forward(search, queue, moto, command) as function:
        outcome = function.invoke(payload(made(30)))
        assert (outcome.kind, outcome.body) == ("response", {"indexed": 30, "refused": 0}), function.log
    assert set(documents(search)) == {json.loads(one)["id"] for one in made(30)}
    options = ["--since", "1h", "--filter", "principal:*user7", "--format", "json"]
    done = program.once(search.source("cwl-*"), options=options, **domain.credentials())
    assert done.returncode == 0, done.stderr
    snapshot = json.loads(done.stdout)
    assert (snapshot["totals"]["events"], snapshot["sources"][0]["state"]) == (1, "complete")
    assert set(search.verdicts()) == {"accepted"}


# Of each kind that the identity of a record has, and what is awkward to count.
IDENTITIES = [
    {"type": "AWSService", "invokedBy": "cloudformation.amazonaws.com"},
    {"type": "AWSAccount", "principalId": "AROAEXAMPLE:s", "accountId": "000000000123"},
    {"type": "Root", "principalId": records.ACCOUNT, "arn": f"arn:aws:iam::{records.ACCOUNT}:root", "accountId": records.ACCOUNT},
    {"type": "SAMLUser", "principalId": "saml:anna", "userName": "anna@example.com"},
    {"type": "IdentityCenterUser", "accountId": records.ACCOUNT, "onBehalfOf": {"userId": "user-1", "identityStoreArn": "arn:x"}},
    {"type": "FederatedUser", "arn": f"arn:aws:sts::{records.ACCOUNT}:federated-user/bob", "principalId": "1:bob",
     "sessionContext": {"sessionIssuer": {"type": "IAMUser", "arn": f"arn:aws:iam::{records.ACCOUNT}:user/bob"}}},
    {"type": "AssumedRole", "arn": f"arn:aws:sts::{records.ACCOUNT}:assumed-role/Bare/x", "principalId": "AROA:x"},
    {"principalId": "nobody-says-what"},
]


def various(now):
    """Events of twenty minutes, each a little different, as EventBridge carries them."""
    def at(number):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 1200 + number * 7))

    found = [records.record(n, time=at(n), user=f"user{n % 9}", action=["GetUser", "CreateUser"][n % 2], readOnly=n % 2 == 0)
             for n in range(60)]
    found += [records.session(n, time=at(n), name=f"run-{n}", errorCode=["AccessDenied", "NoSuchEntity", None][n % 3])
              for n in range(60, 120)]
    found += [records.record(n, time=at(n), userIdentity=identity, source="sts", action="AssumeRole", readOnly=None)
              for n, identity in enumerate(IDENTITIES * 3, 120)]
    found.append(records.record(
        150, time=at(150), source="signin", action="ConsoleLogin", userIdentity=IDENTITIES[2], readOnly=False,
        responseElements={"ConsoleLogin": "Failure"}))
    found.append(records.record(151, time=at(151), errorCode="", errorMessage="nothing went wrong"))
    found.append(records.record(152, time=at(152), source="s3", action="ListBuckets"))
    messages = [envelope(one) for one in found]
    # The envelope alone says where; of another form that the forwarder takes the record says all.
    messages.append(envelope(records.record(153, time=at(153))).replace(f', "recipientAccountId": "{records.ACCOUNT}"', ""))
    return messages + [json.dumps(records.record(154, time=at(154)))]


def counted(search, now, counter, *options, status=0):
    window = [f"--{name}={time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(at))}" for name, at in (("since", now - 1800), ("until", now))]
    done = program.once(
        search.source("cwl-*"), options=["--format", "json", "--no-builtin-rules", "--aggregate", counter, *window, *options],
        **domain.credentials())
    assert done.returncode == status, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("options", [
    (), ("--scope", "all"), ("--scope=all", "--filter=is:error"), ("--filter=-userIdentity.userName:user3",),
    ("--filter=eventName:Create*",), ("--filter=account:%s ip:203.0.113.9" % records.ACCOUNT,),
    ("--scope=all", "--filter=-is:error"), ("--filter=userIdentity.type:(Root OR AWSService)",),
], ids=" ".join)
def test_the_engine_counts_what_the_program_counts_of_its_own_documents(search, queue, moto, options):
    now = DAY // 1000
    with forward(search, queue, moto) as function:
        assert function.invoke(payload(various(now))).body["refused"] == 0, function.log
    documents(search)
    local = counted(search, now, "local", *options)
    engine = counted(search, now, "engine", *options)
    assert local["totals"]["events"] > 0
    for table in ("window", "totals", "accounts", "principals", "actions", "groups", "timeline"):
        assert engine[table] == local[table], table
    assert engine["sources"][0]["state"] == "complete", engine["sources"]


def test_documents_from_before_the_identity_was_indexed_are_found_and_told_apart(search, queue, moto):
    old = {"eventName": "GetUser", "eventSource": "iam.amazonaws.com", "account": records.ACCOUNT, "principal": "p", "action": "iam:GetUser"}
    now = DAY // 1000
    older = various(now)[:10]
    domain.put(search.engine + "/cwl-2000.01.01", {"mappings": {"dynamic": False, "properties": {
        "@timestamp": {"type": "date"}, **{name: {"type": "keyword"} for name in old}}}})
    search.fill([("cwl-2000.01.01", str(number), {**old, "@timestamp": DAY, "@message": one}) for number, one in enumerate(older)])
    try:
        options = ["--filter=userIdentity.userName:user1"]
        # Alone they cannot be counted, and are read.
        counted(search, now, "engine", status=3)
        assert counted(search, now, "local", *options)["totals"]["events"] == 1
        with forward(search, queue, moto) as function:
            function.invoke(payload(various(now)[10:]))
        documents(search)
        assert counted(search, now, "local", *options)["totals"]["events"] == 7
        both = counted(search, now, "engine", *options, status=3)
        assert both["totals"]["events"] == 6
        assert "some documents have no indexed record" in both["sources"][0]["error"]
    finally:
        domain.ask(search.engine + "/cwl-2000.01.01", method="DELETE")


def test_the_function_puts_the_index_template_before_its_first_documents(search, queue, moto):
    address = search.engine + "/_index_template/iamwatch"
    try:
        domain.ask(address, method="DELETE")
    except OSError:
        pass
    asked = len(search.asked())
    with forward(search, queue, moto) as function:
        for _ in range(2):
            assert function.invoke(payload(made(5))).kind == "response", function.log
    path = "/_index_template/iamwatch"
    assert search.asked()[asked:] == [f"GET {path}", f"PUT {path}", "POST /_bulk", "POST /_bulk"]
    found, = domain.ask(address)["index_templates"]
    mapping = domain.ask(f"{search.engine}/{INDEX}/_mapping")[INDEX]["mappings"]
    assert mapping["properties"] == found["index_template"]["template"]["mappings"]["properties"]
    assert mapping["properties"]["recipientAccountId"]["type"] == "keyword"
    assert "requestParameters" not in mapping["properties"]


def test_a_collection_has_its_documents_and_its_template_signed_for_it_and_counts_them(queue, moto):
    now = DAY // 1000
    with domain.running("aoss") as search:
        with forward(search, queue, moto, IAMWATCH_OPENSEARCH_SERVICE="aoss") as function:
            assert function.invoke(payload(various(now))).body["refused"] == 0, function.log
        documents(search)
        assert counted(search, now, "engine")["groups"] == counted(search, now, "local")["groups"] != []
        template, = domain.ask(search.engine + "/_index_template/iamwatch")["index_templates"]
        # Serverless has no settings of shards.
        assert "number_of_shards" not in json.dumps(template)
        assert set(search.verdicts()) == {"accepted"}


def test_what_is_delivered_again_overwrites_itself(search, queue, moto):
    with forward(search, queue, moto) as function:
        for _ in range(3):
            assert function.invoke(payload(made(20))).body == {"indexed": 20, "refused": 0}
    assert len(documents(search)) == 20


def test_nothing_is_lost_and_nothing_twice_through_what_a_front_door_does(search, queue, moto):
    busy = [{"kind": "status", "status": status} for status in (503, 429, 502)]
    search.break_next({"kind": "reset"}, *busy, {"kind": "truncate"}, {"kind": "reset"}, *busy)
    with forward(search, queue, moto) as function:
        outcome = function.invoke(payload(made(200)))
        assert outcome.kind == "response", (outcome, function.log)
    assert len(documents(search)) == 200
    assert queue[1]() == []


def test_a_line_that_is_no_record_is_kept_as_it_is(search, queue, moto):
    with forward(search, queue, moto) as function:
        assert function.invoke(payload(["no record", *made(1)])).kind == "response"
    kept = documents(search)
    assert kept[f"{0:056d}"]["@message"] == "no record"
    assert len(kept) == 2


def test_a_control_message_makes_no_document(search, queue, moto):
    with forward(search, queue, moto) as function:
        outcome = function.invoke(payload(["CWL CONTROL MESSAGE: Checking health of destination."], "CONTROL_MESSAGE"))
        assert outcome.kind == "response"
    assert documents(search) == {}


def test_a_document_that_conflicts_with_the_mapping_goes_to_the_queue_and_the_others_are_kept(search, queue, moto):
    domain.put(search.engine + f"/{INDEX}", {"mappings": {"properties": {"userAgent": {"type": "long"}}}})
    messages = made(3, userAgent="7") + [envelope(records.record(9, userAgent="aws-cli/2"))]
    with forward(search, queue, moto) as function:
        assert function.invoke(payload(messages)).body == {"indexed": 3, "refused": 1}, function.log
    assert len(documents(search)) == 3
    letter, = queue[1]()
    assert letter["status"] == 400 and letter["type"] and "userAgent" in letter["reason"]
    assert (letter["id"], letter["message"]) == (json.loads(messages[3])["id"], messages[3])


def test_a_queue_that_is_gone_fails_the_invocation(search, queue, moto):
    domain.put(search.engine + f"/{INDEX}", {"mappings": {"properties": {"userAgent": {"type": "long"}}}})
    gone = (queue[0] + "-gone", None)
    with forward(search, gone, moto) as function:
        outcome = function.invoke(payload(made(1)))
    assert (outcome.kind, outcome.error) == ("error", "DeadLetterQueue")


def test_a_connection_that_never_stands_names_the_rule_that_is_missing(queue, moto):
    # A listener whose queue is full drops what asks for a connection, as a security group does.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
        time.sleep(0.2)
        nowhere = domain.Domain("", port, "es")
        with forward(nowhere, queue, moto) as function:
            outcome = function.invoke(payload(made(1)), seconds=4)
        for filler in fillers:
            filler.close()
    assert (outcome.kind, outcome.error) == ("error", "NotIndexed"), function.log
    assert f"Let the domain's security group take TCP {port} in from the function's security group" in outcome.body["errorMessage"]


def test_without_its_settings_it_does_not_begin():
    with runtime_api.running([package.bootstrap()], _HANDLER="forward") as function:
        path, outcome = function.outcomes.get(timeout=program.PATIENCE)
        assert path == "/init/error"
        assert outcome.body["errorMessage"].startswith("IAMWATCH_OPENSEARCH_ENDPOINT is not set")
        assert function.process.wait(program.PATIENCE) == 1


# notify


@pytest.fixture
def slack():
    with slack_double.running() as running:
        yield running


def topic(*messages):
    """What a topic sends of messages."""
    return {"Records": [
        {"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": {"Type": "Notification", "MessageId": f"m-{n}", "Message": one}}
        for n, one in enumerate(messages)]}


def notify(moto, secret, **changes):
    return runtime_api.running(
        [package.bootstrap()], _HANDLER="notify", LAMBDA_TASK_ROOT=package.folder(), AWS_ENDPOINT_URL=moto,
        IAMWATCH_SLACK_SECRET=secret, IAMWATCH_ACCOUNT_NAMES=json.dumps({records.ACCOUNT: "payments"}), **changes)


@pytest.fixture(params=["Secrets Manager", "Parameter Store"])
def secret(moto, slack, request):
    """The webhook's secret where each store has it, by the name that the function is given, and how to replace it."""
    name = f"slack-{abs(hash(request.node.nodeid))}"
    if request.param == "Secrets Manager":
        store = client(moto, "secretsmanager")
        store.create_secret(Name=name, SecretString=slack.webhook())
        return name, lambda value: store.put_secret_value(SecretId=name, SecretString=value)
    store = client(moto, "ssm")
    store.put_parameter(Name=f"/{name}", Type="SecureString", Value=slack.webhook())
    return f"ssm:/{name}", lambda value: store.put_parameter(
        Name=f"/{name}", Type="SecureString", Value=value, Overwrite=True)


def test_an_event_that_a_rule_matches_becomes_a_message_once(moto, slack, secret):
    stopped = envelope(records.record(1, **TRAIL))
    with notify(moto, secret[0]) as function:
        assert function.invoke(topic(stopped)).body == {"alerts": 1}, function.log
        assert function.invoke(topic(stopped, envelope(records.record(2)))).body == {"alerts": 1}
        assert slack.webhook() not in function.log
    message, = slack.taken()
    facts = slack_double.fields(message.body)
    assert facts["Account"] == f"payments ({records.ACCOUNT})"
    assert facts["Action"] == "cloudtrail:StopLogging in us-east-1"


def test_a_webhook_that_was_replaced_is_read_anew(moto, slack, secret):
    with notify(moto, secret[0]) as function:
        assert function.invoke(topic(envelope(records.record(1, **TRAIL)))).kind == "response", function.log
        old = slack_double.WEBHOOK
        secret[1](slack.url + old + "?new")
        slack.faults.append(Fault("404"))
        assert function.invoke(topic(envelope(records.record(2, **TRAIL)))).kind == "response", function.log
    assert [one.path for one in slack.taken()] == [old, old + "?new"]


def test_a_webhook_that_is_gone_fails_loudly_so_that_the_topic_tries_again(moto, slack, secret):
    slack.faults += [Fault("404"), Fault("404")]
    stopped = topic(envelope(records.record(1, **TRAIL)))
    with notify(moto, secret[0]) as function:
        outcome = function.invoke(stopped)
        assert (outcome.kind, outcome.error) == ("error", "ExpiredWebhook"), function.log
        assert function.invoke(stopped).kind == "response"
        assert slack.webhook() not in function.log + json.dumps(outcome.body)
    assert len(slack.taken()) == 1


def test_rules_that_are_packaged_beside_it_run(moto, slack, secret, tmp_path):
    rule = {"Name": "looked", "EventPattern": {"detail": {"eventName": ["GetUser"]}}, "Level": "high"}
    (tmp_path / "looked.json").write_text(json.dumps(rule))
    with notify(moto, secret[0], IAMWATCH_RULES=tmp_path) as function:
        assert function.invoke(topic(envelope(records.record(1)))).body == {"alerts": 1}, function.log


def test_a_rule_that_cannot_be_honoured_keeps_it_from_beginning(moto, tmp_path):
    (tmp_path / "bad.yml").write_text("title: [")
    with notify(moto, "name", IAMWATCH_RULES=tmp_path) as function:
        path, outcome = function.outcomes.get(timeout=program.PATIENCE)
    assert path == "/init/error" and "bad.yml" in outcome.body["errorMessage"]
