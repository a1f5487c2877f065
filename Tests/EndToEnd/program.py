"""Runs the program under test without a terminal."""
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Peers"))

# Seconds: a generous limit for anything that happens at once on an idle machine.
PATIENCE = float(os.environ.get("E2E_PATIENCE", 60))


# No run finds what another has left, unless a test asks for that.
STATES = tempfile.TemporaryDirectory(prefix="iamwatch-states-")
RUNS = itertools.count()


def path():
    """The program: what IAMWATCH names, else the release build of this checkout."""
    return os.environ.get("IAMWATCH") or str(ROOT / ".build" / "release" / "iamwatch")


def environment(**changes):
    """The environment, without what would change the program's mind; None takes a variable away."""
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("IAMWATCH", "XDG_", "LC_", "TMUX")) and name not in ("NO_COLOR", "COLUMNS", "LINES")
    }
    # A crash would start the backtracer of Swift, which asks questions on a terminal.
    kept.update(LANG="C.UTF-8", TERM="xterm-256color", SWIFT_BACKTRACE="enable=no")
    kept.update(XDG_STATE_HOME=f"{STATES.name}/{next(RUNS)}")
    for name, value in changes.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = str(value)
    return kept


def run(*arguments, stdin=b"", **changes):
    """Runs it to its end; standard output and error are bytes."""
    return subprocess.run(
        [path(), *map(str, arguments)], input=stdin, capture_output=True, timeout=PATIENCE,
        env=environment(**changes))


def once(*sources, options=(), **changes):
    """`tui --once` over `sources`."""
    named = [text for source in sources for text in ("--source", source)]
    return run("tui", "--once", *named, *options, **changes)


def output(*sources, form="json", options=(), status=0, **changes):
    """The standard output of `--once --format FORM`, after a look at the exit status."""
    done = once(*sources, options=("--format", form, *options), **changes)
    assert done.returncode == status, done.stderr.decode()
    return done.stdout


def snapshot(*sources, options=(), status=0, **changes):
    return json.loads(output(*sources, options=options, status=status, **changes))


def lines(*sources, options=(), status=0, **changes):
    """The objects of `--format ndjson`, their keys in order."""
    text = output(*sources, form="ndjson", options=options, status=status, **changes)
    return [json.loads(line) for line in text.splitlines()]
