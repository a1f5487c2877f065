"""Whose credentials, and which region: botocore, given the same files and variables, picks the same."""
import http.server
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import threading

import pytest

pytest.importorskip("botocore")

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import invented_homes  # noqa: E402
import picked  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("IAMWATCH") or str(ROOT / ".build" / "release" / "iamwatch")


# How many are invented: enough to meet each oddity a few times.
HOMES = 300


def keys(name):
    return f"aws_access_key_id = {name}ID\naws_secret_access_key = CANARY{name}\n"


ROLE = "role_arn = arn:aws:iam::111122223333:role/{}\n"
ENV = {"AWS_ACCESS_KEY_ID": "ENVID", "AWS_SECRET_ACCESS_KEY": "CANARYENV"}
SSO = "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n"
LOGIN = "sso_account_id = 111122223333\nsso_role_name = Audit\n"
OLD = LOGIN + "sso_region = us-east-1\nsso_start_url = https://old.awsapps.com/start\n"
PROCESS = """credential_process = /bin/echo '{"Version":1,"AccessKeyId":"PID","SecretAccessKey":"CANARYP"}'\n"""
OFF = {"AWS_EC2_METADATA_DISABLED": "true"}
CONTAINER = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "ENDPOINT/container"}
INSTANCE = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "ENDPOINT/", "AWS_EC2_METADATA_DISABLED": "false"}

