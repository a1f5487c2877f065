"""Names of accounts: of the configuration, of a CSV file, and of AWS Organizations."""
import contextlib
import http.server
import json
import threading

import boto3
import pytest
from moto.server import ThreadedMotoServer

import program
import records

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "none", "AWS_SESSION_TOKEN": None,
    "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


@pytest.fixture
def config(tmp_path):
    def write(text):
        path = tmp_path / "config.yaml"
        path.write_text(text)
        path.chmod(0o600)
        return path
    return write


@pytest.fixture
def organization():
    """An organization of 45 accounts beside its management account: three pages."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "organizations", endpoint_url=url, region_name="us-east-1", aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key="none")
    client.create_organization(FeatureSet="ALL")
    for number in range(45):
        client.create_account(Email=f"a{number}@example.com", AccountName=f"team {number}")
    yield url, {account["Name"]: account["Id"] for page in client.get_paginator("list_accounts").paginate()
                for account in page["Accounts"]}
    server.stop()


@contextlib.contextmanager
def refusing():
    """An Organizations that lets nobody ask."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"__type": "AccessDeniedException", "message": "You don't have permissions"}).encode()
            self.send_response(400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def names(path, file, *ids, **changes):
    """What a snapshot calls the accounts."""
    events = file([records.record(number, account=account) for number, account in enumerate(ids, 1)])
    done = program.once(events, options=("--format", "json", "--config", path), **{**KEYS, **changes})
    found = {row["account"]: row["name"] for row in json.loads(done.stdout)["accounts"]}
    return [found[account] for account in ids], done


def test_the_configuration_goes_before_the_organization_and_that_before_the_file(organization, config, file, tmp_path):
    url, ids = organization
    (tmp_path / "names.csv").write_text(
        f"Account ID,Name\n{ids['team 1']},from the file\n{ids['team 2']},from the file\n000000000007,\"seven, eight\"\n")
    path = config(
        f"account_names: {{file: {tmp_path}/names.csv, organizations: true}}\n"
        f"accounts: {{\"{ids['team 1']}\": {{name: payments}}}}\n")
    found, done = names(
        path, file, ids["team 1"], ids["team 2"], ids["team 44"], "000000000007", AWS_ENDPOINT_URL_ORGANIZATIONS=url)
    assert (done.returncode, done.stderr) == (0, b"")
    assert found == ["payments", "team 2", "team 44", "seven, eight"]
    said = program.run("config", "check", "--config", path, **KEYS, AWS_ENDPOINT_URL_ORGANIZATIONS=url)
    assert said.returncode == 0 and b"team 44" in said.stdout and b"organizations: true" in said.stdout


def test_an_account_that_may_not_ask_is_warned_of_and_all_else_goes_on(config, file):
    with refusing() as url:
        path = config("account_names: {organizations: true}\n")
        found, done = names(path, file, "111122223333", AWS_ENDPOINT_URL_ORGANIZATIONS=url)
    assert done.returncode == 0 and found == [None]
    assert b"AWS Organizations was not asked for names" in done.stderr and b"AccessDenied" in done.stderr


def test_what_is_wrong_with_the_file_is_told_with_its_line(config, tmp_path):
    (tmp_path / "names.csv").write_text("111122223333,fine\nsandbox,none\n")
    done = program.run("config", "check", "--config", config(f"account_names: {{file: {tmp_path}/names.csv}}\n"))
    assert done.returncode == 2
    assert b"names.csv:2:1" in done.stderr and b"12 digits" in done.stderr
