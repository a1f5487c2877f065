#!/usr/bin/env python3
"""Writes the same CloudTrail records in every shape that iamwatch reads: reshape.py OUT PATH…

PATH is a native file (plain or gzip) or a folder of them; OUT gets one folder a shape, and `shapes.txt` with their
names. Records stay byte for byte what they were wherever the shape carries bytes; the others are written anew by
Python's json. All folders must give the same snapshot.
"""
import base64
import gzip
import json
import os
import sys

import count

# Records a file, in the shapes that are several files.
CHUNK = 200


def records_of(path):
    """The records' own bytes, as they stand in a native file, a JSON array or NDJSON."""
    with open(path, "rb") as file:
        text, _ = count.plain(file.read())
    position, found = 0, []
    while True:
        position = count.WHITE.match(text, position).end()
        if text[position : position + 1] not in (b"{", b"["):
            return found
        try:
            value, position = count.scan(text, position)
        except count.Broken:
            return found
        found += [compact(x.bytes()) for x in objects(value)]


def compact(text):
    """A record on one line: without the white space between its tokens, if that has a line end."""
    if b"\n" not in text:
        return text
    return b"".join(match.group().strip(b" \t\r\n") for match in count.TOKEN.finditer(text))


def objects(value):
    """The objects that a native file holds."""
    if isinstance(value, list):
        return [x for x in value if isinstance(x, count.Object)]
    if not isinstance(value, count.Object):
        return []
    lists = [x for key, x in value.pairs if key == b"Records" and isinstance(x, list)]
    return [x for one in lists for x in objects(one)] if lists else [value]


def files_below(path):
    if os.path.isfile(path):
        return [path]
    found = []
    for place, _, names in os.walk(path):
        found += [os.path.join(place, name) for name in names if name.endswith((".json", ".json.gz", ".ndjson"))]
    return sorted(found)


def chunks(records):
    return [records[n : n + CHUNK] for n in range(0, len(records), CHUNK)]


def native(records):
    return b'{"Records":[' + b",".join(records) + b"]}"


def field(record, name):
    """A field of the record's root as Python has it, or None."""
    value = json.loads(record.decode("utf-8", "replace")).get(name)
    return value if isinstance(value, str) and value else None


def quoted(record):
    """The record as a JSON string."""
    return json.dumps(record.decode("utf-8", "replace"), ensure_ascii=False).encode()


def envelope(record, number):
    """An EventBridge event around the record."""
    kind = "AWS Console Sign In via CloudTrail" if field(record, "eventName") == "ConsoleLogin" else "AWS API Call via CloudTrail"
    head = {"version": "0", "id": "%08x-0000-4000-8000-000000000000" % number, "detail-type": kind, "source": "aws.demo"}
    for name, origin in (("account", "recipientAccountId"), ("time", "eventTime"), ("region", "awsRegion")):
        if field(record, origin):
            head[name] = field(record, origin)
    return json.dumps({**head, "resources": []}).encode()[:-1] + b',"detail":' + record + b"}"


def document(record, number, root):
    """A document of a cwl- index, with the raw text in @message, or with the JSON at its root, or with both."""
    head = {"@id": str(number), "@owner": "999999999999", "@log_group": "/aws/events/iam-audit", "@log_stream": "s"}
    if field(record, "eventTime"):
        head["@timestamp"] = field(record, "eventTime").replace("Z", ".000Z")
    text = json.dumps(head).encode()[:-1]
    if root in ("root", "both"):
        text += b"," + envelope(record, number)[1:-1]
    if root in ("message", "both"):
        text += b',"@message":' + quoted(envelope(record, number))
    if root == "trail":
        text += b',"@message":' + quoted(record)
    return text + b"}"


def payload(records, start):
    """What CloudWatch Logs hands to a subscription filter's Lambda, decoded."""
    head = {
        "messageType": "DATA_MESSAGE", "owner": "999999999999", "logGroup": "/aws/events/iam-audit", "logStream": "s",
        "subscriptionFilters": ["all"],
    }
    events = b",".join(
        b'{"id":"%d","timestamp":1793491200000,"message":%s}' % (start + n, quoted(record))
        for n, record in enumerate(records)
    )
    return json.dumps(head).encode()[:-1] + b',"logEvents":[' + events + b"]}"


def search(records, start):
    """An OpenSearch search response."""
    hits = b",".join(
        b'{"_index":"cwl-2026.10.31","_id":"%d","_score":1.0,"_source":%s}' % (n, document(record, n, "both"))
        for n, record in enumerate(records, start)
    )
    head = b'{"took":3,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},'
    return head + b'"hits":{"total":{"value":%d,"relation":"eq"},"max_score":1.0,"hits":[%s]}}' % (len(records), hits)


def lookup(records):
    """What `aws cloudtrail lookup-events` prints."""
    return b'{"Events":[%s]}' % b",".join(
        b'{"EventId":"x","EventName":"y","ReadOnly":"true","CloudTrailEvent":%s}' % quoted(r) for r in records
    )


def lines(texts):
    return b"".join(text + b"\n" for text in texts)


def shapes(records):
    """Shape name -> [(file name, bytes)]."""
    parts = chunks(records)
    numbered = list(enumerate(records))
    half = len(records) // 2
    members = gzip.compress(lines(records[:half])) + gzip.compress(lines(records[half:]))
    packed = [base64.b64encode(gzip.compress(payload(part, 0))) for part in parts]
    def each(name, make):
        return [(name % n, make(part)) for n, part in enumerate(parts)]

    return {
        "native": each("%03d.json", native),
        "native-gzip": each("%03d.json.gz", lambda part: gzip.compress(native(part))),
        "gzip-members": [("all.json.gz", members)],
        "gzip-twice": [("all.gz", gzip.compress(gzip.compress(lines(records))))],
        "single-records": [("%05d.json" % n, record) for n, record in numbered],
        "ndjson": [("all.ndjson", lines(records))],
        "concatenated": [("all", b"".join(records))],
        "array": [("all.json", b"[" + b",\n ".join(records) + b"]")],
        "eventbridge": [("all.ndjson", lines(envelope(r, n) for n, r in numbered))],
        "cwl-message": [("all.ndjson", lines(document(r, n, "message") for n, r in numbered))],
        "cwl-detail": [("all.ndjson", lines(document(r, n, "root") for n, r in numbered))],
        "cwl-both": [("all.json", b"[" + b",".join(document(r, n, "both") for n, r in numbered) + b"]")],
        "cwl-trail": [("all.ndjson", lines(document(r, n, "trail") for n, r in numbered))],
        "subscription": each("%03d.json", lambda part: payload(part, 0)),
        "subscription-packed": [
            ("%03d.json" % n, b'{"awslogs":{"data":"%s"}}' % data) for n, data in enumerate(packed)
        ],
        "opensearch": each("%03d.json", lambda part: search(part, 0)),
        "lookup-events": each("%03d.json", lookup),
    }


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: reshape.py OUT PATH…")
    out, records = sys.argv[1], []
    for path in sys.argv[2:]:
        for file in files_below(path):
            records += records_of(file)
    made = shapes(records)
    for name, files in made.items():
        os.makedirs(os.path.join(out, name), exist_ok=True)
        for file, data in files:
            with open(os.path.join(out, name, file), "wb") as handle:
                handle.write(data)
    with open(os.path.join(out, "shapes.txt"), "w") as handle:
        handle.write("".join(name + "\n" for name in made))
    print("%d records in %d shapes" % (len(records), len(made)), file=sys.stderr)


if __name__ == "__main__":
    main()
