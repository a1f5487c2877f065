#!/usr/bin/env python3
"""Malformed variants of CloudTrail records: mangle.py SEED COUNT OUT [PATH…]

Writes COUNT files to OUT, each one variant of a record beside good records: native, NDJSON or an array. The records
are those of PATH (native files or folders), or made up. OUT/.expected.json lists for each file the eventIDs of good
records: `sure`, which every reader must still count (those before the variant; in NDJSON and arrays of a line each
also the last one, since reading resumes at a line), and `likely`, behind a variant that may have taken them with it.
The same arguments give the same bytes.

    mangle.py huge OUT     files made on demand: a record of 200 MB on a line of its own, a native file of 200 MB in one
                           line, and a gzip bomb
"""
import json
import os
import random
import sys
import uuid
import zlib

import reshape

KNOWN = """eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode
errorMessage requestParameters responseElements requestID eventID readOnly eventType managementEvent
recipientAccountId eventCategory tlsDetails sharedEventID additionalEventData resources""".split()
INNER = "type principalId arn accountId accessKeyId userName invokedBy sessionContext onBehalfOf".split()
WRONG = ["null", "true", "false", "0", "-1", "1e400", "123456789012345678901234567890", '""', '"x"', "[]", "{}", '[""]',
         '{"a":1}', '"\\ud800"', '"\\u0000"', '"\\u001b[31mred"', '"\\u202eevil"']


def made_up(rng, number):
    """A record of our own, where no folder is given."""
    user = {"type": "IAMUser", "principalId": "AIDAEXAMPLE0000%05d" % number, "accountId": "101010101010",
            "arn": "arn:aws:iam::101010101010:user/user-%d" % (number % 50), "userName": "user-%d" % (number % 50)}
    return {
        "eventVersion": "1.11", "userIdentity": user, "eventTime": "2026-10-31T%02d:00:00Z" % (number % 24),
        "eventSource": "iam.amazonaws.com", "eventName": rng.choice(["GetUser", "CreateUser", "ListRoles"]),
        "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.31.4",
        "requestParameters": {"userName": "user-%d" % number}, "responseElements": None,
        "eventID": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "readOnly": True, "eventType": "AwsApiCall",
        "managementEvent": True, "recipientAccountId": "101010101010", "eventCategory": "Management",
    }


def one_line(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


# Each variant takes the random generator and a record's bytes (one line) and returns other bytes.


def truncated(rng, text):
    return text[: rng.randrange(1, len(text))]


def flipped(rng, text):
    out = bytearray(text)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def deep(rng, text):
    levels = rng.choice([500, 510, 511, 512, 513, 1000, 10000, 100000])
    opened, closed = rng.choice([(b"[", b"]"), (b'{"a":', b"}")])
    middle = opened * levels + b"1" + closed * levels
    return member(text, rng.choice(["requestParameters", "userIdentity", "extra"]), middle)


def deep_open(rng, text):
    return rng.choice([b"[", b'{"a":', b'{"Records":[', b'{"detail":']) * rng.choice([600, 100000])


def member(text, name, value):
    """The record with one more member at its end: of two with one name, the last counts."""
    return text[:-1] + b"," + json.dumps(name).encode() + b":" + value + b"}"


def wrong_type(rng, text):
    return member(text, rng.choice(KNOWN), rng.choice(WRONG).encode())


def wrong_inner_type(rng, text):
    inner = '{"type":"%s","%s":%s}' % (
        rng.choice(["IAMUser", "AssumedRole", "Root", "AWSService", "AWSAccount", "IdentityCenterUser", "New"]),
        rng.choice(INNER), rng.choice(WRONG))
    return member(text, "userIdentity", inner.encode())


def invalid_utf8(rng, text):
    bad = rng.choice([b"\x80", b"\xff\xfe", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80"])
    return member(text, rng.choice(["userAgent", "eventName", "sourceIPAddress"]), b'"a' + bad + b'b"')


def stray_bytes(rng, text):
    at = rng.randrange(1, len(text))
    return text[:at] + bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9))) + text[at:]


def not_json(rng, text):
    words = [b"NaN", b"Infinity", b"-Infinity", b"undefined", b"01", b"+1", b".5", b"1.", b"0x10", b"'x'", b"True", b"nul"]
    return member(text, rng.choice(KNOWN), rng.choice(words))


def control(rng, text):
    return member(text, "userAgent", b'"a' + bytes([rng.randrange(32)]) + b'b"')


def hostile_text(rng, text):
    words = ["\x1b]0;owned\x07", "\u202egnp.exe", "\u200b\u200d\ufeff", "=cmd|' /C calc'!A0", "</text><script>", "\x9b31m", "a\tb\r\n"]
    return member(text, rng.choice(["userAgent", "errorMessage", "eventName", "errorCode"]), json.dumps(rng.choice(words)).encode())


def duplicate_keys(rng, text):
    name = rng.choice(KNOWN)
    return member(member(text, name, rng.choice(WRONG).encode()), name, rng.choice(WRONG).encode())


