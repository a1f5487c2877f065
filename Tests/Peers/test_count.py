"""Self-tests of count.py: python3 -m unittest discover -s Tests/Peers"""
import base64
import contextlib
import gzip
import io
import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import count  # noqa: E402

BASE = {
    "eventTime": "2026-10-31T12:00:00Z", "eventSource": "iam.amazonaws.com", "eventName": "GetUser",
    "recipientAccountId": "111122223333", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/a"},
}
serial = 0


def record(**changes):
    global serial
    serial += 1
    return {**BASE, "eventID": "e%d" % serial, **changes}


def read(data):
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    text, intact = count.plain(data)
    reader = count.Reader(text).read()
    reader.partial = reader.partial or not intact
    return reader


def totals(data):
    reader = read(data)
    return len(reader.events), reader.rejected, reader.partial


def js(value):
    return json.dumps(value)


class Reading(unittest.TestCase):
    def check(self, data, events, rejected, partial=False):
        self.assertEqual(totals(data), (events, rejected, partial))

    def test_envelopes(self):
        one = js(record())
        self.check({"Records": [record(), record()]}, 2, 0)
        self.check(record(), 1, 0)
        self.check([record(), record()], 2, 0)
        self.check("%s\n%s\n%s" % (one, js(record()), js(record())), 3, 0)
        self.check(one + js(record()), 2, 0)
        self.check({"version": "0", "account": "111122223333", "time": "2026-10-31T12:00:00Z", "detail": record()}, 1, 0)
        self.check({"@timestamp": "2026-10-31T12:00:00Z", "@message": one}, 1, 0)
        self.check({"@message": "no", "detail": record()}, 1, 0)
        self.check({"@message": "no", **record()}, 1, 0)
        self.check({"@message": "no"}, 0, 1)
        self.check({"@message": one + " 1", "detail": {}}, 0, 1)
        self.check({"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "message": one}]}, 1, 0)
        self.check({"logEvents": [{"id": "1", "message": "x"}], "messageType": "CONTROL_MESSAGE"}, 0, 0)
        self.check({"hits": {"hits": [{"_source": record()}, {"_source": {"@message": one}}]}}, 2, 0)
        self.check({"Events": [{"EventId": "1", "CloudTrailEvent": one}]}, 1, 0)
        data = base64.b64encode(gzip.compress(js({"logEvents": [{"message": one}]}).encode())).decode()
        self.check({"awslogs": {"data": data}}, 1, 0)

    def test_refused(self):
        self.check({"Records": [{"Sns": {"Message": js(record())}}]}, 0, 1)
        self.check({"results": [[{"field": "@message", "value": js(record())}]]}, 0, 1)
        self.check({"Records": [1, "x", [record()], record()]}, 1, 3)
        self.check({"Records": []}, 0, 0)
        self.check(record(eventTime="yesterday"), 0, 1)

    def test_junk(self):
        self.check("", 0, 0)
        self.check("hello\nworld\n", 0, 1)
        self.check("hello\n%s\nworld\n" % js(record()), 1, 2)
        self.check("%s junk %s\n%s" % (js(record()), js(record()), js(record())), 2, 1)
        self.check(b"\xef\xbb\xbf" + js(record()).encode(), 1, 0)

    def test_broken_elements(self):
        good = js(record())
        self.check('{"Records":[{"a":NaN},%s]}' % good, 1, 1)
        self.check('{"Records":[%s,{"a":"x\ny"},%s]}' % (good, js(record())), 2, 1)
        self.check('{"Records":[%s,]}' % good, 1, 1)
        self.check('{"Records":[nul l {"a":[1,2]} "x", %s]}' % good, 1, 1)
        self.check('{"Records":[%s,{"a":\n%s' % (good, js(record())), 1, 1, True)
        self.check('{"Records":[%s,{"a":"\n%s' % (good, js(record())), 2, 1, True)
        self.check('{"Records":[%s %s]}' % (good, js(record())), 1, 1, True)
        self.check('{"Records":[%s' % good, 1, 1, True)

    def test_broken_outside_lists(self):
        good = js(record())
        self.check('{"a":NaN}%s' % good, 0, 1)
        self.check('{"a":NaN}\n%s' % good, 1, 1)
        self.check('{"eventName":"cut\n%s\n%s' % (good, js(record())), 2, 1)
        self.check('{"Records":[%s],"x":NaN}' % good, 1, 1)

    def test_repeated_records_are_read_twice(self):
        self.check('{"Records":[%s],"Records":[%s]}' % (js(record()), js(record())), 2, 0)

    def test_depth_and_length(self):
        deep = lambda n: '{"eventTime":"2026-10-31T12:00:00Z","eventName":"X","a":%s}' % ("[" * n + "]" * n)
        self.check(deep(511), 1, 0)
        self.check(deep(512), 0, 1)
        self.check('{"Records":[%s,%s]}' % (deep(100000), js(record())), 1, 1)
        self.check("[" * 100000, 0, 1, True)
        self.check('{"Records":[' * 50000, 0, 1, True)
        self.check('{"Records":[' * 50000 + "]}" * 50000, 0, 1)
        self.check([record(x="y" * count.MAX_BYTES), record()], 1, 1)

    def test_wrappings(self):
        value = record()
        for _ in range(8):
            value = {"detail": value}
        self.check(value, 1, 0)
        self.check({"detail": value}, 0, 1)

    def test_gzip(self):
        one, two = (gzip.compress(js(record()).encode()) for _ in range(2))
        self.check(one + two, 2, 0)
        self.check(gzip.compress(one), 1, 0)
        self.check(one + b"\0" * 9, 1, 0)
        self.check(one + b"x", 1, 0, True)
        self.check(one + two[:-30], 1, 1, True)
        self.check(one[:-8] + b"12345678" + two, 2, 0, True)

    def test_hash_keys(self):
        bare = {**BASE}
        events = read([bare, {"detail": bare}, {"@message": js(bare)}]).events
        self.assertEqual(len({e.key for e in events}), 1)


class Fields(unittest.TestCase):
    def event(self, **changes):
        return read(record(**changes)).events[0]

    def test_times(self):
        for text, wanted in [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:01.5z", 1500), ("1970-01-01 01:00:00+01:00", 0),
            ("1970-01-01T00:00:60", 60000), ("2024-02-29T00:00:00Z", 1709164800000), ("2023-02-29T00:00:00Z", None),
            ("1970-01-01T00:00Z", None), ("1970-01-01T24:00:00Z", None), ("1969-12-31T23:59:59.999Z", -1),
        ]:
            self.assertEqual(count.milliseconds(text), wanted, text)
        self.assertEqual(count.stamp(-1), "1969-12-31T23:59:59Z")

    def test_time_falls_back(self):
        envelope = {"time": "2026-01-01T00:00:00Z", "detail": record(eventTime=5)}
        self.assertEqual(read(envelope).events[0].time, count.milliseconds("2026-01-01T00:00:00Z"))

    def test_accounts(self):
        def account(value):
            text = '{"eventTime":"2026-10-31T12:00:00Z","eventName":"X","recipientAccountId":%s}' % value
            return read(text).events[0].account
        for value, wanted in [
            ('"12345678901"', "012345678901"), ("12345678901", "012345678901"), ("1e3", "000000001000"),
            ("1.5", "unknown"), ("-1", "unknown"), ("1000000000000", "unknown"), ('"ANONYMOUS_PRINCIPAL"', "ANONYMOUS_PRINCIPAL"),
            ('""', "unknown"), ("null", "unknown"),
        ]:
            self.assertEqual(account(value), wanted, value)

    def test_principals(self):
        arn = "arn:aws-cn:sts::111122223333:assumed-role/R/s"
        issuer = {"sessionIssuer": {"arn": "arn:i"}}
        for user, wanted in [
            ({"type": "AssumedRole", "arn": arn}, "arn:aws-cn:iam::111122223333:role/R"),
            ({"type": "AssumedRole", "arn": arn, "sessionContext": issuer}, "arn:i"),
            ({"type": "FederatedUser", "arn": "arn:f"}, "arn:f"),
            ({"type": "AWSService", "invokedBy": "x"}, "x"),
            ({"type": "AWSAccount", "accountId": "7"}, "000000000007"),
            ({"type": "AWSAccount", "principalId": "7"}, "7"),
            ({"type": "SAMLUser", "userName": "n", "arn": "a"}, "n"),
            ({"type": "IdentityCenterUser", "onBehalfOf": {"userId": "u"}, "userName": "n"}, "u"),
            ({"type": "IAMUser", "userName": "n", "accountId": "1"}, "n"),
            ({"type": "New", "accountId": "1"}, "000000000001"), ({}, "unknown"), (5, "unknown"),
        ]:
            self.assertEqual(self.event(userIdentity=user).principal, wanted, user)

    def test_errors(self):
        self.assertTrue(self.event(errorCode="x").error)
        self.assertFalse(self.event(errorCode="").error)
        self.assertTrue(self.event(eventName="ConsoleLogin", responseElements={"ConsoleLogin": "Failure"}).error)

    def test_text(self):
        def name(raw):
            text = b'{"eventTime":"2026-10-31T12:00:00Z","eventSource":"s","eventName":"%s"}' % raw
            return read(text).events[0].action
        self.assertEqual(name(b"\xe2\x82"), "s:\ufffd")
        self.assertEqual(name(b"\xed\xa0\x80"), "s:\ufffd\ufffd\ufffd")
        self.assertEqual(name(b"\\ud83d\\ude00\\ud83d"), "s:\U0001f600\ufffd")


class Snapshots(unittest.TestCase):
    def run_count(self, files, *options):
        with tempfile.TemporaryDirectory() as folder:
            for name, data in files.items():
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(data if isinstance(data, bytes) else js(data).encode())
            out = io.TextIOWrapper(io.BytesIO(), "utf-8")
            argv, sys.argv = sys.argv, ["count.py", "--source", folder, *options]
            try:
                with contextlib.redirect_stdout(out):
                    self.status = count.main()
            finally:
                sys.argv = argv
            return json.loads(out.buffer.getvalue())

    def test_duplicates_and_scope(self):
        a, b = record(), record(eventSource="s3.amazonaws.com")
        shot = self.run_count({"a": [a, b, a], "b": [a], ".hidden": [record()]})
        source = shot["sources"][0]
        self.assertEqual((source["read"], source["duplicates"], source["outOfScope"]), (4, 2, 1))
        self.assertEqual(shot["totals"]["events"], 1)
        self.assertEqual(self.status, 0)

    def test_least_copy_counts(self):
        a = record(eventID="same", errorCode="b")
        shot = self.run_count({"a": [a, {**a, "errorCode": "AccessDenied"}]})
        self.assertEqual(shot["totals"]["denied"], 1)

    def test_window(self):
        times = ["2026-10-31T12:00:0%dZ" % n for n in range(4)]
        shot = self.run_count({"a": [record(eventTime=t) for t in times]}, "--since", times[1], "--until", times[3])
        self.assertEqual(shot["window"], {"start": times[1], "end": times[3]})
        self.assertEqual([b["events"] for b in shot["timeline"]["buckets"]], [1, 1])
        self.assertEqual(shot["sources"][0]["read"], 4)

    def test_empty(self):
        shot = self.run_count({})
        self.assertEqual(shot["timeline"], {"bucketSeconds": 60, "buckets": []})
        self.assertEqual(shot["window"]["start"], shot["generatedAt"])

    def test_buckets(self):
        def size(seconds):
            end = count.stamp((count.milliseconds(BASE["eventTime"]) // 1000 + seconds) * 1000)
            return self.run_count({"a": [record(), record(eventTime=end)]})["timeline"]
        self.assertEqual(size(119)["bucketSeconds"], 1)
        self.assertEqual(size(120)["bucketSeconds"], 2)
        self.assertEqual(size(86400)["bucketSeconds"], 900)
        self.assertEqual(size(604800 * 500)["bucketSeconds"], 604800 * 8)

    def test_cut_file_is_partial(self):
        shot = self.run_count({"a": gzip.compress(js(record()).encode())[:-4]})
        self.assertEqual((shot["sources"][0]["state"], self.status), ("partial", 3))

    def test_access(self):
        rows = [record(eventName="GetX"), record(eventName="Getter"), record(eventName="PutX", readOnly="TRUE")]
        shot = self.run_count({"a": rows})
        self.assertEqual({a["action"]: a["access"] for a in shot["actions"]},
                         {"iam:GetX": "read", "iam:Getter": "write", "iam:PutX": "read"})


if __name__ == "__main__":
    unittest.main()
