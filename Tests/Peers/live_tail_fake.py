"""StartLiveTail of the fake of CloudWatch Logs: sessions that end, break and are sampled as AWS's are, or when a test says so.

An update comes every `period` seconds, be it empty, of at most `most` events: of more it is sampled. What waits for a session that
breaks is lost to it, and so is what comes while none is open.
"""

import json
import queue
import socket
import struct
import threading
import time
import zlib


def message(headers, payload):
    """A message of application/vnd.amazon.eventstream; its headers are strings."""
    named = b""
    for name, value in headers.items():
        named += struct.pack(">B", len(name)) + name.encode() + struct.pack(">BH", 7, len(value)) + value.encode()
    prelude = struct.pack(">II", 16 + len(named) + len(payload), len(named))
    whole = prelude + struct.pack(">I", zlib.crc32(prelude)) + named + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


def event(kind, body):
    headers = {":message-type": "event", ":event-type": kind, ":content-type": "application/json"}
    return message(headers, json.dumps(body).encode())


def exception(kind, text):
    headers = {":message-type": "exception", ":exception-type": kind, ":content-type": "application/json"}
    return message(headers, json.dumps({"message": text}).encode())


class LiveTail:
    """Every session there was, the latest last."""

    def __init__(self, period=1.0, most=500):
        self.period, self.most = period, most
        self.sessions = []
        self.lock = threading.Lock()

    def session(self, groups):
        with self.lock:
            self.sessions.append(Session(groups, self))
            return self.sessions[-1]

    def arrived(self, group, found):
        with self.lock:
            for session in self.sessions:
                if session.is_open and group in session.groups:
                    session.waiting.put(found)

    @property
    def is_open(self):
        with self.lock:
            return bool(self.sessions) and self.sessions[-1].is_open

    def end(self, how):
        """Ends the session that is open: "timeout", "exception", "reset", "truncate" or "close"."""
        self.sessions[-1].ending = how


class Session:
    def __init__(self, groups, tail):
        self.groups, self.tail = groups, tail
        self.waiting = queue.SimpleQueue()
        self.ending = None
        self.is_open = True
        self.sampled = 0

    def update(self):
        found = []
        while not self.waiting.empty():
            found.append(self.waiting.get())
        kept = found
        if len(found) > self.tail.most:
            self.sampled += 1
            kept = [found[place * len(found) // self.tail.most] for place in range(self.tail.most)]
        return event("sessionUpdate", {
            "sessionMetadata": {"sampled": len(kept) < len(found)}, "sessionResults": [result(one) for one in kept]})

    def pieces(self):
        """What goes over the network, and last how it ends."""
        yield event("initial-response", {})
        yield event("sessionStart", {"requestId": "r", "sessionId": "s", "logGroupIdentifiers": self.groups})
        while self.ending is None:
            yield self.update()
            time.sleep(self.tail.period)
        self.is_open = False
        if self.ending == "timeout":
            yield exception("SessionTimeoutException", "The session has been open for three hours.")
        elif self.ending == "exception":
            yield exception("SessionStreamingException", "An unknown error occurred.")
        elif self.ending == "truncate":
            yield self.update()[:-7]


def result(found):
    return {
        "logStreamName": found.stream, "logGroupIdentifier": found.log, "message": found.message,
        "timestamp": found.timestamp, "ingestionTime": found.ingested,
    }  # fmt: skip


def stream(session, handler):
    """Sends a session to its end as the answer of an http.server's handler."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/vnd.amazon.eventstream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    try:
        for piece in session.pieces():
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if session.ending == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        else:
            handler.wfile.write(b"0\r\n\r\n")
    except OSError:
        pass
    finally:
        session.is_open = False
        handler.close_connection = True
