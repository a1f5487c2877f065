"""An OpenSearch in memory (osmem-server) on a loopback port, and the few requests that tests make of it."""
import contextlib
import json
import pathlib
import re
import subprocess
import urllib.error
import urllib.request

import osmem_server


class Index:
    def __init__(self, address, name):
        self.base = "http://%s/%s" % (address, name)

    def ask(self, path, body=None, method=None):
        """The answer's JSON; an error status raises with the server's words."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError("%s %s: %s" % (error.code, path, error.read()[:2000])) from error

    def fill(self, documents, mapping=None):
        """Indexes the documents under their numbers; returns the numbers of those that were taken."""
        settings = {"settings": {"index.mapping.total_fields.limit": 20000}}
        self.ask("", dict(settings, **({"mappings": mapping} if mapping else {})), "PUT")
        taken = []
        for start in range(0, len(documents), 500):
            lines = []
            for number, document in enumerate(documents[start:start + 500], start):
                lines += [json.dumps({"index": {"_id": str(number)}}), json.dumps(document)]
            answer = self.ask("/_bulk", ("\n".join(lines) + "\n").encode(), "POST")
            taken += [int(item["index"]["_id"]) for item in answer["items"] if item["index"]["status"] < 300]
        self.ask("/_refresh", method="POST")
        return taken

    def found(self, query):
        """The numbers of the documents that a query finds."""
        answer = self.ask("/_search", {"query": query, "size": 10000, "_source": False}, "POST")
        hits = answer["hits"]["hits"]
        assert len(hits) < 10000
        return {int(hit["_id"]) for hit in hits}


@contextlib.contextmanager
def running():
    """Starts a server and gives its address; ends it."""
    program = pathlib.Path(osmem_server.__file__).parent / "bin" / "osmem-server"
    server = subprocess.Popen(
        [program, "-addr", "127.0.0.1:0", "-no-ja", "-no-stdin-watch"], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        line = server.stdout.readline()
        yield re.search(r"127\.0\.0\.1:\d+", line).group()
    finally:
        server.terminate()
        server.wait(10)