# name: (config, credentials, variables, --profile, --region)
CASES = {
    "nothing": ("", "", OFF, None, None),
    "keys in credentials": ("", "[default]\n" + keys("A"), {}, None, None),
    "keys in config": ("[default]\n" + keys("C"), "", {}, None, None),
    "keys in both": ("[default]\n" + keys("C"), "[default]\n" + keys("A"), {}, None, None),
    "keys by a profile's section": ("[profile default]\n" + keys("C"), "", {}, None, None),
    "two sections of default": ("[default]\n" + keys("C") + "[profile default]\n" + keys("D"), "", {}, None, None),
    "a section of config without profile": ("[a]\n" + keys("C"), "", {}, "a", None),
    "a section of credentials with profile": ("", "[profile a]\n" + keys("C"), {}, "a", None),
    "its whole name": ("", "[profile a]\n" + keys("C"), {}, "profile a", None),
    "a name in quotes": ("[profile 'my team']\nregion = eu-west-1\n", "[my team]\n" + keys("A"), {}, "my team", None),
    "a quote left open": ("[profile 'x]\nregion = eu-west-1\n", "[default]\n" + keys("A"), {}, None, None),
    "the environment": ("", "[default]\n" + keys("A"), ENV, None, None),
    "the environment beside AWS_PROFILE": ("", "[a]\n" + keys("A"), {**ENV, "AWS_PROFILE": "a"}, None, None),
    "a flag beside the environment": ("", "[a]\n" + keys("A"), ENV, "a", None),
    "AWS_PROFILE": ("", "[a]\n" + keys("A") + "[b]\n" + keys("B"), {"AWS_PROFILE": "b"}, None, None),
    "both variables of a profile": ("", "[a]\n" + keys("A") + "[b]\n" + keys("B"),
                                    {"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"}, None, None),
    "a flag and a variable": ("", "[a]\n" + keys("A") + "[b]\n" + keys("B"), {"AWS_PROFILE": "b"}, "a", None),
    "an unknown profile": ("", "[a]\n" + keys("A"), {}, "nobody", None),
    "an unknown profile of a variable": ("", "[a]\n" + keys("A"), {**ENV, "AWS_PROFILE": "nobody"}, None, None),
    "default named and missing": ("", "[a]\n" + keys("A"), {}, "default", None),
    "half of the environment": ("", "", {"AWS_ACCESS_KEY_ID": "ENVID"}, None, None),
    "half of a profile": ("", "[default]\naws_access_key_id = A\n", {}, None, None),
    "a secret without its key": ("[default]\n" + keys("C"), "[default]\naws_secret_access_key = CANARY\n", {}, None, None),
    "a role": ("[profile r]\n" + ROLE.format("R") + "source_profile = s\n", "[s]\n" + keys("S"), {}, "r", None),
    "a role beside the environment": ("[profile r]\n" + ROLE.format("R") + "source_profile = s\n", "[s]\n" + keys("S"),
                                      {**ENV, "AWS_PROFILE": "r"}, None, None),
    "a role in credentials": ("", "[r]\n" + ROLE.format("R") + "source_profile = s\n[s]\n" + keys("S"), {}, "r", None),
    "a role half here, half there": ("[profile r]\nsource_profile = s\n", "[r]\n" + ROLE.format("R") + "[s]\n" + keys("S"),
                                     {}, "r", None),
    "credentials win": ("[profile r]\n" + ROLE.format("CONFIG") + "source_profile = s\n",
                        "[r]\n" + ROLE.format("CREDENTIALS") + "[s]\n" + keys("S"), {}, "r", None),
    "a chain of roles": ("[profile r]\n" + ROLE.format("R") + "source_profile = q\n[profile q]\n" + ROLE.format("Q")
                         + "source_profile = s\n", "[s]\n" + keys("S"), {}, "r", None),
    "a role of itself": ("[profile r]\n" + ROLE.format("R") + "source_profile = r\n" + keys("R"), "", {}, "r", None),
    "a role of itself without keys": ("[profile r]\n" + ROLE.format("R") + "source_profile = r\n", "", {}, "r", None),
    "a source with a role and keys": ("[profile r]\n" + ROLE.format("R") + "source_profile = q\n[profile q]\n"
                                      + ROLE.format("Q") + "source_profile = x\n" + keys("Q"), "", {}, "r", None),
    "a circle": ("[profile r]\n" + ROLE.format("R") + "source_profile = q\n[profile q]\n" + ROLE.format("Q")
                 + "source_profile = r\n", "", {}, "r", None),
    "a missing source": ("[profile r]\n" + ROLE.format("R") + "source_profile = s\n", "", {}, "r", None),
    "an empty source": ("[profile r]\n" + ROLE.format("R") + "source_profile = s\n[profile s]\nregion = x\n", "", {},
                        "r", None),
    "a role alone": ("[profile r]\n" + ROLE.format("R"), "", {}, "r", None),
    "a role with two sources": ("[profile r]\n" + ROLE.format("R")
                                + "source_profile = s\ncredential_source = Environment\n",
                                "[s]\n" + keys("S"), ENV, "r", None),
    "a role from the environment": ("[profile r]\n" + ROLE.format("R") + "credential_source = Environment\n", "", ENV,
                                    "r", None),
    "a role from an empty environment": ("[profile r]\n" + ROLE.format("R") + "credential_source = Environment\n", "",
                                         {}, "r", None),
    "a role from the moon": ("[profile r]\n" + ROLE.format("R") + "credential_source = Moon\n", "", {}, "r", None),
    "a role from environment in lower case": ("[profile r]\n" + ROLE.format("R") + "credential_source = environment\n",
                                              "", ENV, "r", None),
    "a role from a process": ("[profile r]\n" + ROLE.format("R") + "source_profile = p\n[profile p]\n" + PROCESS, "", {},
                              "r", None),
    "a role from Identity Center": (SSO + "[profile r]\n" + ROLE.format("R") + "source_profile = n\n[profile n]\n"
                                    + "sso_session = corp\n" + LOGIN, "", {}, "r", None),
    "web identity of a profile": ("[profile w]\n" + ROLE.format("W") + "web_identity_token_file = /t\n", "", {}, "w", None),
    "web identity of the environment": ("[default]\n" + keys("C"), "", {
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/E"}, None, None),
    "web identity beside a flag": ("[profile a]\n" + keys("C"), "", {
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/E"}, "a", None),
    "web identity by halves": ("[default]\n" + ROLE.format("W") + "source_profile = s\n", "[s]\n" + keys("S"),
                               {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t"}, None, None),
    "web identity without a role": ("", "", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t"}, None, None),
    "a role from a web identity": ("[profile r]\n" + ROLE.format("R") + "source_profile = w\n[profile w]\n"
                                   + ROLE.format("W") + "web_identity_token_file = /t\n", "", {}, "r", None),
    "Identity Center by a session": (SSO + "[profile n]\nsso_session = corp\n" + LOGIN, "", {}, "n", None),
    "Identity Center as before": ("[profile n]\n" + OLD, "", {}, "n", None),
    "Identity Center before keys": ("[profile n]\n" + OLD, "[n]\n" + keys("N"), {}, "n", None),
    "Identity Center without its session": ("[profile n]\nsso_session = corp\n" + LOGIN, "", {}, "n", None),
    "Identity Center that contradicts itself": (SSO + "[profile n]\nsso_session = corp\nsso_region = us-east-1\n" + LOGIN,
                                                "", {}, "n", None),
    "Identity Center by halves": ("[profile n]\nsso_account_id = 1\n", "", {}, "n", None),
    "Identity Center's session alone": (SSO + "[profile n]\nsso_session = corp\n" + keys("N"), "", {}, "n", None),
    "a process": ("[default]\n" + PROCESS, "", {}, None, None),
    "a process after keys": ("[default]\n" + PROCESS, "[default]\n" + keys("A"), {}, None, None),
    "a process before keys of config": ("[default]\n" + PROCESS + keys("C"), "", {}, None, None),
    "a process in credentials": ("", "[default]\n" + PROCESS, {}, None, None),
    "comments": ("# x\n[default]\n; y\nregion = eu-west-1\n  # z\n" + keys("C"), "", {}, None, None),
    "a comment behind a value": ("[default]\nregion = eu-west-1 # here\n" + keys("C"), "", {}, None, None),
    "colons and capitals": ("[default]\nREGION: eu-west-1\nAWS_ACCESS_KEY_ID: CID\nAws_Secret_Access_Key=CANARY\n", "",
                            {}, None, None),
    "nested": ("[default]\ns3 =\n  region = us-west-1\n  x = y\nregion = eu-west-1\n" + keys("C"), "", {}, None, None),
    "nested with a section's look": ("[default]\ns3 =\n  a = b\n  [other] = c\n" + keys("C"), "", {}, None, None),
    "nested and broken": ("[default]\ns3 =\n  a\n" + keys("C"), "", {}, None, None),
    "DEFAULT for all": ("[DEFAULT]\nregion = eu-west-1\n[profile a]\n" + keys("C"), "", {}, "a", None),
    "DEFAULT's keys": ("", "[DEFAULT]\n" + keys("D") + "[a]\nregion = eu-west-1\n", {}, "a", None),
    "Windows' line ends": ("[default]\r\nregion = eu-west-1\r\n" + keys("C").replace("\n", "\r\n"), "", {}, None, None),
    "a section twice": ("[default]\nregion = eu-west-1\n[default]\n" + keys("C"), "", {}, None, None),
    "a setting twice": ("[default]\nregion = eu-west-1\nregion = eu-west-2\n" + keys("C"), "", {}, None, None),
    "a line that is nothing": ("[default]\nregion\n" + keys("C"), "", {}, None, None),
    "before any section": ("region = eu-west-1\n[default]\n" + keys("C"), "", {}, None, None),
    "an indented section": ("[default]\n" + keys("C") + "  [profile a]\n" + "region = eu-west-1\n", "", {}, None, None),
    "an indented first section": ("  [default]\n  region = eu-west-1\n" + "  " + keys("C").replace("\n", "\n  "), "", {},
                                  None, None),
    "text behind a section": ("[default] # x\nregion = eu-west-1\n" + keys("C"), "", {}, None, None),
    "a broken file beside the environment": ("[default\n", "", ENV, None, None),
    "a value over lines": ("[default]\nregion = eu-west-1\n" + "aws_access_key_id = C\n  ID\naws_secret_access_key = CANARY\n",
                           "", {}, None, None),
    "a region of the file": ("[default]\nregion = eu-west-1\n", "[default]\n" + keys("A"), {}, None, None),
    "a region of the credentials": ("", "[default]\nregion = eu-west-2\n" + keys("A"), {}, None, None),
    "both regions": ("[default]\nregion = eu-west-1\n", "[default]\nregion = eu-west-2\n" + keys("A"), {}, None, None),
    "AWS_REGION": ("[default]\nregion = eu-west-1\n", "[default]\n" + keys("A"),
                   {"AWS_REGION": "us-west-2", "AWS_DEFAULT_REGION": "us-west-1"}, None, None),
    "AWS_DEFAULT_REGION": ("[default]\nregion = eu-west-1\n", "[default]\n" + keys("A"),
                           {"AWS_DEFAULT_REGION": "us-west-1"}, None, None),
    "a region's flag": ("[default]\nregion = eu-west-1\n", "[default]\n" + keys("A"), {"AWS_REGION": "us-west-2"}, None,
                        "sa-east-1"),
    "a region of the source": ("[profile r]\n" + ROLE.format("R") + "source_profile = s\n[profile s]\nregion = eu-west-1\n",
                               "[s]\n" + keys("S"), {}, "r", None),
    "the container": ("", "", CONTAINER, None, None),
    "the container beside the instance": ("", "", {**CONTAINER, **INSTANCE}, None, None),
    "the container beside a flag": ("[profile a]\nregion = eu-west-1\n", "", {**CONTAINER, **ENV}, "a", None),
    "keys beside the container": ("", "[default]\n" + keys("A"), {**CONTAINER, **INSTANCE}, None, None),
    "the instance": ("", "", INSTANCE, None, None),
    "the instance by a setting": ("[default]\nec2_metadata_service_endpoint = ENDPOINT\n", "",
                                  {"AWS_EC2_METADATA_DISABLED": "false"}, None, None),
    "a mode that is none": ("[default]\nec2_metadata_service_endpoint_mode = ipv5\n", "",
                            {"AWS_EC2_METADATA_DISABLED": "false"}, None, None),
    "a role from the container": ("[profile r]\n" + ROLE.format("R") + "credential_source = EcsContainer\n", "",
                                  CONTAINER, "r", None),
    "a role from the instance": ("[profile r]\n" + ROLE.format("R") + "credential_source = Ec2InstanceMetadata\n", "",
                                 INSTANCE, "r", None),
    "a token": ("", "[default]\n" + keys("A") + "aws_session_token = CANARYT\n", {}, None, None),
}


def theirs(variables, profile, region):
    """What botocore picks: the steps from the outermost role to what it is assumed with, and the region."""
    script = pathlib.Path(__file__).with_name("picked.py")
    done = subprocess.run(
        [sys.executable, str(script), json.dumps([profile, region])], env=variables, capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ours(variables, profile, region):
    """What `config check` says of the same."""
    flags = (["--profile", profile] if profile else []) + (["--region", region] if region else [])
    done = subprocess.run(
        [PROGRAM, "config", "check", *flags], env=variables, capture_output=True, text=True, timeout=60)
    assert "CANARY" not in done.stdout + done.stderr
    if done.returncode == 2:
        assert done.stderr and not done.stdout
        return {"error": True}
    assert done.returncode == 0, done.stderr
    return read(done.stdout)


KINDS = {
    "access_key_id": "keys", "role": "role", "web_identity": "web identity", "identity_center": "identity center",
    "credential_process": "process", "container": "container", "instance_metadata": "instance",
}

# Of these botocore does not say where they come from.
NAMELESS = ["process", "container", "instance"]


def read(text):
    """The block `aws:` of the settings as botocore's answer is put."""
    block = re.search(r"^aws:\n((?:  .*\n)+)", text, re.M).group(1)
    region = re.search(r"^  region: (.*)$", block, re.M)
    steps = re.findall(r"^ +- ?(%s): (.*)$" % "|".join(KINDS), block, re.M)
    return {
        "region": region and region.group(1).strip('"'),
        "steps": [[KINDS[kind], "" if KINDS[kind] in NAMELESS else plain(value)] for kind, value in steps],
    }


def plain(value):
    """A scalar without YAML's quotes and escapes."""
    return re.sub(r"\\U([0-9a-f]{8})", lambda found: chr(int(found[1], 16)), value.strip('"'))


class Machine(http.server.BaseHTTPRequestHandler):
    """The endpoints of a container and of an instance, the second only for who brings its token."""

    def do_PUT(self):
        assert self.headers["x-aws-ec2-metadata-token-ttl-seconds"]
        self.answer(200, b"TOKEN" if self.path == "/latest/api/token" else b"")

    def do_GET(self):
        role = "/latest/meta-data/iam/security-credentials/"
        keys = {"AccessKeyId": "MID", "SecretAccessKey": "CANARYM", "Token": "CANARYT", "Expiration": "2036-01-01T00:00:00Z"}
        if self.path == "/container":
            self.answer(200, json.dumps(keys).encode())
        elif self.headers["x-aws-ec2-metadata-token"] != "TOKEN":
            self.answer(401, b"")
        else:
            self.answer(200, b"R" if self.path == role else json.dumps(keys).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def machine():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Machine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def furnish(home, config, credentials):
    folder = home / ".aws"
    folder.mkdir(exist_ok=True)
    for file, text in [("config", config), ("credentials", credentials)]:
        (folder / file).write_bytes(text.encode())
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **OFF}


@pytest.mark.parametrize("name", CASES)
def test_botocore_picks_the_same(name, machine, tmp_path):
    config, credentials, variables, profile, region = CASES[name]
    config = config.replace("ENDPOINT", machine)
    variables = {name: value.replace("ENDPOINT", machine) for name, value in variables.items()}
    everything = {**furnish(tmp_path, config, credentials), **variables}
    assert ours(everything, profile, region) == theirs(everything, profile, region)


def test_botocore_picks_the_same_in_homes_that_nobody_thought_of(tmp_path, monkeypatch):
    answers = []
    for seed in range(HOMES):
        dice = random.Random(seed)
        config, credentials = invented_homes.file(dice, True), invented_homes.file(dice, False)
        everything = {**furnish(tmp_path, config, credentials), **invented_homes.environment(dice)}
        profile = dice.choice([None, None, *invented_homes.NAMES])
        monkeypatch.setattr(os, "environ", everything)
        expected = picked.picked(profile, None)
        # An empty region is to botocore one that is set and cannot be used.
        expected = {**expected, "region": expected["region"] or None} if "region" in expected else expected
        assert ours(everything, profile, None) == expected, (seed, profile, config, credentials, everything)
        answers.append(expected.get("steps", "error"))
    # Not only the broken ones agree.
    assert sum(answer not in ("error", []) for answer in answers) > HOMES / 4
