#!/usr/bin/env python3
"""AWS's front door, as far as a client can tell: it recomputes every signature with botocore and refuses what AWS refuses.

    front_door.py [--port 0] [--upstream URL] [--service logs] [--region us-east-1] [--key ID:SECRET[:TOKEN]]…

What it accepts goes to the upstream, as raw as it came, or is told back as JSON where there is none. It prints its port as a line
when it listens, and ends with the process that started it. Two paths are not signed:

    POST /_front_door/next   a list of faults, one for each request to come; null for none
    GET  /_front_door/log    what was decided so far, a list of {"method", "target", "verdict"}

A fault is {"kind": …}: "hang", "slow" (with "seconds"), "reset" and "truncate" (within the body), "status" (with "status",
"headers", "code"), "expired" (the token is over from now on), "skew" (with "seconds": the door's clock, from now on).
"""
import argparse
import asyncio
import datetime
import gzip
import hashlib
import hmac
import json
import os
import urllib.parse

import aiohttp
import yarl
from aiohttp import web
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TOLERATED = 300
TIME = "%Y%m%dT%H%M%SZ"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def strictly_encoded(query):
    """Each name and value decoded and encoded again: botocore signs a query as it is given."""
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    return "&".join(f"{strict(name)}={strict(value)}" for name, _, value in pairs)


def strict(text):
    return urllib.parse.quote(urllib.parse.unquote_to_bytes(text), safe="-_.~")


