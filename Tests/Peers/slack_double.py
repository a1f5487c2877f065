"""A Slack on the loopback for what takes alerts: incoming webhooks, chat.postMessage, and a plain webhook.

It refuses what Slack refuses (Slack's Block Kit reference; "Sending messages using incoming webhooks", Handling errors; chat.postMessage,
Errors), and fails on demand: `slack.faults.append(fault)`, or `slack.roll` for one at random.
"""

import json
import re
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "xoxb-not-a-real-token"
WEBHOOK = "/services/T000/B000/not-a-real-secret"
TEXT_TYPES = {"plain_text", "mrkdwn"}


@dataclass
class Message:
    """What was posted and taken."""

    path: str
    body: dict
    headers: dict
    raw: bytes
    at: float
    ts: str = ""
    # Whether whoever sent it got the answer.
    was_answered: bool = True


@dataclass
class Fault:
    """What happens to a request: a status, or a connection that is cut before (`reset`) or after the message was taken (`lost`)."""

    kind: str
    retry_after: int | None = None


@dataclass
class Slack:
    """What the server knows. Tests read `messages`; `attempts` has the time of every request."""

    faults: list = field(default_factory=list)
    roll: object = None
    messages: list = field(default_factory=list)
    attempts: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    lock: object = field(default_factory=threading.Lock)
    url: str = ""

    def next_fault(self):
        if self.faults:
            return self.faults.pop(0)
        return self.roll() if self.roll else None

    def webhook(self):
        return self.url + WEBHOOK

    def taken(self):
        with self.lock:
            return list(self.messages)


def wrong(message):
    """Why Slack would not take a message; None if it would."""
    if not isinstance(message.get("text"), str) or not message["text"]:
        return "no_text"
    blocks = message.get("blocks", [])
    if not isinstance(blocks, list) or len(blocks) > 50:
        return "invalid_blocks"
    return next((why for why in map(wrong_block, blocks) if why), None)


def wrong_block(block):
    kind = block.get("type")
    if kind == "header":
        return wrong_text(block.get("text"), 150, {"plain_text"})
    if kind == "section":
        fields = block.get("fields")
        if fields is None:
            return wrong_text(block.get("text"), 3000, TEXT_TYPES)
        if not 1 <= len(fields) <= 10:
            return "invalid_blocks: fields"
        return next((why for why in (wrong_text(one, 2000, TEXT_TYPES) for one in fields) if why), None)
    if kind == "context":
        elements = block.get("elements", [])
        if not 1 <= len(elements) <= 10:
            return "invalid_blocks: elements"
        return next((why for why in (wrong_text(one, 3000, TEXT_TYPES) for one in elements) if why), None)
    return f"invalid_blocks: {kind}"


def wrong_text(text, limit, kinds):
    if not isinstance(text, dict) or text.get("type") not in kinds:
        return "invalid_blocks: type of a text"
    if not 1 <= len(text.get("text", "")) <= limit:
        return f"invalid_blocks: {len(text.get('text', ''))} characters"
    return None


def texts(message):
    """Every text object of a message's blocks."""
    found = []
    for block in message["blocks"]:
        found += [block["text"]] if "text" in block else []
        found += block.get("fields", []) + block.get("elements", [])
    return found


def fields(message):
    """A message's labelled facts."""
    return dict(one["text"].split("\n", 1) for one in texts(message) if "\n" in one["text"])


def alert_id(message):
    """The id of the alert that a message is of."""
    for one in texts(message.body) if "blocks" in message.body else []:
        found = re.fullmatch(r"alert ([0-9a-f]{32})", one["text"])
        if found:
            return found[1]
    return message.body.get("id")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        slack = self.server.slack
        with slack.lock:
            slack.attempts.append(time.monotonic())
            fault = slack.next_fault()
        if fault and fault.kind == "reset":
            return self.cut()
        if fault and fault.kind.isdigit():
            return self.answer(int(fault.kind), b"not now", fault.retry_after)
        self.take(slack, raw, fault)

    def take(self, slack, raw, fault):
        body = json.loads(raw)
        is_api = self.path == "/api/chat.postMessage"
        message = Message(self.path, body, dict(self.headers), raw, time.monotonic())
        with slack.lock:
            reason = self.refusal(slack, body, is_api)
            if reason:
                slack.refusals.append(reason)
            else:
                message.ts = f"{1700000000 + len(slack.messages)}.000100"
                message.was_answered = not fault
                slack.messages.append(message)
        if fault and not reason:
            return self.cut()
        if is_api:
            said = {"ok": False, "error": reason} if reason else {"ok": True, "channel": "C1", "ts": message.ts}
            return self.answer(200, json.dumps(said).encode(), kind="application/json")
        self.answer(400 if reason else 200, (reason or "ok").encode())

    def refusal(self, slack, body, is_api):
        if is_api:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return "invalid_auth"
            if not body.get("channel"):
                return "channel_not_found"
            thread = body.get("thread_ts")
            if thread and thread not in [one.ts for one in slack.messages]:
                return "thread_not_found"
            return wrong(body)
        return wrong(body) if self.path == WEBHOOK else None

    def answer(self, status, body, retry_after=None, kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        """Resets the connection."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A connection that was cut is cut."""


@contextmanager
def running():
    """A Slack that runs."""
    server = Server(("127.0.0.1", 0), Handler)
    server.slack = Slack(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.slack
    finally:
        server.shutdown()
        server.server_close()
