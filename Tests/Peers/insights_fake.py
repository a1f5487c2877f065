"""A CloudWatch Logs service on the loopback that really runs queries, for what no emulator does.

StartQuery, GetQueryResults, StopQuery, FilterLogEvents and DescribeLogGroups over JSON 1.1; StartLiveTail is beside it. Queries go from Scheduled over Running, whose
rows are partial, to Complete. It refuses what the service refuses, and fails on demand: `service.faults["StartQuery"].append(fault)`.
"""

import json
import socket
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from multidict import CIMultiDict

import front_door
from insights_events import Event, Readings
from insights_expressions import Malformed
from insights_language import LONGEST_QUERY, MOST_ROWS, Query
from live_tail_fake import LiveTail, stream

REGION = "eu-west-1"
TARGET = "Logs_20140328."
ROWS_A_PAGE = 10_000
EVENTS_A_PAGE, BYTES_A_PAGE = 10_000, 1_048_576
MOST_GROUPS = 50
ENDED = {"Complete", "Failed", "Cancelled", "Timeout"}


class Refused(Exception):
    def __init__(self, code, message, status=400, **members):
        super().__init__(code)
        self.status, self.body = status, {"__type": code, "message": message} | members


def throttled():
    return Refused("ThrottlingException", "Rate exceeded")


@dataclass
class Group:
    created: int = 0  # milliseconds
    retention: int | None = None  # days
    account: str = "111122223333"
    events: list = field(default_factory=list)

    @property
    def begins(self):
        """Since when it has events, in milliseconds: what is older than its retention is marked for deletion."""
        return self.created if self.retention is None else max(self.created, int(time.time() * 1000) - self.retention * 86_400_000)

    def held(self, start, end):
        return [event for event in self.events if max(start, self.begins) <= event.timestamp <= end]


@dataclass
class Running:
    """A query under way: `polls` counts how often its results were asked for."""

    query: Query
    events: list
    limit: int | None
    end: str
    polls: int = 0
    status: str = "Scheduled"


