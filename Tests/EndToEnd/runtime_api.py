"""AWS Lambda for tests: the Runtime API that a custom runtime asks for events, and the function that runs behind it.

The paths, headers and answers are those of "Using the Lambda runtime API" in AWS's developer guide.
"""

import contextlib
import json
import queue
import subprocess
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import program

VERSION = "/2018-06-01/runtime"
REGION = "us-east-1"


@dataclass
class Outcome:
    """What a function made of an event: `response` or `error`, its body and the error's type."""

    kind: str
    body: object
    error: str | None = None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        runtime = self.server.runtime
        assert self.path == f"{VERSION}/invocation/next", self.path
        runtime.asked.set()
        event = runtime.events.get()
        if event is None:
            self.close_connection = True
            return
        number, payload, seconds = event
        self.answer(200, payload, {
            "Lambda-Runtime-Aws-Request-Id": f"request-{number}",
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + seconds) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:999999999999:function:iamwatch",
            "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.runtime.outcomes.put(
            (self.path.removeprefix(VERSION), Outcome(self.path.rsplit("/", 1)[1], body, self.headers.get("Lambda-Runtime-Function-Error-Type"))))
        self.answer(202, b'{"status":"OK"}', {})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A function that has ended asks no more."""


class Function:
    """A function that runs."""

    def __init__(self, server):
        self.server, self.events, self.outcomes, self.asked = server, queue.Queue(), queue.Queue(), threading.Event()
        self.process, self.lines, self.count = None, [], 0
        server.runtime = self

    def start(self, command, environment):
        host, port = self.server.server_address
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={"AWS_LAMBDA_RUNTIME_API": f"{host}:{port}", **environment})
        threading.Thread(target=self.read_log, daemon=True).start()

    def read_log(self):
        for line in self.process.stderr:
            self.lines.append(line.decode())

    @property
    def log(self):
        return "".join(self.lines)

    def invoke(self, event, seconds=60):
        """What the function makes of an event, for which it has so many seconds."""
        self.count += 1
        self.events.put((self.count, event if isinstance(event, bytes) else json.dumps(event).encode(), seconds))
        path, outcome = self.outcomes.get(timeout=seconds + program.PATIENCE)
        assert path.startswith(f"/invocation/request-{self.count}/"), path
        return outcome

    def end(self):
        self.events.put(None)
        if self.process:
            self.process.kill()
            self.process.wait(program.PATIENCE)


@contextlib.contextmanager
def running(command, **environment):
    """The function that a command is, with these variables, its role's credentials and its region."""
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    function = Function(server)
    try:
        function.start(command, {
            "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_SESSION_TOKEN": "token", "LD_LIBRARY_PATH": "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib",
            "PATH": "/usr/local/bin:/usr/bin:/bin", **{name: str(value) for name, value in environment.items()}})
        yield function
    finally:
        function.end()
        server.shutdown()
        server.server_close()