def huge_number(rng, text):
    digits = b"9" * rng.choice([20, 400, 100000])
    return member(text, rng.choice(KNOWN), rng.choice([digits, b"1e" + digits[:9], b"-" + digits, b"0." + digits]))


def escapes(rng, text):
    bad = rng.choice([rb"\x41", rb"\u12", rb"\uZZZZ", rb"\ud800", rb"\udc00\ud800", rb"\u0000", b"\\"])
    return member(text, "userAgent", b'"' + bad + b'"')


def punctuation(rng, text):
    places = [n for n, byte in enumerate(text) if byte in b'{}[]:,"']
    at = rng.choice(places)
    return text[:at] + rng.choice([b"", text[at : at + 1] * 2, b";", b"}", b"]"]) + text[at + 1 :]


def junk(rng, text):
    return rng.choice([b"hello", b"2026-10-31 12:00:00 ERROR x", b"\x00\x01\x02", b"<xml/>", b",", b"}", b"null", b"42", b'"x"'])


def byte_order_mark(rng, text):
    return rng.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + text


def spaced(rng, text):
    return rng.choice([b"\r\n", b"\x0b", b"\x0c", b"\xc2\xa0", b" \t "]) + text + rng.choice([b"\r\n", b"\r", b"  "])


def long_text(rng, text):
    return member(text, "userAgent", b'"' + b"x" * rng.choice([4096, 65536, 1 << 20]) + b'"')


def wrapped(rng, text):
    for _ in range(rng.randrange(1, 14)):
        text = b'{"detail":' + text + b"}"
    return text


VARIANTS = [
    truncated, flipped, deep, deep_open, wrong_type, wrong_inner_type, invalid_utf8, stray_bytes, not_json, control,
    hostile_text, duplicate_keys, huge_number, escapes, punctuation, junk, byte_order_mark, spaced, long_text, wrapped,
]


def ndjson(before, variant, behind):
    # Good records stand on lines of their own, so reading always resumes at the second behind a variant, at the
    # latest: a value that is cut may take the first with it.
    return b"\n".join(before + [variant] + behind) + b"\n"


def native(before, variant, behind):
    return b'{"Records":[' + b",".join(before + [variant] + behind) + b"]}"


def array(before, variant, behind):
    return b"[" + b",\n".join(before + [variant] + behind) + b"]"


FORMS = {"ndjson": ndjson, "native": native, "array": array}


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "huge":
        return huge(sys.argv[2])
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    rng = random.Random(seed)
    pool = [json.loads(r.decode("utf-8", "replace")) for p in sys.argv[4:] for f in reshape.files_below(p) for r in reshape.records_of(f)]
    os.makedirs(out, exist_ok=True)
    expected = []
    for number in range(count):
        variant = VARIANTS[number % len(VARIANTS)]
        form = rng.choice(list(FORMS))
        good = [{**made_up(rng, number), "eventTime": "2026-10-31T12:00:00Z"} for _ in range(4)]
        source = rng.choice(pool) if pool else made_up(rng, number)
        bad = variant(rng, one_line({**source, "eventID": "variant-%d" % number}))
        lines = [one_line(record) for record in good]
        name = "%06d-%s-%s.json" % (number, variant.__name__, form)
        with open(os.path.join(out, name), "wb") as file:
            file.write(FORMS[form](lines[:2], bad, lines[2:]))
        ids = [record["eventID"] for record in good]
        sure = ids[:2] if form == "native" else ids[:2] + ids[3:]
        expected.append({"file": name, "sure": sure, "likely": [x for x in ids if x not in sure]})
    with open(os.path.join(out, ".expected.json"), "w") as file:
        json.dump(expected, file)
    return 0


def huge(out):
    """The three that are too big to keep."""
    os.makedirs(out, exist_ok=True)
    rng = random.Random(1)
    good = [one_line(made_up(rng, n)) for n in range(4)]
    filler = b"x" * (1 << 20)

    def long_record(file):
        file.write(one_line(made_up(rng, 9))[:-1] + b',"extra":"')
        for _ in range(200):
            file.write(filler)
        file.write(b'"}')

    with open(os.path.join(out, "long-line.ndjson"), "wb") as file:
        file.write(good[0] + b"\n")
        long_record(file)
        file.write(b"\n" + good[1] + b"\n")
    with open(os.path.join(out, "one-line-native.json"), "wb") as file:
        file.write(b'{"Records":[' + one_line(made_up(rng, 1000)))
        size = 0
        for number in range(1001, 10**9):
            text = b"," + one_line(made_up(rng, number))
            file.write(text)
            size += len(text)
            if size > 200 << 20:
                break
        file.write(b"]}")
    bomb(os.path.join(out, "bomb.json.gz"), good)


def bomb(path, good):
    """4 GiB of zeros between good records, in a few megabytes of gzip: one line that is no JSON."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"\0" * (1 << 24)
    with open(path, "wb") as file:
        file.write(packer.compress(good[2] + b"\n"))
        for _ in range(256):
            file.write(packer.compress(zeros))
        file.write(packer.compress(b"\n" + good[3] + b"\n"))
        file.write(packer.flush())


if __name__ == "__main__":
    sys.exit(main())
