"""CloudTrail records with what is hard to index: written for these tests."""
import itertools
import json

SERIAL = itertools.count(1)


def record(name="CreateUser", source="iam.amazonaws.com", **more):
    number = next(SERIAL)
    return {
        "eventVersion": "1.08", "eventTime": "2026-11-01T%02d:%02d:%02dZ" % (number % 24, number % 60, number * 7 % 60),
        "eventSource": source, "eventName": name, "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.%d" % number,
        "userAgent": "aws-cli/2.%d" % number, "eventID": "00000000-0000-4000-8000-%012d" % number,
        "recipientAccountId": "111122223333", "eventType": "AwsApiCall", "readOnly": False,
        "userIdentity": {
            "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/team/kim", "accountId": "111122223333",
            "userName": "kim", "principalId": "AIDAEXAMPLE", "accessKeyId": "AKIAEXAMPLE"},
        **more}


def session(role, name, issuer=True):
    identity = {
        "type": "AssumedRole", "principalId": "AROAEXAMPLE:" + name, "accountId": "012345678901",
        "arn": "arn:aws:sts::012345678901:assumed-role/%s/%s" % (role, name)}
    if issuer:
        identity["sessionContext"] = {"sessionIssuer": {
            "type": "Role", "arn": "arn:aws:iam::012345678901:role/path/" + role, "userName": role}}
    return identity


LONG = "x" * 250 + "/needle/" + "y" * 60

RECORDS = [
    record(recipientAccountId="012345678901", userIdentity=session("Deploy", "ci")),
    record(recipientAccountId="12345678901", userIdentity=session("Deploy", "ana@example.org", issuer=False)),
    record(recipientAccountId=12345678901, requestParameters={"userName": "ana", "maxItems": 50, "ratio": 1.5}),
    record(requestParameters={"userName": ["short", LONG, "Ana"], "maxItems": 1000}),
    record(requestParameters={"userName": LONG, "path": "/needle/"}, userAgent=LONG),
    record(requestParameters={"userName": "\u212aim", "tags": [{"key": "team", "value": "\u017fecurity"}]}),
    record(requestParameters={"userName": "Zoë", "tags": [{"key": "owner", "value": "ana"}, {"key": "team", "value": "x"}]}),
    record(requestParameters={"userName": 'quo"te\\back*star?', "tags": []}),
    record(requestParameters={"userName": "", "tags": None}),
    record(requestParameters={"userName": "123", "number": "007"}),
    record(requestParameters=None, errorCode="AccessDenied", errorMessage="User is not authorized"),
    record(errorCode="Client.UnauthorizedOperation", source="ec2.amazonaws.com", name="RunInstances"),
    record(errorCode="", source="ec2.amazonaws.com", name="DescribeInstances", readOnly=True),
    record("ConsoleLogin", "signin.amazonaws.com", eventType="AwsConsoleSignIn",
           responseElements={"ConsoleLogin": "Failure"}, userIdentity={"type": "Root", "arn": "arn:aws:iam::111122223333:root"}),
    record("ConsoleLogin", "signin.amazonaws.com", responseElements={"ConsoleLogin": "Success"}),
    record("GetUser", readOnly=True, sourceIPAddress="2001:db8::1", userAgent="console.amazonaws.com"),
    record("GetUser", sourceIPAddress="cloudtrail.amazonaws.com",
           userIdentity={"type": "AWSService", "invokedBy": "cloudtrail.amazonaws.com"}),
    record("AssumeRole", "sts.amazonaws.com", userIdentity={"type": "AWSAccount", "accountId": "012345678901",
                                                             "principalId": "AROAOTHER:who"}),
    record("AssumeRoleWithSAML", "sts.amazonaws.com", userIdentity={"type": "SAMLUser", "userName": "ana", "principalId": "p"}),
    record("Decrypt", "kms.amazonaws.com", userIdentity={"type": "IdentityCenterUser", "onBehalfOf": {"userId": "u-1"}}),
    record("PutMetricData", "monitoring.amazonaws.com", userIdentity={"type": "Unknown"}),
    record("k8s:Odd*Name?", "odd.example.com"),
    record(requestParameters={"a.b": "dotted", "a": {"b": "nested"}, "empty": {}, "list": []}),
]
# Without some of the fields that most records have.
for field in ("eventName", "eventSource", "recipientAccountId", "readOnly", "userIdentity", "awsRegion"):
    RECORDS.append(record())
    del RECORDS[-1][field]


def texts():
    return [json.dumps(each, ensure_ascii=number % 2 == 0) for number, each in enumerate(RECORDS)]
