"""moto behind a door of ours, which notes what is called and answers by hand what moto has not, or has otherwise.

What was built can be kept and begun from again: each `fresh` forks the server, so that a case starts from the same state within
milliseconds and leaves nothing behind.
"""
import contextlib
import dataclasses
import http.client
import http.server
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import urllib.parse

REST = [
    (r"^/2015-03-31/functions/[^/]+/configuration$", "GetFunctionConfiguration"),
    (r"^/2015-03-31/functions/[^/]+/policy$", "GetPolicy"),
    (r"^/2016-08-19/account-settings/?$", "GetAccountSettings"),
    (r"^/2021-01-01/opensearch/domain/[^/]+$", "DescribeDomain"),
]
# Where the name in signatures is not the one in IAM's actions.
IAM_NAMES = {"monitoring": "cloudwatch"}
# The headers of an answer that are handed back.
KEPT = ("content-type", "x-amzn-errortype", "x-amzn-query-error", "location")


@dataclasses.dataclass
class Call:
    action: str
    region: str
    body: bytes
    # The access key that it is signed with.
    key: str = ""


class Door:
    """`url` is for the program under test, `back` for those who build: it notes nothing and answers nothing itself."""

    def __init__(self, moto):
        self.moto, self.calls, self.overrides, self.child = moto, [], {}, None
        self.upstream = int(moto.stdout.readline())

    @property
    def actions(self):
        return {call.action for call in self.calls}

    def answer(self, action, body, status=200):
        """Answers an action always the same; a function of the call may be put into `overrides` instead."""
        self.overrides[action] = lambda call: (status, json.dumps(body))

    def refuse(self, action):
        self.answer(action, {"__type": "AccessDeniedException", "message": "not authorized"}, 400)

    def fresh(self):
        """From here on the state is the one that was built, and nothing is answered by hand."""
        self.end_child()
        self.moto.stdin.write("fork\n")
        self.moto.stdin.flush()
        self.upstream, self.child = map(int, self.moto.stdout.readline().split())
        self.calls.clear()
        self.overrides.clear()

    def upstreams(self, _):
        """The address that a call is handed on to, and the headers that go with it; the first one's answer is given."""
        return [(f"127.0.0.1:{self.upstream}", {})]

    def end_child(self):
        if self.child:
            os.kill(self.child, signal.SIGKILL)
        self.child = None


def call(handler, body):
    scope = re.search(r"Credential=([^/]*)/\d+/([^/]+)/([^/]+)/", handler.headers.get("Authorization", ""))
    key, region, service = scope.groups() if scope else ("", "", "")
    target = handler.headers.get("X-Amz-Target")
    if target:
        name = target.rpartition(".")[2]
    elif handler.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        name = dict(urllib.parse.parse_qsl(body.decode())).get("Action", "")
    else:
        path = handler.path.partition("?")[0]
        name = next((name for pattern, name in REST if re.match(pattern, path)), f"{handler.command} {path}")
    return Call(f"{IAM_NAMES.get(service, service)}:{name}", region, body, key)


def form_of(text):
    return "text/xml" if text.startswith("<") else "application/json"


def handler_of(door, is_noted):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = call(self, body)
            given = self.by_hand(found) if is_noted else None
            if given:
                return self.tell(given[0], {"Content-Type": form_of(given[1])}, given[1].encode())
            answers = [self.ask(address, body, more) for address, more in door.upstreams(found)]
            return self.tell(*answers[0])

        def ask(self, address, body, more):
            upstream = http.client.HTTPConnection(address, timeout=30)
            upstream.request(self.command, self.path, body, {**dict(self.headers.items()), **more})
            answer = upstream.getresponse()
            text = answer.read()
            upstream.close()
            kept = {name: value for name, value in answer.getheaders() if name.lower() in KEPT}
            return answer.status, kept, text

        def by_hand(self, found):
            door.calls.append(found)
            override = door.overrides.get(found.action)
            return override(found) if override else None

        def tell(self, status, headers, body):
            with contextlib.suppress(BrokenPipeError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = serve

        def log_message(self, *_):
            pass

    return Handler


@contextlib.contextmanager
def running():
    """Starts moto and the doors before it on ports of their own; ends all."""
    moto = subprocess.Popen(
        [sys.executable, __file__], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    door = Door(moto)
    try:
        with serving(door):
            yield door
    finally:
        door.end_child()
        moto.terminate()
        moto.wait(10)


@contextlib.contextmanager
def serving(door):
    """Opens both of its sides, on ports of their own."""
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(door, noted)) for noted in (True, False)]
    door.url, door.back = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield door
    finally:
        for server in servers:
            server.shutdown()


def serve():
    """moto on one thread, so that it can be forked; a line of input asks for that."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    # What moto prints goes elsewhere.
    told, sys.stdout = sys.stdout, sys.stderr
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=False)
    print(server.port, file=told, flush=True)
    while True:
        ready, _, _ = select.select([server, sys.stdin], [], [])
        if server in ready:
            server.handle_request()
        if sys.stdin in ready:
            if not sys.stdin.readline():
                return
            if os.fork() == 0:
                server.socket.close()
                copy = make_server("127.0.0.1", 0, application, threaded=True)
                print(copy.port, os.getpid(), file=told, flush=True)
                copy.serve_forever()


if __name__ == "__main__":
    serve()
