"""Every predicate finds in OpenSearch at least what it holds for in memory: in each shape that documents have."""
import json
import re

import pytest

import documents
import osmem
import probed


@pytest.fixture(scope="session")
def server():
    with osmem.running() as address:
        yield address


@pytest.fixture(scope="session")
def records():
    return probed.texts()


def index_of(server, records, shape, name, mapping=None):
    """An index of the records in a shape, and the documents that it took."""
    index = osmem.Index(server, name)
    made = [documents.SHAPES[shape](json.loads(text), text, number) for number, text in enumerate(records)]
    taken = index.fill(made, mapping)
    assert len(taken) > len(made) * 0.6
    return index, {number: made[number] for number in taken}


def written(index, taken, tmp_path):
    """The documents in a file, in the order of their numbers, and the index's capabilities in another."""
    path, capabilities = tmp_path / "documents.ndjson", tmp_path / "capabilities.json"
    path.write_text("".join(json.dumps(taken[number]) + "\n" for number in sorted(taken)))
    capabilities.write_text(json.dumps(index.ask("/_field_caps?fields=*")))
    return path, capabilities


def answers(index, taken, tmp_path, seed, count):
    numbers = sorted(taken)
    for answer in probed.predicates(*written(index, taken, tmp_path), seed, count):
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
    return probed.summaries(
        *written(index, taken, tmp_path), question, lambda body: index.ask("/_search", body, "POST"))


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
