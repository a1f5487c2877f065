"""CloudTrail records written for these tests, and files of them."""
import gzip
import json

ACCOUNT = "111122223333"


def record(number, time="2026-10-31T12:00:00Z", user="alice", account=ACCOUNT, source="iam", action="GetUser", **changes):
    """One record; `number` makes its eventID. A change to None takes the key away."""
    fields = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser", "principalId": "AIDAEXAMPLE", "userName": user, "accountId": account,
            "arn": f"arn:aws:iam::{account}:user/{user}",
        },
        "eventTime": time, "eventSource": f"{source}.amazonaws.com", "eventName": action,
        "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.9", "userAgent": "aws-cli/2.15.0",
        "requestParameters": {"userName": user}, "responseElements": None,
        "eventID": f"00000000-0000-4000-8000-{number:012d}", "readOnly": True,
        "eventType": "AwsApiCall", "recipientAccountId": account,
    }
    fields.update(changes)
    return {key: value for key, value in fields.items() if value is not None}


def session(number, role="Deploy", name="ci", account=ACCOUNT, **changes):
    """A record of an assumed role."""
    identity = {
        "type": "AssumedRole", "principalId": f"AROAEXAMPLE:{name}", "accountId": account,
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{name}",
        "sessionContext": {"sessionIssuer": {
            "type": "Role", "userName": role, "accountId": account, "arn": f"arn:aws:iam::{account}:role/{role}"}},
    }
    return record(number, account=account, userIdentity=identity, **changes)


def text(records):
    """Newline-delimited JSON."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode("utf-8", "surrogatepass")


def envelope(records):
    """What CloudTrail itself writes."""
    return json.dumps({"Records": records}).encode()


def write(path, records):
    """Writes the records the way the name says: .json the envelope, .gz compressed, else NDJSON."""
    data = envelope(records) if ".json" in path.name else text(records)
    path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)
    return path
