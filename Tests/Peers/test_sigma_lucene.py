"""Sigma rules as pySigma converts them for OpenSearch, asked of an OpenSearch in memory: iamwatch finds the same.

The rules, what pySigma makes of them and the records are recorded ones, which are not part of this checkout: $IAMWATCH_DATA or ../shared/data.
"""
import collections
import json
import os
import pathlib
import sys

import osmem
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))
import program  # noqa: E402

DATA = pathlib.Path(os.environ.get("IAMWATCH_DATA", program.ROOT.parent / "shared" / "data")) / "sigma"
# Sigma does not tell cases apart (specification, "Value modifiers").
MAPPING = {"dynamic_templates": [{"strings": {
    "match_mapping_type": "string", "mapping": {"type": "keyword", "normalizer": "lowercase"}}}]}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="no recorded rules")


def records():
    """By rule the records that it is to be asked of, as JSON texts, each once."""
    found = collections.defaultdict(dict)
    with open(DATA / "labelled-by-pysigma-sqlite.jsonl") as lines:
        for line in map(json.loads, lines):
            found[line["rule"]][json.dumps(line["event"])] = None
    return {rule: list(texts) for rule, texts in found.items()}


def matches(rule, text, folder):
    """Whether iamwatch says that a rule matches a record."""
    path = folder / "event.json"
    path.write_text(text)
    done = program.run("rules", "explain", DATA / "sigmahq" / rule, path)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0


def test_the_rules_as_pysigma_writes_them_for_opensearch_find_what_iamwatch_does(tmp_path):
    queries = json.loads((DATA / "opensearch-lucene-by-pysigma.json").read_text())
    # It converts no references to other fields.
    queries = {entry["rule"]: entry["lucene"] for entry in queries if "lucene" in entry}
    of_rules = {rule: texts for rule, texts in records().items() if rule in queries}
    texts = sorted({text for some in of_rules.values() for text in some})
    compared = hits = 0
    with osmem.running() as address:
        index = osmem.Index(address, "events")
        # Records that have one field as a text and as an object do not fit into one index.
        taken = set(index.fill([json.loads(text) for text in texts], MAPPING))
        for rule, asked in of_rules.items():
            found = set()
            for query in queries[rule]:
                found |= index.found({"query_string": {"query": query, "analyze_wildcard": True}})
            for text in asked:
                number = texts.index(text)
                if number in taken:
                    assert matches(rule, text, tmp_path) == (number in found), (rule, text)
                    compared, hits = compared + 1, hits + (number in found)
    assert compared > 200 and hits > 20
