"""Every predicate finds in OpenSearch at least what it holds for in memory: in each shape that documents have."""
import glob
import json
import os
import pathlib
import re
import subprocess

import pytest

import documents
import odd_records
import osmem
import reshape

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("IAMWATCH_DATA", ROOT.parent / "shared" / "data")) / "cloudtrail"
PROBE = ROOT / ".build" / "debug" / "EngineProbe"
# Recorded records, at most, beside the odd ones.
MOST = 300


@pytest.fixture(scope="session")
def server():
    with osmem.running() as address:
        yield address


@pytest.fixture(scope="session")
def records():
    """Texts of records: the odd ones, and of the recorded ones every so many-th."""
    texts = odd_records.texts()
    recorded = []
    for path in reshape.files_below(DATA) if DATA.is_dir() else []:
        for text in reshape.records_of(path):
            try:
                value = json.loads(text)
            except ValueError:
                continue
            if "eventTime" in value and ("eventName" in value or "eventSource" in value):
                recorded.append(json.dumps(value, ensure_ascii=False))
    return texts + recorded[::max(1, len(recorded) // MOST)]


def index_of(server, records, shape, name, mapping=None):
    """An index of the records in a shape, and the documents that it took."""
    index = osmem.Index(server, name)
    made = [documents.SHAPES[shape](json.loads(text), text, number) for number, text in enumerate(records)]
    taken = index.fill(made, mapping)
    assert len(taken) > len(made) * 0.6
    return index, {number: made[number] for number in taken}


def answers(index, taken, tmp_path, seed, count):
    path, capabilities = tmp_path / "documents.ndjson", tmp_path / "capabilities.json"
    numbers = sorted(taken)
    path.write_text("".join(json.dumps(taken[number]) + "\n" for number in numbers))
    capabilities.write_text(json.dumps(index.ask("/_field_caps?fields=*")))
    done = subprocess.run(
        [PROBE, "predicates", path, capabilities, str(seed), str(count)], stdout=subprocess.PIPE, check=True)
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        answer["matches"] = {numbers[place] for place in answer["matches"]}
        yield answer


CASES = [(shape, None) for shape in documents.SHAPES] + [("envelope", documents.KEYWORDS)]


@pytest.mark.parametrize("shape,mapping", CASES)
def test_found_and_judged_again_is_what_holds_in_memory(server, records, tmp_path, shape, mapping):
    name = "%s-%s" % (shape.replace(" ", "-"), "keywords" if mapping else "dynamic")
    index, taken = index_of(server, records, shape, name, mapping)
    narrowed = exact = 0
    for answer in answers(index, taken, tmp_path, 4, 500):
        found = index.found(answer["query"])
        words = (answer["predicate"], answer["query"])
        assert answer["matches"] <= found, (words, taken[min(answer["matches"] - found)])
        if answer["exact"]:
            # But for documents in which no record is indexed, which are always found.
            more = {number for number in found - answer["matches"] if documents.has_record(taken[number])}
            assert not more, (words, taken[min(more)])
        narrowed += len(found) < len(taken)
        exact += answer["exact"]
    print("%s: %d documents, of 500 predicates %d narrowed, %d exact" % (name, len(taken), narrowed, exact))
    assert shape == "message only" or narrowed > 150


def summaries(index, taken, tmp_path, *question):
    """What the engine and the store count of the same documents."""
    path, capabilities = tmp_path / "documents.ndjson", tmp_path / "capabilities.json"
    path.write_text("".join(json.dumps(taken[number]) + "\n" for number in sorted(taken)))
    capabilities.write_text(json.dumps(index.ask("/_field_caps?fields=*")))
    with subprocess.Popen(
            [PROBE, "summary", path, capabilities, *question], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE) as probe:
        for line in probe.stdout:
            body = json.loads(line)
            if "done" in body:
                return body
            probe.stdin.write(json.dumps(index.ask("/_search", body, "POST")) + "\n")
            probe.stdin.flush()
    raise AssertionError("the probe ended early")


WHOLE = ("2000-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
QUESTIONS = [("",), ("", *WHOLE), ("", "2026-11-01T03:00:00Z", "2026-11-01T09:30:00Z"),
             ("service:iam is:error", *WHOLE), ("-is:error -region:eu-*",)]


@pytest.mark.parametrize("shape", ["native", "envelope"])
def test_engine_summaries_are_those_of_the_store(server, records, tmp_path, shape):
    """Of events that were delivered once and whose values are short enough to be indexed."""
    seen, fit = set(), []
    for text in records:
        value = json.loads(text)
        short = all(len(part) <= 256 for part in re.findall(r'"((?:[^"\\]|\\.)*)"', json.dumps(
            [value.get("errorCode"), value.get("userIdentity")])))
        if value.get("eventID") and value["eventID"] not in seen and short:
            seen.add(value["eventID"])
            fit.append(text)
    index, taken = index_of(server, fit, shape, shape + "-summary")
    for question in QUESTIONS:
        counted = summaries(index, taken, tmp_path, *question)
        assert counted["engine"] == counted["store"], question
        assert set(counted["remarks"]) <= {"predicateWidened"}, question
        assert len(counted["store"]) > 2
