"""The countries of addresses by a MaxMind DB: iamwatch and MaxMind's own reader answer alike.

The databases are written by mmdb_writer, over random networks that lie within each other; iamwatch is asked by a correlation that groups
by country and address, whose alerts say both.
"""
import ipaddress
import json
import pathlib
import random
import re
import sys

import maxminddb
import mmdb_writer
import netaddr
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))
import program  # noqa: E402

RULES = """
title: Call
id: call
logsource: {product: aws, service: cloudtrail}
detection: {selection: {eventName: GetUser}, condition: selection}
---
title: Where from
id: where
correlation:
  type: event_count
  rules: [call]
  group-by: [sourceIPAddress, sourceIPAddress.country]
  timespan: 1m
  condition: {gte: 1}
"""
REASON = re.compile(r"1 event of sourceIPAddress (\S+), sourceIPAddress\.country (\S+) within 0 s")
CODES = ["DE", "FR", "BR", "JP", "US", "NZ", "ZA", "IN"]


def network(dice, version):
    """A random network; those of version 4 crowd into a few large ones, so that many lie within others."""
    bits = 32 if version == 4 else 128
    length = dice.randint(4, 32) if version == 4 else dice.choice([16, 20, 29, 32, 40, 48, 56, 64, 96, 112, 127, 128])
    first = dice.getrandbits(bits)
    if version == 4:
        first = dice.choice([0x0A, 0xC6, 0xCB, dice.getrandbits(8)]) << 24 | first & 0xFFFFFF
    else:
        first = 0x2001 << 112 | first & (1 << dice.choice([112, 80])) - 1
    return ipaddress.ip_network((first >> (bits - length) << (bits - length), length))


def entry(dice):
    """What a maker may say of a network; of some nothing about countries."""
    code = dice.choice(CODES)
    return dice.choice([
        {"country": {"geoname_id": dice.getrandbits(20), "iso_code": code, "names": {"en": "x" * dice.randint(0, 400)}}},
        {"continent": {"code": "EU"}, "country": {"iso_code": code}, "location": {"latitude": 1.5, "accuracy_radius": 7}},
        {"registered_country": {"iso_code": code}, "traits": {"is_anycast": True}},
        {"continent": {"code": "EU", "names": {"de": "Europa", "en": "Europe"}}},
    ])


@pytest.fixture(params=[24, 28, 32])
def record_size(request, monkeypatch):
    """The bits of a tree's records: mmdb_writer takes the fewest that will do."""
    def adjust(writer):
        writer.record_size = request.param
        writer.data_offset = request.param * 2 / 8 * writer._node_counter

    monkeypatch.setattr(mmdb_writer.TreeWriter, "_adjust_record_size", adjust)
    return request.param


def write_database(path, dice, version, count, padding):
    """Writes networks, which are given back.

    The first of the data takes so many bytes: with more than 2^24 of them, 24 bits do not reach what is behind."""
    networks = sorted({network(dice, v) for v in ([4] if version == 4 else [4, 6]) for _ in range(count)}, key=lambda n: n.prefixlen)
    writer = mmdb_writer.MMDBWriter(version, database_type="Test-Country", ipv4_compatible=version == 6)
    writer.insert_network(netaddr.IPSet(["0.0.0.0/8" if version == 4 else "::/104"]), {"city": {"names": {"en": "x" * padding}}})
    # The large ones first: what lies within them is said anew.
    for one in networks:
        writer.insert_network(netaddr.IPSet([str(one)]), entry(dice))
    writer.to_db_file(str(path))
    return networks


def addresses(dice, networks, version):
    """The ends of networks, what lies beside and within them, and any others."""
    found = set()
    for one in networks:
        last = int(one.broadcast_address)
        for number in (int(one[0]), last, int(one[0]) - 1, last + 1, dice.randint(int(one[0]), last)):
            with_bits = 1 << one.max_prefixlen
            found.add(type(one[0])(number % with_bits))
    found |= {ipaddress.IPv4Address(dice.getrandbits(32)) for _ in range(500)}
    found |= {ipaddress.IPv6Address(dice.getrandbits(128)) for _ in range(200)}
    # One of version 4 spelled as one of version 6 is the former to iamwatch, and to most databases neither.
    return sorted((one for one in found if one.version == 4 or one.ipv4_mapped is None), key=lambda one: (one.version, int(one)))


def by_reader(path, asked, version):
    """What MaxMind's reader says, of the places that makers put a country's code in the first."""
    said = {}
    with maxminddb.open_database(str(path), maxminddb.MODE_FILE) as reader:
        for address in asked:
            if version == 4 and address.version == 6:
                continue
            data = reader.get(str(address)) or {}
            code = data.get("country", {}).get("iso_code") or data.get("registered_country", {}).get("iso_code")
            if code:
                said[str(address)] = code
    return said


def by_iamwatch(tmp_path, database, asked):
    config, rules = tmp_path / "config.yaml", tmp_path / "where.yml"
    config.write_text(f"geoip: {database}\n")
    rules.write_text(RULES)
    events = "\n".join(
        json.dumps({
            "eventTime": "2026-10-31T12:00:00Z", "eventSource": "iam.amazonaws.com", "eventName": "GetUser",
            "eventID": f"00000000-0000-4000-8000-{number:012}", "sourceIPAddress": str(address)})
        for number, address in enumerate(asked))
    done = program.run(
        "watch", "--source", "-", "--config", config, "--rules", rules, "--no-builtin-rules", "--since", "2026-10-01",
        stdin=events.encode())
    assert done.returncode == 0, done.stderr.decode()
    return dict(REASON.match(json.loads(line)["reason"]).groups() for line in done.stdout.splitlines())


@pytest.mark.parametrize("version", [4, 6])
def test_every_address_has_the_country_that_maxminds_reader_says(tmp_path, version, record_size):
    dice = random.Random(f"{version} {record_size}")
    database = tmp_path / "countries.mmdb"
    networks = write_database(database, dice, version, 400, padding=0 if record_size == 24 else 16_800_000)
    asked = addresses(dice, networks, version)
    expected = by_reader(database, asked, version)
    assert len(asked) > 1500 and len(set(expected.values())) == len(CODES)
    assert by_iamwatch(tmp_path, database, asked) == expected
