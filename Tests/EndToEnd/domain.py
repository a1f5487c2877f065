"""An OpenSearch domain for tests: osmem-server with AWS's front door before it."""
import contextlib
import json
import pathlib
import subprocess
import sys
import time
import urllib.request

import osmem
import records

DOOR = pathlib.Path(__file__).resolve().parents[1] / "Peers" / "front_door.py"
KEYS = ("AKIDFIRST:secretone:tokenone", "AKIDSECOND:secrettwo:tokentwo")


class Domain:
    def __init__(self, engine, door, service):
        self.engine, self.door, self.service = f"http://{engine}", f"http://127.0.0.1:{door}", service

    def source(self, pattern):
        """What `--source` takes."""
        form = {"es": "opensearch", "aoss": "aoss"}[self.service]
        return f"{form}:{self.door}/{pattern}"

    def fill(self, documents):
        """Indexes (index, id, document) triples; every one must be taken."""
        for start in range(0, len(documents), 1000):
            lines = []
            for index, name, document in documents[start:start + 1000]:
                lines += [json.dumps({"index": {"_index": index, "_id": name}}), json.dumps(document)]
            answer = ask(self.engine + "/_bulk?refresh=true", ("\n".join(lines) + "\n").encode())
            assert not answer["errors"], answer

    def break_next(self, *faults):
        """Faults of the front door for the requests to come, None for a request that is served."""
        ask(self.door + "/_front_door/next", json.dumps(faults).encode())

    def verdicts(self):
        return [entry["verdict"] for entry in ask(self.door + "/_front_door/log")]

    def asked(self):
        """What was asked for, without its query."""
        return [f"{entry['method']} {entry['target'].partition('?')[0]}" for entry in ask(self.door + "/_front_door/log")]


def ask(url, body=None, method=None):
    request = urllib.request.Request(url, data=body, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def put(url, body):
    return ask(url, json.dumps(body).encode(), "PUT")


@contextlib.contextmanager
def running(service="es", region="us-east-1"):
    keys = [word for key in KEYS for word in ("--key", key)]
    with osmem.running() as engine:
        door = subprocess.Popen(
            [sys.executable, DOOR, "--upstream", f"http://{engine}", "--service", service, "--region", region, *keys],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            yield Domain(engine, int(door.stdout.readline()), service)
        finally:
            door.terminate()
            door.wait(10)


def credentials(number=0, region="us-east-1"):
    """The environment of a program that has the first or the second key."""
    key, secret, token = KEYS[number].split(":")
    return {
        "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token, "AWS_REGION": region,
        "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true"}


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".%03dZ" % (seconds * 1000 % 1000)


def document(number, stored_at, copy=0):
    """What AWS's Lambda indexes for a record that EventBridge carried: (index, id, document)."""
    record = records.record(number, time=stamp(stored_at - 30)[:19] + "Z", user=f"user{number % 50}")
    event = {
        "version": "0", "id": record["eventID"], "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
        "account": records.ACCOUNT, "time": record["eventTime"], "region": "us-east-1", "resources": [], "detail": record}
    name = "%056d" % (number * 10 + copy)
    added = {
        "@id": name, "@timestamp": stamp(stored_at), "@message": json.dumps(event), "@owner": "999999999999",
        "@log_group": "/aws/events/iam", "@log_stream": "stream"}
    return "cwl-" + time.strftime("%Y.%m.%d", time.gmtime(stored_at)), name, {**event, **added}
