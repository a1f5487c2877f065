"""HTTP/2: what is asked of one host goes over one connection, streams beside requests, with TLS by a certificate of ours."""
import asyncio
import contextlib
import json
import subprocess
import threading
import time

import pytest
from hypercorn.asyncio import serve
from hypercorn.config import Config
from insights_fake import TARGET, LogsService

import program
from terminal import wait_until
from test_live_tail import KEYS, Tail
from test_logs import GROUP, filled, message


class Server:
    """CloudWatch Logs behind a server of HTTP/2 and HTTP/1.1, and the requests that came: (operation, version, connection)."""

    def __init__(self, service, certificate, key, protocols):
        self.service, self.asked = service, []
        self.config = Config()
        self.config.certfile, self.config.keyfile = str(certificate), str(key)
        self.config.alpn_protocols, self.config.accesslog, self.config.errorlog = protocols, None, None
        self.config.bind = ["127.0.0.1:0"]
        self.sockets = self.config.create_sockets()
        self.config.create_sockets = lambda: self.sockets
        self.url = "https://127.0.0.1:%d" % self.sockets.secure_sockets[0].getsockname()[1]
        self.loop, self.over = asyncio.new_event_loop(), asyncio.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        self.loop.run_until_complete(serve(self.answer, self.config, shutdown_trigger=self.over.wait))

    def close(self):
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()

    async def answer(self, scope, receive, send):
        if scope["type"] != "http":
            return
        operation = dict(scope["headers"])[b"x-amz-target"].decode().removeprefix(TARGET)
        self.asked.append((operation, scope["http_version"], scope["client"][1]))
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        answer = self.service.answer(operation, json.loads(body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        pieces = answer.pieces() if operation == "StartLiveTail" else iter([json.dumps(answer).encode()])
        while piece := await asyncio.to_thread(next, pieces, None):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-subj", "/CN=loopback",
         "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return folder / "certificate.pem", folder / "key.pem"


@contextlib.contextmanager
def served(service, certificate, protocols=("h2", "http/1.1")):
    server = Server(service, *certificate, list(protocols))
    try:
        yield server
    finally:
        server.close()


@pytest.mark.parametrize("protocols, version", [(("h2", "http/1.1"), "2"), (("http/1.1",), "1.1")])
@pytest.mark.parametrize("form", ["logs", "insights"])
def test_every_request_of_a_run_goes_over_one_connection(certificate, protocols, version, form):
    service = filled(LogsService(empty_pages=True, page=100), 500)
    with served(service, certificate, protocols) as server:
        done = program.once(
            f"{form}:{GROUP}", options=("--format", "json", "--endpoint-url", server.url),
            AWS_CA_BUNDLE=certificate[0], **KEYS)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["totals"]["events"] == 500
    assert len(server.asked) >= 4
    assert {asked[1] for asked in server.asked} == {version}
    assert len({asked[2] for asked in server.asked}) == 1


def test_a_stream_and_requests_share_a_connection(certificate):
    service = filled(LogsService(), 3)
    service.live_tail.period = 0.1
    with served(service, certificate) as server:
        tail = Tail(server, f"live:{GROUP}", AWS_CA_BUNDLE=certificate[0])
        try:
            wait_until(lambda: service.live_tail.is_open, "a session of Live Tail")
            for number in range(1000, 1005):
                now = time.time()
                service.put(GROUP, int(now * 1000), message(number, now))
            tail.wait_for(5)
            wait_until(lambda: "FilterLogEvents" in [asked[0] for asked in server.asked[-3:]], "a look at the store")
        finally:
            service.live_tail.end("close")
            tail.end()
    assert sorted(tail.numbers) == list(range(1000, 1005))
    assert {asked[1] for asked in server.asked} == {"2"}
    assert len({asked[2] for asked in server.asked}) == 1
