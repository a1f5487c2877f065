"""Doubles of what hands out credentials: the instance metadata service (version 2 alone), a container's endpoint, IAM Identity
Center with its tokens; and moto's STS. All on loopback, on ports of their own."""
import contextlib
import dataclasses
import hashlib
import http.server
import json
import pathlib
import stat
import threading
import time
import urllib.parse

CANARY = "canary-7f3a"
SESSION_TOKEN = "imds-session"
SOON = "2999-01-01T00:00:00Z"
ROLE_PATH = "/latest/meta-data/iam/security-credentials/"


@dataclasses.dataclass
class Doubles:
    sts: str
    metadata: str


def document(key):
    return json.dumps({"Code": "Success", "AccessKeyId": key, "SecretAccessKey": CANARY, "Token": CANARY, "Expiration": SOON})


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text=""):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        if self.path == "/latest/api/token" and self.headers.get("x-aws-ec2-metadata-token-ttl-seconds") == "21600":
            return self.answer(200, SESSION_TOKEN)
        return self.answer(400)

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path)
        if path.path == "/container":
            allowed = self.headers.get("Authorization") == "let-me-in"
            return self.answer(200, document("ASIACONTAINER")) if allowed else self.answer(403, CANARY)
        if path.path == "/federation/credentials":
            return self.role(urllib.parse.parse_qs(path.query))
        if self.headers.get("x-aws-ec2-metadata-token") != SESSION_TOKEN:
            return self.answer(401)
        answers = {ROLE_PATH: "instance-role", ROLE_PATH + "instance-role": document("ASIAINSTANCE"),
                   "/latest/meta-data/placement/availability-zone/": "ca-central-1b"}
        return self.answer(200, answers[path.path]) if path.path in answers else self.answer(404)

    def role(self, query):
        if self.headers.get("x-amz-sso_bearer_token") not in (CANARY + "-valid", CANARY + "-renewed"):
            return self.answer(401, json.dumps({"message": CANARY}))
        if query != {"role_name": ["Audit"], "account_id": ["111122223333"]}:
            return self.answer(403, json.dumps({"message": "No access"}))
        return self.answer(200, json.dumps({"roleCredentials": {
            "accessKeyId": "ASIASSO", "secretAccessKey": CANARY, "sessionToken": CANARY,
            "expiration": int(time.time() + 3600) * 1000}}))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wanted = {"clientId": "client", "clientSecret": CANARY, "grantType": "refresh_token", "refreshToken": CANARY + "-refresh"}
        if self.path != "/token" or body != wanted:
            return self.answer(400, json.dumps({"error": "invalid_grant"}))
        return self.answer(200, json.dumps({"accessToken": CANARY + "-renewed", "expiresIn": 3600, "tokenType": "Bearer",
                                            "refreshToken": CANARY + "-next"}))

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def running():
    """The doubles' addresses, while they run."""
    from moto.server import ThreadedMotoServer
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        host, port = moto.get_host_and_port()
        yield Doubles(f"http://{host}:{port}", f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        moto.stop()


def furnish(home, doubles):
    """Puts the tokens and the program that cases name into a home; returns what their names stand for."""
    home = pathlib.Path(home)
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True, exist_ok=True)

    def token(name, access, expires, **more):
        path = cache / (hashlib.sha1(name.encode()).hexdigest() + ".json")
        path.write_text(json.dumps({"accessToken": access, "expiresAt": expires, **more}))

    token("corp", CANARY + "-valid", SOON)
    token("https://legacy/start", CANARY + "-valid", SOON)
    token("old", CANARY + "-over", "2020-01-01T00:00:00Z", refreshToken=CANARY + "-refresh", clientId="client",
          clientSecret=CANARY, registrationExpiresAt=SOON)
    (home / "token").write_text(CANARY)
    (home / "container").write_text("let-me-in")
    process = home / "process"
    process.write_text(f"""#!/bin/sh
printf '{{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "{CANARY}"}}' "$1"
""")
    process.chmod(process.stat().st_mode | stat.S_IXUSR)
    return {"CONTAINER_TOKEN": str(home / "container"), "TOKEN": str(home / "token"), "PROCESS": str(process),
            "METADATA": doubles.metadata}
