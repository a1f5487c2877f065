#!/usr/bin/env python3
"""Compares iamwatch with the independent count of count.py: compare.py [OPTION…] BINARY [PATH…]

Both count the same sources with the same options; everything of the snapshot must be equal but `generatedAt`, and the
words of a source's `error`. PATH is a file or a folder of recorded CloudTrail; each is compared whole, each of its
files alone, in both scopes, in several windows, twice over, in any order of its files, and in every shape of reshape.py.

    --mangle COUNT   also COUNT variants of mangle.py, each alone, made from the records of PATH or made up
    --seed N         the seed of --mangle (1)
    --huge           also the 200 MB lines and the gzip bomb: no crash, no hang, bounded memory
    --show N         how many differences are shown in full (5)

Exit status: 0 when all is equal, 1 when something differs.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import count
import mangle
import reshape

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 120
# The most memory that a text of any size may take, in MiB: a record of 16 MiB, twice, and the program.
MEMORY = 256
RAW_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf")


class Run:
    """What a program made of sources: its snapshot, exit status, and how much memory it took at most."""

    def __init__(self, snapshot, status, memory=0, fault=None):
        self.snapshot, self.status, self.memory, self.fault = snapshot, status, memory, fault


def options_of(sources, scope, since, until):
    words = [word for source in sources for word in ("--source", source)] + ["--scope", scope]
    return words + (["--since", since] if since else []) + (["--until", until] if until else [])


def iamwatch(binary, sources, scope="identity", since=None, until=None):
    command = [binary, "tui", "--once", "--format", "json", "--no-builtin-rules"]
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command + options_of(sources, scope, since, until), stdout=out, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + SECONDS
        while True:
            done, status, usage = os.wait4(child.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() > deadline:
                child.kill()
                os.wait4(child.pid, 0)
                return Run(None, None, fault="hangs")
            time.sleep(0.001)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if child.returncode not in (0, 3):
        return Run(None, child.returncode, usage.ru_maxrss, "exit status %d" % child.returncode)
    if RAW_CONTROL.search(text):
        return Run(None, child.returncode, usage.ru_maxrss, "a raw control character in the JSON")
    try:
        return Run(json.loads(text), child.returncode, usage.ru_maxrss)
    except ValueError as problem:
        return Run(None, child.returncode, usage.ru_maxrss, "no JSON: %s" % problem)


def peer(sources, scope="identity", since=None, until=None):
    now = int(time.time() * 1000)
    read = [count.Source(name).read() for name in sources]
    first, last = (count.moment(text, now) if text else None for text in (since, until))
    snapshot = count.snapshot(read, scope, first, last, now)
    return Run(json.loads(json.dumps(snapshot)), 3 if any(x.state() != "complete" for x in read) else 0)


def settled(snapshot, sources=True):
    """The snapshot without what may differ; with `sources` False also without those."""
    out = dict(snapshot)
    now = out.pop("generatedAt")
    out["window"] = {key: "now" if value[:15] == now[:15] else value for key, value in out["window"].items()}
    if sources:
        out["sources"] = [{**source, "error": source["error"] and "…"} for source in out["sources"]]
        for source in out["sources"]:
            del source["error"]
    else:
        del out["sources"]
    return out


def differences(left, right, path=""):
    """Each place where two values differ, in words."""
    if type(left) is not type(right):
        yield "%s: %.120r / %.120r" % (path, left, right)
    elif isinstance(left, dict):
        if list(left) != list(right):
            yield "%s: keys %s / %s" % (path, list(left), list(right))
        for key in left:
            if key in right:
                yield from differences(left[key], right[key], path + "." + key)
    elif isinstance(left, list):
        if len(left) != len(right):
            yield "%s: %d rows / %d rows" % (path, len(left), len(right))
        for number, (one, other) in enumerate(zip(left, right)):
            yield from differences(one, other, "%s[%d]" % (path, number))
    elif left != right:
        yield "%s: %.120r / %.120r" % (path, left, right)


class Comparison:
    def __init__(self, binary, show):
        self.binary, self.show, self.done, self.failed = binary, show, 0, 0

    def check(self, name, problems):
        self.done += 1
        problems = list(problems)
        if not problems:
            return True
        self.failed += 1
        if self.failed <= self.show:
            print("DIFFERENT %s" % name)
            for line in problems[:8]:
                print("    iamwatch / count.py %s" % line)
        else:
            print("DIFFERENT %s: %s" % (name, problems[0]))
        return False

    def against_peer(self, name, sources, **options):
        """Compares both programs; returns iamwatch's snapshot."""
        ours = iamwatch(self.binary, sources, **options)
        if ours.fault:
            self.check(name, [ours.fault])
            return None
        theirs = peer(sources, **options)
        problems = list(differences(settled(ours.snapshot), settled(theirs.snapshot)))
        if ours.status != theirs.status:
            problems.append("exit status: %s / %s" % (ours.status, theirs.status))
        self.check(name, problems)
        return ours.snapshot

    def same(self, name, one, other):
        """Compares two of iamwatch's own snapshots but for their sources."""
        if one and other:
            self.check(name, differences(settled(one, False), settled(other, False)))

    # --- What is compared -------------------------------------------------------------------------------------------

    def recorded(self, path):
        whole = self.against_peer(path, [path])
        everything = self.against_peer(path + " --scope all", [path], scope="all")
        files = sorted(count.Source(path).paths())
        for file in files if os.path.isdir(path) else []:
            self.against_peer(file, [file], scope="all")
        self.windows(path, everything)
        twice = self.against_peer(path + " twice", [path, path], scope="all")
        self.same(path + " twice is once", everything, twice)
        if twice:
            copies = twice["sources"][1]
            self.check(path + " twice: all duplicates", [] if copies["duplicates"] == copies["read"] else [str(copies)])
        for seed in range(2):
            shuffled = list(files)
            random.Random(seed).shuffle(shuffled)
            if 1 < len(shuffled) < 2000:
                run = iamwatch(self.binary, shuffled)
                self.same("%s in order %d" % (path, seed), whole, run.snapshot)
        self.shapes(path)

    def windows(self, path, everything):
        if not everything or not everything["timeline"]["buckets"]:
            return
        buckets = everything["timeline"]["buckets"]
        first, middle, last = (buckets[n]["start"] for n in (0, len(buckets) // 2, -1))
        for since, until in ((middle, None), (None, middle), (first, last), (last, None), (None, first), ("2001-01-01T00:00:00Z", "2002-01-01T00:00:00Z")):
            if since != until:
                name = "%s --since %s --until %s" % (path, since, until)
                self.against_peer(name, [path], scope="all", since=since, until=until)

    def shapes(self, path):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, os.path.join(HERE, "reshape.py"), folder, path], check=True, stderr=subprocess.DEVNULL)
            with open(os.path.join(folder, "shapes.txt")) as file:
                names = file.read().split()
            first = None
            for name in names:
                snapshot = self.against_peer("%s as %s" % (path, name), [os.path.join(folder, name)], scope="all")
                first = first or snapshot
                self.same("%s as %s is as %s" % (path, name, names[0]), first, snapshot)

    def mangled(self, number, seed, paths):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, os.path.join(HERE, "mangle.py"), str(seed), str(number), folder] + paths, check=True)
            with open(os.path.join(folder, ".expected.json")) as file:
                expected = json.load(file)
            for entry in expected:
                self.against_peer(entry["file"], [os.path.join(folder, entry["file"])], scope="all")
            self.against_peer("all variants together", [folder], scope="all")
            self.all_there(folder, expected)

    def all_there(self, folder, expected):
        """Each good record beside a malformed one is counted."""
        command = [self.binary, "tui", "--once", "--format", "ndjson", "--no-builtin-rules", "--scope", "all", "--source", folder]
        lines = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS).stdout
        found = {json.loads(line, parse_int=str)["eventID"] for line in lines.splitlines()}
        for entry in expected:
            missing = [x for x in entry["sure"] if x not in found]
            self.check(entry["file"] + ": good records", ["not counted: %s" % x for x in missing])

    def huge(self):
        with tempfile.TemporaryDirectory() as folder:
            mangle.huge(folder)
            # The numbers are those of the recipe: two good records beside the long one, one a record, two around the zeros.
            for name, read, rejected in (("long-line.ndjson", 2, 1), ("one-line-native.json", None, 0), ("bomb.json.gz", 2, 1)):
                run = iamwatch(self.binary, [os.path.join(folder, name)], scope="all")
                problems = [run.fault] if run.fault else []
                if run.snapshot:
                    source = run.snapshot["sources"][0]
                    print("%s: %d MiB, read %d, rejected %d" % (name, run.memory >> 10, source["read"], source["rejected"]))
                    if read is not None and source["read"] != read or source["rejected"] != rejected:
                        problems.append("read %d, rejected %d" % (source["read"], source["rejected"]))
                    if run.memory >> 10 > MEMORY:
                        problems.append("%d MiB of memory" % (run.memory >> 10))
                self.check(name, problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--mangle", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--huge", action="store_true")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    comparison = Comparison(os.path.abspath(options.binary), options.show)
    # First: a program is begun as a copy of this one, and what that holds counts as the most it ever held.
    if options.huge:
        comparison.huge()
    for path in options.paths if not options.mangle else []:
        comparison.recorded(os.path.abspath(path))
    if options.mangle:
        comparison.mangled(options.mangle, options.seed, [os.path.abspath(path) for path in options.paths])
    print("%d comparisons, %d different" % (comparison.done, comparison.failed))
    return 1 if comparison.failed else 0


if __name__ == "__main__":
    sys.exit(main())
