"""The configuration file: what it says is in force, and what is wrong with it is told."""
import pytest

import program
import records
from terminal import total, tui

GOOD = """
default_context: day
contexts:
  day: {sources: ["FILE"], filter: "@wrong", theme: light}
accounts: {"111122223333": {name: payments}}
filters: {wrong: "is:error", unused: "is:root"}
keys: {freeze: f9}
notify: {webhook: {url: "https://hooks.example/T0/secret"}, command: [page, --token, hidden]}
"""


@pytest.fixture
def config(tmp_path):
    """Writes a configuration and returns its path."""
    def write(text, mode=0o600):
        path = tmp_path / "config.yaml"
        path.write_text(text)
        path.chmod(mode)
        return path
    return write


def some(file):
    return file([
        records.record(n, recipientAccountId="111122223333", **({"errorCode": "AccessDenied"} if n % 3 == 0 else {}))
        for n in range(1, 10)])


def test_check_prints_the_effective_settings_without_secrets(config, file):
    path = config(GOOD.replace("FILE", str(some(file))))
    done = program.run("config", "check", "--config", path, "--theme", "sixteen")
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "context: day" in said and "theme: sixteen" in said and 'filter: "@wrong"' in said
    assert "https://hooks.example/" in said
    assert "secret" not in said and "hidden" not in said


def test_check_names_every_mistake_with_its_place_and_ends_with_2(config):
    path = config("acounts: {}\nfilters: {bad: \"is:purple\"}\naccounts: {\"12\": {name: x}}\n")
    done = program.run("config", "check", "--config", path)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (2, b"")
    assert [line.split(str(path))[1].split(": ")[0] for line in lines] == [":1:1", ":2:16", ":3:12"]
    assert "did you mean accounts?" in lines[0] and "column 4" in lines[1] and "12 digits" in lines[2]


def test_a_file_that_others_may_read_is_warned_of_and_used(config):
    done = program.run("config", "check", "--config", config("rules: [a]", mode=0o644))
    assert done.returncode == 0
    assert b"0644" in done.stderr and b"chmod 600" in done.stderr


def test_without_a_source_the_context_is_read(config, file):
    path = config(GOOD.replace("FILE", str(some(file))))
    found = program.snapshot(options=("--config", path))
    assert found["filter"] == "@wrong"
    assert found["totals"]["events"] == 3
    assert [account["name"] for account in found["accounts"]] == ["payments"]
    everything = program.snapshot(options=("--filter", "account:payments"), IAMWATCH_CONFIG=path)
    assert everything["totals"]["events"] == 9


def test_the_screen_has_the_names_the_keys_and_the_saved_filters(config, file):
    path = config(GOOD.replace("FILE", str(some(file))))
    with tui("--config", path) as screen:
        screen.wait("payments")
        screen.wait(lambda text: total(text) == 3, "the context's filter")
        assert " day" in screen.text().splitlines()[0]
        screen.press("\\e[20~")
        screen.wait("frozen")
        screen.press(" ")
        screen.settle()
        assert "frozen" in screen.text()
        screen.press("/", "\\x15", "@un", "<tab>")
        screen.wait("/ @unused")


def test_a_bad_key_stops_the_screen_before_it_opens(config):
    done = program.run("tui", "--source", "demo", "--config", config("keys: {freeze: q}"))
    assert done.returncode == 2
    assert b":1:16: keys.freeze: q is leave already" in done.stderr
