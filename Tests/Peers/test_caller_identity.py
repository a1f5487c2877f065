"""The AWS CLI and ours, given the same files and environment, find the same identity and region.

The reference is botocore's session with the three things that the AWS CLI's version 2 sets otherwise: AWS_PROFILE goes before
AWS_DEFAULT_PROFILE, AWS_REGION before AWS_DEFAULT_REGION, and the instance's region is the last resort. Roles are assumed at
moto's STS, by both.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import credential_doubles  # noqa: E402

# A debug build's, which `swift test` leaves behind.
PROBE = pathlib.Path(__file__).resolve().parents[2] / ".build" / "debug" / "CredentialsProbe"
REFERENCE = pathlib.Path(__file__).with_name("botocore_identity.py")


def keys(name):
    return f"aws_access_key_id = AKIA{name}\naws_secret_access_key = secret-{name}\n"


# (name, config, credentials, environment, flags): each by itself decides something.
CASES = [
    ("environment only", "", "", {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"}, []),
    ("environment before files", "[default]\n" + keys("C"), "[default]\n" + keys("S"),
     {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"}, []),
    ("environment before AWS_PROFILE", "", "[p]\n" + keys("P"),
     {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "p"}, []),
    ("the flag before the environment", "", "[p]\n" + keys("P"),
     {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"}, ["--profile", "p"]),
    ("credentials before config", "[default]\n" + keys("C"), "[default]\n" + keys("S"), {}, []),
    ("config alone", "[default]\n" + keys("C"), "", {}, []),
    ("profile default", "[profile default]\n" + keys("C"), "", {}, []),
    ("default twice", "[default]\n" + keys("C") + "[profile default]\n" + keys("D"), "", {}, []),
    ("a quoted name", '[profile "a b"]\n' + keys("C"), "", {"AWS_PROFILE": "a b"}, []),
    ("AWS_PROFILE before AWS_DEFAULT_PROFILE", "", "[a]\n" + keys("A") + "[b]\n" + keys("B"),
     {"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"}, []),
    ("AWS_DEFAULT_PROFILE", "", "[b]\n" + keys("B"), {"AWS_DEFAULT_PROFILE": "b"}, []),
    ("nobody's profile", "", "[b]\n" + keys("B"), {"AWS_PROFILE": "nobody"}, []),
    ("region of the profile", "[default]\nregion = eu-west-3\n", "[default]\n" + keys("S"), {}, []),
    ("region in credentials", "[default]\nregion = eu-west-3\n", "[default]\nregion = eu-north-1\n" + keys("S"), {}, []),
    ("AWS_REGION", "[default]\nregion = eu-west-3\n", "[default]\n" + keys("S"),
     {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, []),
    ("AWS_DEFAULT_REGION", "[default]\nregion = eu-west-3\n", "[default]\n" + keys("S"),
     {"AWS_DEFAULT_REGION": "us-west-1"}, []),
    ("the flag's region", "[default]\nregion = eu-west-3\n", "[default]\n" + keys("S"),
     {"AWS_REGION": "us-east-2"}, ["--region", "ap-south-1"]),
    ("colons, capitals, comments", "# a\n[default]\nRegion : eu-west-2 \n; b\n",
     "[default]\nAWS_Access_Key_ID: AKIAX\n  # c\naws_secret_access_key=a=b#c\n", {}, []),
    ("a nested block", "[default]\ns3 =\n  region = us-gov-west-1\n\n  max = 2\nregion = eu-west-1\n",
     "[default]\n" + keys("S"), {}, []),
    ("a continued value", "[default]\nregion = eu-west-1\n" + keys("C") + "  continued\n", "", {}, []),
    ("DEFAULT lends", "[DEFAULT]\nregion = sa-east-1\n[default]\noutput = json\n", "[default]\n" + keys("S"), {}, []),
    ("a section twice", "[default]\n[default]\n", "[default]\n" + keys("S"), {}, []),
    ("a setting twice", "", "[default]\n" + keys("S") + keys("T"), {}, []),
    ("no section", "region = x\n", "[default]\n" + keys("S"), {}, []),
    ("Windows line ends", "[default]\r\nregion = eu-west-1\r\n", "[default]\r\n" + keys("S").replace("\n", "\r\n"), {}, []),
    ("half a pair in credentials", "[default]\n" + keys("C"), "[default]\naws_access_key_id = A\n", {}, []),
    ("half a pair in the environment", "", "[default]\n" + keys("S"), {"AWS_ACCESS_KEY_ID": "A"}, []),
    ("credential_process", "[default]\ncredential_process = PROCESS AKIAPROC 'a b'\n", "", {}, []),
    ("credential_process before config", "[default]\ncredential_process = PROCESS AKIAPROC x\n" + keys("C"), "", {}, []),
    ("credentials before credential_process", "[default]\ncredential_process = PROCESS AKIAPROC x\n",
     "[default]\n" + keys("S"), {}, []),
    ("a failing credential_process", "[default]\ncredential_process = false\n" + keys("C"), "", {}, []),
    ("a role", "[profile r]\nrole_arn = arn:aws:iam::222233334444:role/R\nsource_profile = s\nrole_session_name = night\n",
     "[s]\n" + keys("S"), {"AWS_PROFILE": "r", "AWS_REGION": "us-east-1"}, []),
    ("a chain of roles", "[profile a]\nrole_arn = arn:aws:iam::222233334444:role/A\nsource_profile = b\n"
     "[profile b]\nrole_arn = arn:aws:iam::333344445555:role/B\nsource_profile = c\n", "[c]\n" + keys("C"),
     {"AWS_REGION": "us-east-1"}, ["--profile", "a"]),
    ("a role of its own keys", "[profile r]\nrole_arn = arn:aws:iam::222233334444:role/R\nsource_profile = r\n"
     + keys("R"), "", {"AWS_REGION": "us-east-1"}, ["--profile", "r"]),
    ("a role from the environment", "[profile r]\nrole_arn = arn:aws:iam::222233334444:role/R\n"
     "credential_source = Environment\n", "", {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"},
     ["--profile", "r", "--region", "us-east-1"]),
    ("a role from the instance", "[profile r]\nrole_arn = arn:aws:iam::222233334444:role/R\n"
     "credential_source = Ec2InstanceMetadata\n", "", {"AWS_EC2_METADATA_DISABLED": "false"}, ["--profile", "r"]),
    ("a role in a circle", "[profile a]\nrole_arn = R\nsource_profile = b\n[profile b]\nrole_arn = R\nsource_profile = a\n",
     "", {}, ["--profile", "a"]),
    ("a role without a source", "[profile a]\nrole_arn = R\n" + keys("A"), "", {}, ["--profile", "a"]),
    ("a source that does not exist", "[profile a]\nrole_arn = R\nsource_profile = b\n", "", {}, ["--profile", "a"]),
    ("a web identity of the environment", "", "[default]\n" + keys("S"),
     {"AWS_WEB_IDENTITY_TOKEN_FILE": "TOKEN", "AWS_ROLE_ARN": "arn:aws:iam::222233334444:role/W"}, []),
    ("a web identity of the profile", "[profile w]\nrole_arn = arn:aws:iam::222233334444:role/W\n"
     "web_identity_token_file = TOKEN\n", "", {}, ["--profile", "w"]),
    ("a web identity without a role", "", "", {"AWS_WEB_IDENTITY_TOKEN_FILE": "TOKEN"}, []),
    ("a role from a web identity", "[profile r]\nrole_arn = arn:aws:iam::222233334444:role/R\nsource_profile = w\n"
     "[profile w]\nrole_arn = arn:aws:iam::333344445555:role/W\nweb_identity_token_file = TOKEN\n", "", {"AWS_REGION": "us-east-1"},
     ["--profile", "r"]),
    ("Identity Center by session", "[sso-session corp]\nsso_start_url = https://corp/start\nsso_region = eu-west-1\n"
     "[profile n]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Audit\n", "[n]\n" + keys("N"),
     {}, ["--profile", "n"]),
    ("Identity Center, a token to renew", "[sso-session old]\nsso_start_url = https://corp/start\nsso_region = eu-west-1\n"
     "[profile n]\nsso_session = old\nsso_account_id = 111122223333\nsso_role_name = Audit\n", "", {}, ["--profile", "n"]),
    ("Identity Center, legacy", "[profile n]\nsso_start_url = https://legacy/start\nsso_region = eu-west-1\n"
     "sso_account_id = 111122223333\nsso_role_name = Audit\n", "", {}, ["--profile", "n"]),
    ("Identity Center, signed out", "[profile n]\nsso_start_url = https://nowhere/start\nsso_region = eu-west-1\n"
     "sso_account_id = 111122223333\nsso_role_name = Audit\n" + keys("N"), "", {}, ["--profile", "n"]),
    ("a container", "", "", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "METADATA/container",
                             "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let-me-in"}, []),
    ("a container, token in a file", "", "", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "METADATA/container",
                                              "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "CONTAINER_TOKEN"}, []),
    ("a container that refuses", "", "", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "METADATA/container",
                                          "AWS_CONTAINER_AUTHORIZATION_TOKEN": "wrong"}, []),
    ("a container elsewhere", "", "", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/x"}, []),
    ("files before a container", "", "[default]\n" + keys("S"),
     {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "METADATA/container"}, []),
    ("the instance", "", "", {"AWS_EC2_METADATA_DISABLED": "false"}, []),
    ("the instance disabled", "", "", {}, []),
    ("a container before the instance", "", "", {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "METADATA/container", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let-me-in",
        "AWS_EC2_METADATA_DISABLED": "false"}, []),
]


@pytest.fixture(scope="module")
def doubles():
    assert PROBE.exists(), f"{PROBE} is not there: swift build --build-tests makes it"
    with credential_doubles.running() as found:
        yield found


@pytest.fixture
def home(tmp_path, doubles):
    """A home with the files of one case, and the environment that both programs get."""
    def make(config, credentials, environment):
        names = credential_doubles.furnish(tmp_path, doubles)

        def named(text):
            for name, value in names.items():
                text = text.replace(name, value)
            return text

        folder = tmp_path / ".aws"
        for name, text in (("config", config), ("credentials", credentials)):
            if text:
                (folder / name).write_bytes(named(text).encode())
        return {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": doubles.metadata, "AWS_ENDPOINT_URL_STS": doubles.sts,
            "AWS_ENDPOINT_URL_SSO": doubles.metadata, "AWS_ENDPOINT_URL_SSO_OIDC": doubles.metadata,
            **{name: named(value) for name, value in environment.items()},
        }
    return make


def reference(environment, flags):
    done = subprocess.run([sys.executable, REFERENCE, *flags], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ours(environment, flags):
    return subprocess.run([PROBE, *flags], env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("config,credentials,environment,flags", [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])
def test_same_identity(home, config, credentials, environment, flags):
    expected = reference(home(config, credentials, environment), flags)
    # The home is furnished anew: a token that botocore renewed is good for one use.
    done = ours(home(config, credentials, environment), flags)
    if expected["arn"] is None:
        assert done.returncode != 0, f"the AWS CLI finds nothing ({expected['error']}), this did:\n{done.stdout}"
        assert done.stderr.strip(), "a failure is told"
    else:
        assert done.returncode == 0, done.stderr
        found = dict(line.split(" ", 1) for line in done.stdout.splitlines())
        assert role(found["arn"]) == role(expected["arn"])
        assert found["region"] == (expected["region"] or "")
        if expected["method"] not in ("assume-role", "assume-role-with-web-identity"):
            assert found["access_key_id"] == expected["access_key_id"]
    for secret in ("secret-", credential_doubles.CANARY):
        assert secret not in done.stdout + done.stderr


def role(arn):
    """An ARN without a session's name that nobody chose."""
    return re.sub(r"(botocore-session|iamwatch)-\d+$", "", arn)