def authorization(headers):
    """The parts of the header Authorization."""
    scheme, _, rest = headers.get("Authorization", "").partition(" ")
    if scheme != "AWS4-HMAC-SHA256":
        raise Refused(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if not {"Credential", "SignedHeaders", "Signature"} <= parts.keys() or parts["Credential"].count("/") != 4:
        raise Refused(400, "IncompleteSignatureException", "Authorization header is incomplete")
    return parts


class FrontDoor:
    def __init__(self, service, region, keys, upstream=None):
        self.service, self.region, self.keys, self.upstream = service, region, keys, upstream
        self.expired, self.offset, self.faults, self.log = set(), 0, [], []

    def now(self):
        return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.offset)

    def verify(self, method, target, headers, body):
        """Raises Refused, in AWS's words, for what AWS would refuse."""
        parts = authorization(headers)
        key_id, day, region, service, _ = parts["Credential"].split("/")
        if key_id not in self.keys:
            raise Refused(400, "UnrecognizedClientException", "The security token included in the request is invalid.")
        secret, token = self.keys[key_id]
        if (headers.get("X-Amz-Security-Token") or None) != token:
            raise Refused(400, "UnrecognizedClientException", "The security token included in the request is invalid.")
        if key_id in self.expired:
            raise Refused(400, "ExpiredTokenException", "The security token included in the request is expired")
        if (region, service) != (self.region, self.service):
            wrong = "region" if region != self.region else "service"
            raise Refused(403, "InvalidSignatureException", f"Credential should be scoped to a valid {wrong}.")
        self.verify_time(headers.get("X-Amz-Date", ""), day)
        digest = headers.get("x-amz-content-sha256")
        if (digest or self.service == "aoss") and digest != hashlib.sha256(body).hexdigest():
            raise Refused(403, "InvalidSignatureException", "x-amz-content-sha256 is missing or wrong")
        if not hmac.compare_digest(self.signature(method, target, headers, body, parts, secret), parts["Signature"]):
            raise Refused(
                403, "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")

    def verify_time(self, stamp, day):
        try:
            signed = datetime.datetime.strptime(stamp, TIME).replace(tzinfo=datetime.timezone.utc)
        except ValueError:
            raise Refused(400, "IncompleteSignatureException", "X-Amz-Date is missing or malformed") from None
        age = (self.now() - signed).total_seconds()
        if day != stamp[:8] or age > TOLERATED:
            raise Refused(
                403, "InvalidSignatureException", f"Signature expired: {stamp} is now earlier than the oldest allowed")
        if age < -TOLERATED:
            raise Refused(403, "InvalidSignatureException", f"Signature not yet current: {stamp} is still later")

    def signature(self, method, target, headers, body, parts, secret):
        signed = parts["SignedHeaders"].split(";")
        tokens = {name.lower() for name in headers if name.lower().startswith("x-amz-")} | {"host"}
        if not tokens <= set(signed):
            raise Refused(403, "InvalidSignatureException", f"these headers must be signed: {sorted(tokens)}")
        path, _, query = target.partition("?")
        request = AWSRequest(method=method, url=f"http://{headers['Host']}{path}?{strictly_encoded(query)}", data=body)
        for name in signed:
            for value in headers.getall(name, []):
                request.headers.add_header(name, value)
        request.context["timestamp"] = headers["X-Amz-Date"]
        auth = SigV4Auth(Credentials("unused", secret), self.service, self.region)
        auth.credentials.access_key = parts["Credential"].split("/")[0]
        text = auth.string_to_sign(request, auth.canonical_request(request))
        return auth.signature(text, request)

    async def handle(self, request):
        body = await request.read()
        target = request.raw_path
        if target.startswith("/_front_door/"):
            return self.control(target, body)
        fault = (self.faults.pop(0) if self.faults else None) or {}
        self.begin(fault, request)
        try:
            self.verify(request.method, target, request.headers, body)
        except Refused as refused:
            return self.refusal(request, refused)
        if fault.get("kind") == "status":
            return self.refusal(
                request, Refused(fault["status"], fault.get("code"), "as asked"), fault.get("headers", {}))
        self.note(request, "accepted")
        if fault.get("kind") == "hang":
            await asyncio.sleep(3600)
        status, headers, answer = await self.answer(request, target, body)
        headers["Date"] = self.date()
        if fault.get("kind") in ("slow", "reset", "truncate"):
            return await self.broken(request, fault, status, headers, answer)
        return web.Response(status=status, headers=headers, body=answer)

    def begin(self, fault, request):
        """What a fault changes for good."""
        if fault.get("kind") == "expired":
            self.expired.add(authorization(request.headers)["Credential"].split("/")[0])
        if fault.get("kind") == "skew":
            self.offset = fault["seconds"]

    def control(self, target, body):
        if target == "/_front_door/next":
            self.faults += json.loads(body)
            return web.json_response({})
        return web.json_response(self.log)

    def note(self, request, verdict):
        self.log.append({"method": request.method, "target": request.raw_path, "verdict": verdict})

    def date(self):
        return self.now().strftime("%a, %d %b %Y %H:%M:%S GMT")

    def refusal(self, request, refused, headers=None):
        self.note(request, refused.code or str(refused.status))
        headers = {"Date": self.date(), "x-amzn-RequestId": f"door-{len(self.log)}", **(headers or {})}
        if refused.code:
            headers["x-amzn-ErrorType"] = f"{refused.code}:http://internal.amazon.com/coral/com.amazon.coral.service/"
        return web.json_response({"message": refused.message}, status=refused.status, headers=headers)

    async def answer(self, request, target, body):
        if self.upstream is None:
            told = {"method": request.method, "target": target, "bytes": len(body)}
            return 200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, gzip.compress(
                json.dumps(told).encode())
        headers = [(name, value) for name, value in request.headers.items() if name.lower() not in HOP_BY_HOP]
        # What is compressed stays so: inflating here would leave a header that says otherwise.
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            url = yarl.URL(self.upstream + target, encoded=True)
            async with session.request(request.method, url, headers=headers, data=body, allow_redirects=False) as found:
                kept = {name: value for name, value in found.headers.items() if name.lower() not in HOP_BY_HOP}
                return found.status, kept, await found.read()

    async def broken(self, request, fault, status, headers, answer):
        response = web.StreamResponse(status=status, headers=headers)
        response.content_length = len(answer)
        await response.prepare(request)
        half = len(answer) // 2
        await response.write(answer[:half])
        if fault["kind"] == "slow":
            await asyncio.sleep(fault.get("seconds", 1))
            await response.write(answer[half:])
        elif fault["kind"] == "reset":
            request.transport.abort()
        else:
            request.transport.close()
        return response


async def serve(door, port):
    """Prints the port, and serves until whoever started it is gone."""
    parent = os.getppid()
    runner = web.ServerRunner(web.Server(door.handle, auto_decompress=False))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    while os.getppid() == parent:
        await asyncio.sleep(1)
    await runner.cleanup()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--upstream")
    parser.add_argument("--service", default="logs")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--key", action="append", required=True)
    options = parser.parse_args()
    keys = {}
    for key in options.key:
        key_id, secret, *token = key.split(":", 2)
        keys[key_id] = (secret, token[0] if token else None)
    asyncio.run(serve(FrontDoor(options.service, options.region, keys, options.upstream), options.port))


if __name__ == "__main__":
    main()
