"""A profile whose role wants the code of an MFA device, and one that trusts certificates of its own."""
import contextlib
import http.server
import ssl
import subprocess
import threading
import time
import urllib.parse

import insights_fake
import program
from insights_fake import LogsService
from terminal import total, tui
from test_logs import GROUP, filled

SERIAL = "arn:aws:iam::111122223333:mfa/alice"


class STS(http.server.BaseHTTPRequestHandler):
    """Gives sessions that last as long as `server.lasting` says, to whoever has the code."""

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((form.get("SerialNumber", [None])[0], form.get("TokenCode", [None])[0]))
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + self.server.lasting))
        body = f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIAEXAMPLE{len(self.server.asked)}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>token</SessionToken><Expiration>{end}</Expiration></Credentials></AssumeRoleResult>
            </AssumeRoleResponse>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def sts(lasting):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), STS)
    server.asked, server.lasting = [], lasting
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def environment(tmp_path, url, more=""):
    config = tmp_path / "config"
    config.write_text(
        f"[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = basesecret\n"
        f"[profile audit]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/audit\n"
        f"source_profile = base\nmfa_serial = {SERIAL}\n{more}")
    taken = {name: None for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION")}
    return {
        **taken, "AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": url}


def test_the_code_is_asked_before_the_screen_opens_and_on_it_when_the_session_ends(tmp_path):
    # Of a session with less than a quarter of an hour left a new one is asked for at once.
    with insights_fake.served(filled(LogsService(), 50)) as logs, sts(lasting=600) as (server, url):
        options = ["--source", f"logs:{GROUP}", "--endpoint-url", logs, "--profile", "audit"]
        with tui(*options, **environment(tmp_path, url)) as terminal:
            terminal.wait(f"MFA code for {SERIAL}")
            terminal.press("123456", "\\r")
            terminal.wait(lambda text: total(text) == 50)
            server.lasting = 3600
            terminal.wait(lambda text: f"MFA code for {SERIAL}" in text and "esc not now" in text)
            terminal.press("654321")
            terminal.wait("******")
            terminal.press("\\r")
            terminal.wait_gone("MFA code for")
            terminal.wait(lambda _: len(server.asked) == 2)
            terminal.press("q")
            assert terminal.wait_end() == 0
        assert server.asked == [(SERIAL, "123456"), (SERIAL, "654321")]
        assert b"654321" not in bytes(terminal.everything)


def test_whoever_gives_no_code_gets_the_screen_that_says_so(tmp_path):
    with sts(lasting=3600) as (server, url):
        with tui("--source", f"logs:{GROUP}", "--profile", "audit", **environment(tmp_path, url)) as terminal:
            terminal.wait(f"MFA code for {SERIAL}")
            terminal.press("\\r")
            terminal.wait("FAILED")
            terminal.press("!")
            terminal.wait("MFA")
        assert server.asked == []


@contextlib.contextmanager
def refusing(folder):
    """A service behind a certificate of its own, which lets nobody in; gives its address and the certificate's file."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "own.pem"],
        check=True, capture_output=True)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = b'{"__type":"AccessDeniedException","message":"not you"}'
            self.send_response(400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "key.pem")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_certificates_that_a_profile_names_are_trusted_and_told_where_they_cannot_be_read(tmp_path):
    with refusing(tmp_path) as url:
        def said(certificates):
            (tmp_path / "config").write_text(f"[default]\n{certificates}\nregion = eu-west-1\n")
            done = program.once(
                "logs:/a", options=("--timeout", "3s", "--endpoint-url", url), AWS_CONFIG_FILE=tmp_path / "config",
                AWS_SHARED_CREDENTIALS_FILE="/nowhere", AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="none",
                AWS_CA_BUNDLE=None, AWS_REGION=None)
            assert done.returncode == 3
            return done.stderr.decode()

        assert "not you" in said(f"ca_bundle = {tmp_path}/own.pem")
        assert "not you" not in said("")
        unread = said(f"ca_bundle = {tmp_path}/none.pem")
        assert f"{tmp_path}/none.pem cannot be read" in unread and "the profile's ca_bundle" in unread