class LogsService:
    """What the server knows. Tests set its attributes and read `calls`; it is used by one thread at a time."""

    def __init__(self, readings=Readings(), concurrency=100, polls_until_complete=3, empty_pages=False, page=EVENTS_A_PAGE):
        self.readings, self.concurrency, self.empty_pages, self.page = readings, concurrency, empty_pages, page
        self.polls_until_complete = polls_until_complete
        self.ends_as = "Complete"
        self.groups, self.queries, self.tokens = {}, {}, {}
        self.faults = defaultdict(list)
        self.calls = []
        self.bytes_scanned = 0
        self.live_tail = LiveTail()
        self.lock = threading.RLock()

    def put(self, group, timestamp, message, stream="stream", ingested=None):
        """A log event arrives, `timestamp` in milliseconds."""
        with self.lock:
            held = self.groups.setdefault(group, Group())
            pointer = f"ptr-{group}-{len(held.events):08d}"
            log = f"{held.account}:{group}"
            held.events.append(Event(timestamp, message, stream, ingested or timestamp, log, pointer))
            self.live_tail.arrived(group, held.events[-1])

    def answer(self, operation, body):
        with self.lock:
            self.calls.append((operation, body))
            if self.faults[operation]:
                raise self.faults[operation].pop(0)
            handler = getattr(self, operation, None) if operation[:1].isupper() else None
            if handler is None:
                raise Refused("UnknownOperationException", "")
            return handler(body)

    # Groups

    def group(self, identifier):
        name = identifier.split(":")[6] if identifier.startswith("arn:") else identifier
        if identifier.endswith(":*"):
            raise Refused("InvalidParameterException", "The ARN of a log group must not end with *")
        if name not in self.groups:
            raise Refused("ResourceNotFoundException", "The specified log group does not exist.")
        return self.groups[name]

    def named(self, body, *keys):
        given = [key for key in keys if body.get(key)]
        if len(given) != 1:
            raise Refused("InvalidParameterException", f"Exactly one of {', '.join(keys)} must be given")
        named = body[given[0]]
        if isinstance(named, list) and len(named) > MOST_GROUPS:
            raise Refused("InvalidParameterException", f"At most {MOST_GROUPS} log groups can be queried")
        return [self.group(name) for name in (named if isinstance(named, list) else [named])]

    def DescribeLogGroups(self, body):
        prefix = body.get("logGroupNamePrefix", "")
        found = [(name, group) for name, group in sorted(self.groups.items()) if name.startswith(prefix)]
        told = []
        for name, group in found[: body.get("limit", 50)]:
            arn = f"arn:aws:logs:{REGION}:{group.account}:log-group:{name}"
            kept = {} if group.retention is None else {"retentionInDays": group.retention}
            told.append({"logGroupName": name, "creationTime": group.created, "arn": f"{arn}:*", "logGroupArn": arn} | kept)
        return {"logGroups": told}

    # Live Tail

    def StartLiveTail(self, body):
        groups = body.get("logGroupIdentifiers")
        if not isinstance(groups, list) or not 1 <= len(groups) <= 10:
            raise Refused("InvalidParameterException", "From 1 to 10 log groups can be tailed")
        if not all(group.startswith("arn:") for group in groups):
            raise Refused("InvalidParameterException", "Log groups are named by their ARNs")
        for group in groups:
            self.group(group)
        return self.live_tail.session([group.split(":")[6] for group in groups])

    # Logs Insights

    def StartQuery(self, body):
        groups = self.named(body, "logGroupName", "logGroupNames", "logGroupIdentifiers")
        query, start, end = body.get("queryString"), body.get("startTime"), body.get("endTime")
        if not isinstance(query, str) or len(query) > LONGEST_QUERY:
            raise Refused("InvalidParameterException", f"A query has at most {LONGEST_QUERY} characters")
        if not isinstance(start, int) or not isinstance(end, int) or start < 0 or end < start or end > 10**11:
            raise Refused("InvalidParameterException", "The times are no window in seconds")
        if "limit" in body and not 1 <= body["limit"] <= MOST_ROWS:
            raise Refused("InvalidParameterException", f"limit is from 1 to {MOST_ROWS}")
        parsed = self.parsed(query)
        if all(end * 1000 + 999 < group.begins for group in groups):
            raise Refused(
                "MalformedQueryException",
                "Query's end date and time is either before the log groups creation time or exceeds the log groups"
                " log retention settings",
            )
        if sum(q.status not in ENDED for q in self.queries.values()) >= self.concurrency:
            raise Refused(
                "LimitExceededException", f"Account maximum query concurrency limit of [{self.concurrency}] reached."
            )
        events = [event for group in groups for event in group.held(start * 1000, end * 1000 + 999)]
        name = f"query-{len(self.queries)}"
        self.queries[name] = Running(parsed, events, body.get("limit"), self.ends_as)
        return {"queryId": name}

    def parsed(self, query):
        try:
            return Query(query, self.readings)
        except Malformed as error:
            place = {"startCharOffset": error.start, "endCharOffset": error.end}
            raise Refused(
                "MalformedQueryException", error.message,
                queryCompileError={"location": place, "message": error.message},
            ) from None  # fmt: skip

    def running(self, body):
        if body.get("queryId") not in self.queries:
            raise Refused("ResourceNotFoundException", "The specified query does not exist.")
        return self.queries[body["queryId"]]

    def GetQueryResults(self, body):
        query = self.running(body)
        if query.status not in ENDED:
            query.polls += 1
            done = query.polls >= self.polls_until_complete
            query.status = query.end if done else "Running" if query.polls > 1 else "Scheduled"
            if done:
                self.bytes_scanned += size(query.events)
        events = {"Scheduled": [], "Running": query.events[: len(query.events) // 2]}.get(query.status, query.events)
        rows = query.query.run(events, query.limit, seed=query.polls) if query.status in ("Running", "Complete") else []
        first = self.token(body, "query", 0)
        answer = {
            "results": rows[first : first + ROWS_A_PAGE], "status": query.status,
            "statistics": {
                "recordsMatched": float(len(rows)), "recordsScanned": float(len(events)),
                "bytesScanned": float(size(events)),
            },
        }  # fmt: skip
        if first + ROWS_A_PAGE < len(rows):
            answer["nextToken"] = self.new_token("query", first + ROWS_A_PAGE)
        return answer

    def StopQuery(self, body):
        query = self.running(body)
        if query.status in ENDED:
            raise Refused("InvalidParameterException", "The query is already in a terminal state")
        query.status = "Cancelled"
        return {"success": True}

    # Pages

    def new_token(self, kind, place):
        token = f"{kind}-{len(self.tokens)}"
        self.tokens[token] = place
        return token

    def token(self, body, kind, first):
        token = body.get("nextToken")
        if token is None:
            return first
        if token not in self.tokens or not token.startswith(kind):
            raise Refused("InvalidParameterException", "The specified nextToken is invalid.")
        return self.tokens[token]

    def FilterLogEvents(self, body):
        if "filterPattern" in body:
            raise NotImplementedError("filter patterns are outside this fake's subset")
        (group,) = self.named(body, "logGroupName", "logGroupIdentifier")
        start, end = body.get("startTime", 0), body.get("endTime", 10**15)
        limit = min(body.get("limit", self.page), self.page)
        found = sorted(group.held(start, end), key=lambda e: (e.timestamp, e.ingested, e.pointer))
        first, is_empty = self.token(body, "events", (0, self.empty_pages))
        if is_empty:
            return {"events": [], "searchedLogStreams": [], "nextToken": self.new_token("events", (first, False))}
        page, bytes_left = [], BYTES_A_PAGE
        for event in found[first : first + limit]:
            bytes_left -= len(event.message.encode()) + 26
            if page and bytes_left < 0:
                break
            page.append(event)
        answer = {"events": [filtered(event) for event in page], "searchedLogStreams": []}
        if first + len(page) < len(found):
            answer["nextToken"] = self.new_token("events", (first + len(page), self.empty_pages))
        return answer


def filtered(event):
    return {
        "logStreamName": event.stream, "timestamp": event.timestamp, "message": event.message,
        "ingestionTime": event.ingested, "eventId": event.pointer,
    }  # fmt: skip


def size(events):
    return sum(len(event.message.encode()) for event in events)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self.headers.get("X-Amz-Target", "")
        try:
            if not target.startswith(TARGET) or self.headers.get("Content-Type") != "application/x-amz-json-1.1":
                raise Refused("UnknownOperationException", "")
            self.server.verify(self.path, self.headers, body)
            operation = target.removeprefix(TARGET)
            answer = self.server.service.answer(operation, json.loads(body))
            if operation == "StartLiveTail":
                stream(answer, self)
            else:
                self.reply(200, answer)
        except Refused as refusal:
            self.reply(refusal.status, refusal.body)
        except ConnectionError:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def reply(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("x-amzn-RequestId", f"request-{time.monotonic_ns()}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def has_credentials(path, headers, body):
    if "Credential=" not in headers.get("Authorization", ""):
        raise Refused("MissingAuthenticationTokenException", "Missing Authentication Token")


def verified_by(door):
    """Verifies every signature as a `front_door.FrontDoor` does."""

    def verify(path, headers, body):
        try:
            door.verify("POST", path, CIMultiDict(headers.items()), body)
        except front_door.Refused as refusal:
            raise Refused(refusal.code, str(refusal), refusal.status) from None

    return verify


@contextmanager
def served(service, verify=has_credentials):
    """Serves it on a free port of the loopback; gives its address. A fault that is a ConnectionError cuts the connection."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.service, server.daemon_threads, server.verify = service, True, verify
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
