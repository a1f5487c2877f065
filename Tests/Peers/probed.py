"""Records for the tests of engines, and EngineProbe's answers about them."""
import json
import os
import pathlib
import subprocess

import odd_records
import reshape

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("IAMWATCH_DATA", ROOT.parent / "shared" / "data")) / "cloudtrail"
PROBE = ROOT / ".build" / "debug" / "EngineProbe"

def texts(most=300):
    """Texts of records: the odd ones, and of the recorded ones, where there are any, every so many-th: at most so many."""
    recorded = []
    for path in reshape.files_below(DATA) if DATA.is_dir() else []:
        for text in reshape.records_of(path):
            try:
                value = json.loads(text)
            except ValueError:
                continue
            if "eventTime" in value and ("eventName" in value or "eventSource" in value):
                recorded.append(json.dumps(value, ensure_ascii=False))
    return odd_records.texts() + recorded[::max(1, len(recorded) // most)]


def predicates(path, engine, seed, count):
    """Random predicates: each with what it compiles to, and the places of the file's documents that it holds for."""
    done = subprocess.run(
        [PROBE, "predicates", path, engine, str(seed), str(count)], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def summaries(path, engine, question, ask):
    """What an engine, asked by `ask`, and the store count of the file's documents."""
    with subprocess.Popen(
            [PROBE, "summary", path, engine, *question], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE) as probe:
        for line in probe.stdout:
            body = json.loads(line)
            if isinstance(body, dict) and "done" in body:
                return body
            probe.stdin.write(json.dumps(ask(body)) + "\n")
            probe.stdin.flush()
    raise AssertionError("the probe ended early")
