#!/usr/bin/env python3
"""An independent count of CloudTrail files: the snapshot of `iamwatch tui --once --format json --no-builtin-rules`.

Written from the counting rules alone, with nothing but Python's standard library, to be compared with what iamwatch
prints. `rule N` below is the numbered rule of those rules; where they leave room, the reading taken here is:

# Reading 1: a file of white space and byte order marks only is an empty file.
# Reading 2: "a line that begins with { or [" means the line's first byte (a byte order mark may stand before it).
# Reading 3: brackets balance when every closer has the type of its opener; a raw control character, a newline too,
#            may stand inside a string that is weighed for balance.
# Reading 4: after a broken value outside any list reading resumes as after a break in a list, at a line. What lists
#            inside it gave before the break is kept.
# Reading 5: an element's extent, when it is not valid JSON: to the matching closer, to the closing quote, or, when it
#            begins with neither, to the next `,` or `]` outside brackets and quotes that balance. An empty element
#            ([{},]) is one rejected.
# Reading 6: the last readable token is the last one that both the lexer and the grammar took.
# Reading 7: a top-level array is a list like those with names. The innermost list of a break decides.
# Reading 8: an object with one of the lists is a wrapper, even if it has a time and a name of its own.
# Reading 9: a string that holds a record is looked at before the object it stands in, `message` and
#            `CloudTrailEvent` as `@message`; all three fall back to the object and then to its `detail`.
# Reading 10: each list, `detail`, `_source`, string, and `awslogs.data` is one wrapping.
# Reading 11: the envelope's `account` and `time` are those of the nearest object whose `detail` (or string, or hit)
#             holds the record and that has a present one; `@timestamp` also that of the record's own root.
# Reading 12: an object with eventType AwsCloudTrailInsight or eventCategory Insight is rejected.
# Reading 13: an account number is whole when its value is (1.0 and 1e3 are).
# Reading 14: scope looks at the action's service, so `iam` without `.amazonaws.com` is in scope.
# Reading 15: two bytes 1f 8b make a file gzip. After a member whose checksum fails, the next members are read.
# Reading 16: names that begin with `.` are left out of a walk, directories too; a file is read once a source.
# Reading 17: with --until alone and no events, the window's start is --until.
# Reading 18: a length of 16 MiB and the depth are the record's own, not its envelope's.
"""
import argparse
import base64
import binascii
import collections
import datetime
import glob
import hashlib
import json
import os
import re
import stat
import sys
import zlib
from decimal import Decimal

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 512
MAX_WRAPPINGS = 8
BOM = b"\xef\xbb\xbf"
LISTS = (b"Records", b"Events", b"events", b"logEvents")
SCOPE = set(
    "iam sts signin sso sso-directory identitystore organizations access-analyzer rolesanywhere cognito-idp"
    " cognito-identity ram".split()
)
DENIED = {"AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "UnauthorizedOperation"}
STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800]
READ_NAME = re.compile(
    r"(?:BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|Select|Simulate)(?=[A-Z0-9]|\Z)"
)


# --- JSON, strictly, with the place of every value ---------------------------------------------------------------

WHITE = re.compile(rb"[ \t\n\r]*")
TOKEN = re.compile(
    rb"[ \t\n\r]*(?:([{}\[\]:,])"
    rb'|"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"'
    rb"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    rb"|(true|false|null))"
)
WORDS = {b"true": True, b"false": False, b"null": None}
ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.S
)
PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Broken(Exception):
    """Not JSON. `end` is where the last readable token ended."""

    def __init__(self, end):
        super().__init__(end)
        self.end = end


class Number(bytes):
    """A number as it was written."""


class Object:
    """An object's members in order, and where it stands."""

    __slots__ = ("pairs", "text", "start", "end", "depth")

    def __init__(self, text, start):
        self.pairs, self.text, self.start, self.end, self.depth = [], text, start, None, 1

    def get(self, name):
        for key, value in reversed(self.pairs):
            if key == name:
                return value
        return None

    def bytes(self):
        return bytes(self.text[self.start : self.end])


def unescape(raw):
    """The text of a string token: invalid UTF-8 and lone surrogates become U+FFFD (rule 8)."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text:
        return text

    def one(match):
        high, low, unit, plain = match.groups()
        if high:
            return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
        if unit:
            code = int(unit, 16)
            return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        return PLAIN.get(plain, plain)

    return ESCAPE.sub(one, text)


def key_of(raw):
    return unescape(raw).encode() if b"\\" in raw else raw


def scan(text, start):
    """The valid JSON value at `start` and where it ends. Strings stay raw bytes; arrays are lists. Not recursive,
    since hostile text is deep."""
    stack = []  # of [container, key]
    position = start
    expect = "value"  # value, value-or-end, key, key-or-end, colon, comma
    depth_of = {}  # id(list) -> depth below, only for arrays
    while True:
        match = TOKEN.match(text, position)
        if not match:
            raise Broken(position)
        kind = match.lastindex
        token = match.group(kind)
        finished = None
        done = False
        if kind == 1 and token in b"{[" and expect in ("value", "value-or-end"):
            container = Object(text, match.end() - 1) if token == b"{" else []
            if token == b"[":
                depth_of[id(container)] = 1
            stack.append([container, None])
            expect = "key-or-end" if token == b"{" else "value-or-end"
        elif kind == 1 and token == b"}" and expect in ("key-or-end", "comma") and is_object(stack):
            finished, done = stack.pop()[0], True
            finished.end = match.end()
        elif kind == 1 and token == b"]" and expect in ("value-or-end", "comma") and is_array(stack):
            finished, done = stack.pop()[0], True
        elif kind == 1 and token == b":" and expect == "colon":
            expect = "value"
        elif kind == 1 and token == b"," and expect == "comma":
            expect = "key" if is_object(stack) else "value"
        elif kind == 2 and expect in ("key", "key-or-end"):
            stack[-1][1] = key_of(token)
            expect = "colon"
        elif kind != 1 and expect in ("value", "value-or-end"):
            finished, done = (token if kind == 2 else Number(token) if kind == 3 else WORDS[token]), True
        else:
            raise Broken(position)
        position = match.end()
        if not done:
            continue
        if not stack:
            return finished, position
        parent, key = stack[-1]
        below = (
            finished.depth if isinstance(finished, Object) else depth_of.pop(id(finished), 0)
            if isinstance(finished, list) else 0
        )
        if isinstance(parent, Object):
            parent.pairs.append((key, finished))
            parent.depth = max(parent.depth, below + 1)
        else:
            parent.append(finished)
            depth_of[id(parent)] = max(depth_of[id(parent)], below + 1)
        expect = "comma"


def is_object(stack):
    return bool(stack) and isinstance(stack[-1][0], Object)


def is_array(stack):
    return bool(stack) and isinstance(stack[-1][0], list)


QUOTED = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
STRUCTURE = re.compile(rb'[{}\[\]"]')
STRUCTURE_OR_COMMA = re.compile(rb'[{}\[\]",]')


def balance(text, start):
    """Where the broken value at `start` ends if its brackets and quotes balance (rule 2), else None."""
    if text[start : start + 1] == b'"':
        match = QUOTED.match(text, start)
        return match.end() if match else None
    stack = bytearray()
    position = start
    bare = text[start : start + 1] not in (b"{", b"[")
    while True:
        match = (STRUCTURE_OR_COMMA if bare and not stack else STRUCTURE).search(text, position)
        if not match:
            return None
        byte = match.group()
        position = match.end()
        if bare and not stack and byte in b",]":
            return match.start()
        if byte == b'"':
            quoted = QUOTED.match(text, match.start())
            if not quoted:
                return None
            position = quoted.end()
        elif byte in b"{[":
            stack += byte
        elif not stack or bytes((stack.pop(),)) + byte not in (b"{}", b"[]"):
            return None
        elif not stack and not bare:
            return position


# --- gzip ---------------------------------------------------------------------------------------------------------


def inflate_member(data, position):
    """(bytes, position behind the member, intact) of the gzip member at `position`."""
    start = gzip_body(data, position)
    if start is None:
        return b"", len(data), False
    inflater = zlib.decompressobj(-15)
    try:
        out = inflater.decompress(data[start:])
    except zlib.error:
        return inflate_damaged(data[start:]), len(data), False
    if not inflater.eof:
        return out, len(data), False
    end = len(data) - len(inflater.unused_data)
    trailer = data[end : end + 8]
    wanted = (zlib.crc32(out) & 0xFFFFFFFF).to_bytes(4, "little") + (len(out) & 0xFFFFFFFF).to_bytes(4, "little")
    return out, end + 8, trailer == wanted


def gzip_body(data, position):
    """Where the deflate stream of a member begins; None if the header is cut or not deflate."""
    header = data[position : position + 10]
    if len(header) < 10 or header[2] != 8:
        return None
    flags, position = header[3], position + 10
    if flags & 4:
        position += 2 + int.from_bytes(data[position : position + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            zero = data.find(b"\0", position)
            if zero < 0:
                return None
            position = zero + 1
    if flags & 2:
        position += 2
    return position if position <= len(data) else None


def inflate_damaged(data):
    """All that comes out before the damage, a byte at a time: an error takes its whole call's output with it."""
    inflater, out = zlib.decompressobj(-15), bytearray()
    try:
        while data and not inflater.eof:
            out += inflater.decompress(data, 1)
            data = inflater.unconsumed_tail
    except zlib.error:
        pass
    return bytes(out)


def inflate(data):
    """(bytes, intact) of all members (rule 6)."""
    out, position, intact = [], 0, True
    while position < len(data):
        if data[position : position + 2] != b"\x1f\x8b":
            if data[position:].strip(b"\0"):
                intact = False
            break
        piece, position, fine = inflate_member(data, position)
        out.append(piece)
        intact = intact and fine
    return b"".join(out), intact


def plain(data):
    """(text, intact) of a file's bytes: as they are, or inflated, once more if there is gzip inside."""
    intact = True
    for _ in range(2):
        if data[:2] != b"\x1f\x8b":
            break
        data, fine = inflate(data)
        intact = intact and fine
    return data, intact


# --- Fields -------------------------------------------------------------------------------------------------------


def present(value):
    """The text of a non-empty string, else None (rule 10)."""
    if isinstance(value, bytes) and not isinstance(value, Number) and value:
        return unescape(value)
    return None


def member(value, *names):
    for name in names:
        value = value.get(name) if isinstance(value, Object) else None
    return value


def account_id(value):
    """An account as a key, or None (rule 16)."""
    if isinstance(value, Number):
        number = Decimal(value.decode())
        if 0 <= number <= 999999999999 and number == number.to_integral_value():
            return "%012d" % int(number)
        return None
    text = present(value)
    return text.zfill(12) if text is not None and re.fullmatch("[0-9]{1,12}", text) else text


TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))?"
)


def days(year, month, day):
    """Days since 1970 of a date, by counting leap years."""
    before = year - 1 if month <= 2 else year
    shifted = month + 9 if month <= 2 else month - 3
    return 365 * before + before // 4 - before // 100 + before // 400 + (153 * shifted + 2) // 5 + day - 719469


def milliseconds(text):
    """RFC 3339 (rule 12) as milliseconds since 1970, or None."""
    match = TIME.fullmatch(text) if text is not None else None
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= month <= 12 or not 1 <= day <= lengths[month - 1] or hour > 23 or minute > 59 or second > 60:
        return None
    offset = 0
    if match[8]:
        if int(match[9]) > 23 or int(match[10]) > 59:
            return None
        offset = (int(match[9]) * 60 + int(match[10])) * (1 if match[8] == "+" else -1)
    total = days(year, month, day) * 86400 + hour * 3600 + (minute - offset) * 60 + second
    return total * 1000 + int(((match[7] or "") + "000")[:3])


def principal_of(user):
    """The key of who, by the type's own field, else by the first that is present."""
    kind = present(member(user, b"type"))
    issuer = present(member(user, b"sessionContext", b"sessionIssuer", b"arn"))
    arn, name = present(member(user, b"arn")), present(member(user, b"userName"))
    own_id, invoker = present(member(user, b"principalId")), present(member(user, b"invokedBy"))
    account = account_id(member(user, b"accountId"))
    own = {
        "IAMUser": arn,
        "Root": arn,
        "AssumedRole": issuer or role_arn(arn),
        "FederatedUser": issuer or arn,
        "AWSService": invoker,
        "AWSAccount": account or own_id,
        "SAMLUser": name or own_id,
        "WebIdentityUser": name or own_id,
        "IdentityCenterUser": present(member(user, b"onBehalfOf", b"userId")),
    }.get(kind)
    return own or arn or name or own_id or invoker or account or "unknown"


def role_arn(arn):
    """`sts::…:assumed-role/NAME/SESSION` turned to `iam::…:role/NAME`; another shape as it is."""
    match = re.fullmatch(r"arn:([^:]*):sts::([^:]*):assumed-role/([^/]+)/([^/]+)", arn, re.S) if arn else None
    return "arn:%s:iam::%s:role/%s" % (match[1], match[2], match[3]) if match else arn


def read_only(value):
    """read, write or empty (rule 18)."""
    word = value if isinstance(value, bool) else (present(value) or "").lower()
    return {True: "read", "true": "read", False: "write", "false": "write"}.get(word, "")


Event = collections.namedtuple("Event", "time account principal action type errorCode error readOnly key service name")


def order(event):
    """What decides between copies (rule 19)."""
    return (
        event.time, event.account.encode(), event.principal.encode(), event.action.encode(), event.type.encode(),
        event.errorCode.encode(), event.error, event.readOnly.encode(),
    )


def event_of(record, context):
    """The event of an object, or None when it is no record (rules 10 to 19)."""
    source, name = present(record.get(b"eventSource")), present(record.get(b"eventName"))
    if source is None and name is None:
        return None
    if present(record.get(b"eventType")) == "AwsCloudTrailInsight" or present(record.get(b"eventCategory")) == "Insight":
        return None
    if record.depth > MAX_DEPTH or record.end - record.start > MAX_BYTES:
        return None
    time = milliseconds(present(record.get(b"eventTime")))
    for other in (context.time, present(record.get(b"@timestamp")), context.timestamp):
        time = milliseconds(other) if time is None else time
    if time is None:
        return None
    user = record.get(b"userIdentity")
    account = account_id(record.get(b"recipientAccountId")) or context.account or account_id(member(user, b"accountId"))
    code = present(record.get(b"errorCode")) or ""
    failed = name == "ConsoleLogin" and present(member(record.get(b"responseElements"), b"ConsoleLogin")) == "Failure"
    service = "unknown" if source is None else source[:-14] if source.endswith(".amazonaws.com") else source
    identifier = present(record.get(b"eventID"))
    key = identifier if identifier is not None else hashlib.sha256(record.bytes()).digest()
    return Event(
        time, account or "unknown", principal_of(user), "%s:%s" % (service, name or "unknown"),
        present(member(user, b"type")) or "Unknown", code, bool(code) or failed, read_only(record.get(b"readOnly")), key,
        service, name or "unknown",
    )


# --- Envelopes ----------------------------------------------------------------------------------------------------


class Context:
    """What the objects around a record say."""

    def __init__(self, time=None, account=None, timestamp=None, depth=0):
        self.time, self.account, self.timestamp, self.depth = time, account, timestamp, depth

    def inside(self, envelope=None):
        """One wrapping deeper, in an envelope."""
        return Context(
            present(member(envelope, b"time")) or self.time,
            account_id(member(envelope, b"account")) or self.account,
            present(member(envelope, b"@timestamp")) or self.timestamp,
            self.depth + 1,
        )


class Break(Exception):
    """A list that cannot be read on (rule 2); `end` as in Broken."""

    def __init__(self, end):
        super().__init__(end)
        self.end = end


class Reader:
    """Reads one text; gathers events, rejects and whether something was cut."""

    def __init__(self, text):
        self.text, self.events, self.rejected, self.partial = text, [], 0, False

    def space(self, position):
        return WHITE.match(self.text, position).end()

    def read(self):
        """The whole text as a sequence of values (rules 1 and 2)."""
        text, position, junk, values = self.text, 0, 0, 0
        while True:
            position = self.space(position)
            while text[position : position + 3] == BOM:
                position = self.space(position + 3)
            if position >= len(text):
                break
            if text[position : position + 1] not in (b"{", b"["):
                junk += 1
                line = text.find(b"\n", position)
                position = len(text) if line < 0 else line + 1
                continue
            values += 1
            position = self.top(position)
        self.rejected += junk if values else min(junk, 1)
        return self

    def top(self, start):
        """Reads the value at `start`; returns where to go on."""
        context = Context()
        try:
            if self.text[start : start + 1] == b"[":
                return self.list(start, context.inside())
            return self.object(start, context)
        except Break as stop:
            self.rejected += 1
            self.partial = True
            return self.resume(stop.end)
        except Broken as stop:
            self.rejected += 1
            return self.resume(stop.end)

    def resume(self, position):
        """The next line that begins with a bracket."""
        match = re.compile(rb"\n(?:\xef\xbb\xbf)?(?=[{\[])").search(self.text, position)
        return match.end() if match else len(self.text)

    def token(self, position):
        """(first byte, where it stands) of what follows white space."""
        position = self.space(position)
        return self.text[position : position + 1], position

    def list(self, start, context):
        """Reads a list of records whose `[` is at `start`; returns the position behind its `]`."""
        byte, position = self.token(start + 1)
        if byte == b"]":
            return position + 1
        end = start + 1
        while True:
            end = self.element(position, end, context)
            byte, position = self.token(end)
            if byte == b"]":
                return position + 1
            if byte != b",":
                raise Break(end)
            end = position + 1
            byte, position = self.token(end)

    def element(self, start, before, context):
        """Reads one element; returns the position behind it. `before` is the end of the token before it."""
        try:
            if self.text[start : start + 1] == b"{":
                return self.object(start, context)
            value, end = scan(self.text, start)
            self.rejected += 1
            return end
        except Broken as stop:
            end = balance(self.text, start)
            last = max(stop.end, before) if stop.end > start else before
            if end is None or self.token(end)[0] not in (b",", b"]"):
                raise Break(last) from None
            self.rejected += 1
            return end

    def object(self, start, context):
        """Reads an object, its lists element by element; returns the position behind it."""
        held = Reader(self.text)
        whole = Object(self.text, start)
        try:
            end, lists = held.members(whole, context)
        except (Broken, Break):
            # What was complete before the break is kept.
            self.take(held)
            raise
        if lists:
            if present(whole.get(b"messageType")) != "CONTROL_MESSAGE":
                self.take(held)
        else:
            self.interpret(whole, context)
        return end

    def take(self, other):
        self.events += other.events
        self.rejected += other.rejected
        self.partial = self.partial or other.partial

    def members(self, whole, context, names=LISTS):
        """Fills `whole` and reads lists on the way; returns the end and whether there was a list."""
        text, lists = self.text, False
        byte, position = self.token(whole.start + 1)
        if byte == b"}":
            whole.end = position + 1
            return whole.end, lists
        end = whole.start + 1
        while True:
            key, end = self.key(end)
            byte, position = self.token(end)
            if context.depth >= MAX_WRAPPINGS:
                names, byte = (), b""
            if byte == b"[" and (key in names or key == b"hits"):
                lists = True
                end = self.list(position, context.inside())
            elif byte == b"{" and key == b"hits" and names is LISTS:
                hits = Object(text, position)
                end, found = self.members(hits, context, names=())
                lists = lists or found
                whole.pairs.append((key, hits))
                whole.depth = max(whole.depth, hits.depth + 1)
            else:
                value, end = scan_after(text, position, end)
                whole.pairs.append((key, value))
                below = value.depth if isinstance(value, Object) else depth(value)
                whole.depth = max(whole.depth, below + 1)
            byte, position = self.token(end)
            if byte == b"}":
                whole.end = position + 1
                return whole.end, lists
            if byte != b",":
                raise Broken(end)
            end = position + 1

    def key(self, end):
        """(key, position behind its colon)."""
        match = TOKEN.match(self.text, end)
        if not match or match.lastindex != 2:
            raise Broken(end)
        byte, position = self.token(match.end())
        if byte != b":":
            raise Broken(match.end())
        return key_of(match.group(2)), position + 1

    def interpret(self, whole, context):
        """An object that is not a list's wrapper: an envelope, a record, or one rejected."""
        if not self.find(whole, context):
            self.rejected += 1

    def find(self, whole, context):
        """Takes the records of `whole`; False when it gives none."""
        if context.depth > MAX_WRAPPINGS:
            return False
        data = present(member(whole, b"awslogs", b"data"))
        if data is not None:
            return self.subscription(data, context)
        source = whole.get(b"_source")
        if isinstance(source, Object):
            return self.tree(source, context.inside(whole))
        for name in (b"@message", b"message", b"CloudTrailEvent"):
            held = present(whole.get(name))
            if held is not None and self.string(held.encode(), context.inside(whole)):
                return True
        event = event_of(whole, context)
        if event:
            self.events.append(event)
            return True
        detail = whole.get(b"detail")
        return isinstance(detail, Object) and self.tree(detail, context.inside(whole))

    def string(self, text, context):
        """A string holds exactly one JSON value (rule 5)."""
        if context.depth > MAX_WRAPPINGS:
            return False
        try:
            value, end = scan(text, 0)
        except Broken:
            return False
        if WHITE.match(text, end).end() != len(text):
            return False
        return self.one(text, value, context)

    def tree(self, value, context):
        """Records of an object that is already known to be valid JSON."""
        return self.one(value.text, value, context)

    def one(self, text, value, context):
        """Records of a valid value; what it rejects counts only if it gives a record, or nothing at all to count."""
        inner = Reader(text)
        if isinstance(value, Object):
            inner.object(value.start, context)
        elif isinstance(value, list):
            inner.list(text.index(b"["), context.inside())
        if not inner.events:
            # A control message counts nothing, but it is not a record that could not be read.
            silent = isinstance(value, (Object, list)) and not inner.rejected
            return silent
        self.take(inner)
        return True

    def subscription(self, data, context):
        """`awslogs.data`: base64 of gzip."""
        try:
            text, intact = plain(base64.b64decode(data, validate=True))
        except (binascii.Error, ValueError):
            return False
        inner = Reader(text)
        try:
            value, end = scan(text, 0)
            if WHITE.match(text, end).end() != len(text) or not isinstance(value, Object):
                return False
            inner.object(value.start, context.inside())
        except Broken:
            return False
        self.take(inner)
        self.partial = self.partial or not intact
        return True


def scan_after(text, position, end):
    """scan, but a value that does not even begin leaves the last readable token where it was."""
    try:
        return scan(text, position)
    except Broken as stop:
        raise Broken(stop.end if stop.end > position else end) from None


def depth(value):
    """Levels of an array (0 for a scalar), without recursion."""
    levels, layer = 0, [value]
    while True:
        layer = [x for x in layer if isinstance(x, (list, Object))]
        if not layer:
            return levels
        objects = [x for x in layer if isinstance(x, Object)]
        deepest = max((x.depth for x in objects), default=0)
        lists = [y for x in layer if isinstance(x, list) for y in x]
        if deepest and not lists:
            return levels + deepest
        levels += 1
        layer = lists + [y for x in objects for _, y in x.pairs]


# --- Sources ------------------------------------------------------------------------------------------------------


class Source:
    def __init__(self, name):
        self.name, self.events, self.rejected, self.duplicates, self.out_of_scope = name, [], 0, 0, 0
        self.partial, self.opened, self.errors = False, 0, []

    def state(self):
        if self.errors and not self.opened:
            return "failed"
        return "partial" if self.errors or self.partial else "complete"

    def read(self):
        for path in self.paths():
            try:
                data = sys.stdin.buffer.read() if path == "-" else open(path, "rb").read()
            except OSError as problem:
                self.errors.append("%s: %s" % (path, problem.strerror))
                continue
            self.opened += 1
            text, intact = plain(data)
            reader = Reader(text).read()
            self.events += reader.events
            self.rejected += reader.rejected
            self.partial = self.partial or reader.partial or not intact
        return self

    def paths(self):
        if self.name == "-":
            return ["-"]
        matches = [self.name] if os.path.exists(self.name) else sorted(glob.glob(self.name, recursive=True))
        if not matches:
            self.errors.append("%s: nothing there" % self.name)
        found = []
        for match in matches:
            if os.path.isdir(match):
                self.opened += 1
                found += self.walk(match)
            else:
                found.append(match)
        return list(dict.fromkeys(os.path.abspath(path) for path in found))

    def walk(self, folder):
        """Regular files below a folder (rule 9)."""
        def failed(problem):
            self.errors.append("%s: %s" % (problem.filename, problem.strerror))

        for place, folders, files in os.walk(folder, onerror=failed):
            folders[:] = sorted(x for x in folders if not x.startswith("."))
            for name in sorted(files):
                path = os.path.join(place, name)
                try:
                    if not name.startswith(".") and stat.S_ISREG(os.stat(path).st_mode):
                        yield path
                except OSError as problem:
                    self.errors.append("%s: %s" % (path, problem.strerror))


# --- The snapshot -------------------------------------------------------------------------------------------------


def deduplicate(sources):
    """The one copy of each event that is counted (rule 19), with its source."""
    best = {}
    for index, source in enumerate(sources):
        for event in source.events:
            known = best.get(event.key)
            if known is None:
                best[event.key] = (event, index)
            elif order(event) < order(known[0]):
                sources[known[1]].duplicates += 1
                best[event.key] = (event, index)
            else:
                source.duplicates += 1
    return list(best.values())


def stamp(time):
    """Whole seconds, rounded down (rule 13)."""
    if time is None:
        return None
    seconds = time // 1000
    whole, second = divmod(seconds, 86400)
    try:
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=whole)
        year, month, day = date.year, date.month, date.day
    except OverflowError:
        year, month, day = (0, 1, 1 + whole - days(0, 1, 1)) if whole < 0 else (10000, 1, 1)
        if whole < 0 and day > 31:
            month, day = next(
                (m, whole - days(0, m, 1) + 1) for m in range(12, 0, -1) if whole >= days(0, m, 1)
            )
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % (year, month, day, second // 3600, second // 60 % 60, second % 60)


class Tally:
    def __init__(self):
        self.events = self.errors = 0
        self.first = self.last = None
        self.types, self.accounts, self.said, self.names = collections.Counter(), set(), set(), set()

    def add(self, event):
        self.events += 1
        self.errors += event.error
        self.first = event.time if self.first is None else min(self.first, event.time)
        self.last = event.time if self.last is None else max(self.last, event.time)
        self.types[event.type] += 1
        self.accounts.add(event.account)
        self.said.add(event.readOnly)
        self.names.add(event.name)

    def times(self):
        return {"first": stamp(self.first), "last": stamp(self.last)}


def tallies(events, key):
    """Tallies by key, most events first, then by the key's bytes (rule 21)."""
    table = collections.defaultdict(Tally)
    for event in events:
        table[key(event)].add(event)
    return sorted(table.items(), key=lambda row: (-row[1].events, [part.encode() for part in row[0]]))


def access(tally):
    """What the events said of readOnly, else what the name says (rule 18)."""
    if "write" in tally.said:
        return "write"
    return "read" if "read" in tally.said or READ_NAME.match(min(tally.names)) else "write"


def timeline(events, since, until):
    """bucketSeconds and buckets (rule 23)."""
    times = [event.time for event in events]
    first = since if since is not None else min(times, default=None)
    last = until - 1 if until is not None else max(times, default=None)
    if first is None or last is None:
        return {"bucketSeconds": 60, "buckets": []}
    steps = iter(STEPS)
    size = next(steps)
    while last // 1000 // size - first // 1000 // size + 1 > 120:
        size = next(steps, size * 2)
    counts, errors = collections.Counter(), collections.Counter()
    for event in events:
        counts[event.time // 1000 // size] += 1
        errors[event.time // 1000 // size] += event.error
    return {
        "bucketSeconds": size,
        "buckets": [
            {"start": stamp(n * size * 1000), "events": counts[n], "errors": errors[n], "alerts": 0}
            for n in range(first // 1000 // size, last // 1000 // size + 1)
        ],
    }


def snapshot(sources, scope, since, until, now):
    counted = []
    for event, index in deduplicate(sources):
        if since is not None and event.time < since or until is not None and event.time >= until:
            continue
        if scope == "identity" and event.service not in SCOPE:
            sources[index].out_of_scope += 1
            continue
        counted.append(event)
    times = [event.time for event in counted]
    start = since if since is not None else min(times, default=until if until is not None else now)
    end = until if until is not None else max(times, default=since if since is not None else now)
    accounts = tallies(counted, lambda e: (e.account,))
    principals = tallies(counted, lambda e: (e.principal,))
    actions = tallies(counted, lambda e: (e.action,))
    groups = tallies(counted, lambda e: (e.account, e.principal, e.action))
    return {
        "schema": "iamwatch.snapshot/1",
        "generatedAt": stamp(now),
        "window": {"start": stamp(start), "end": stamp(end)},
        "filter": None,
        "scope": scope,
        "sources": [
            {
                "source": s.name, "state": s.state(), "read": len(s.events), "rejected": s.rejected,
                "outOfScope": s.out_of_scope, "duplicates": s.duplicates, "late": 0, "lagSeconds": None,
                "bytesScanned": None, "costUSD": None, "error": "; ".join(s.errors) or None,
            }
            for s in sources
        ],
        "totals": {
            "events": len(counted), "errors": sum(e.error for e in counted),
            "denied": sum(e.errorCode in DENIED for e in counted), "accounts": len(accounts),
            "principals": len(principals), "actions": len(actions),
            "alerts": {"critical": 0, "high": 0, "medium": 0, "low": 0, "informational": 0},
        },
        "accounts": [
            {"account": k[0], "name": None, "events": t.events, "errors": t.errors, "alerts": 0, **t.times()}
            for k, t in accounts
        ],
        "principals": [
            {
                "principal": k[0], "type": min(t.types, key=lambda x: (-t.types[x], x.encode())), "events": t.events,
                "errors": t.errors, "alerts": 0, "accounts": len(t.accounts), **t.times(),
            }
            for k, t in principals
        ],
        "actions": [
            {"action": k[0], "access": access(t), "events": t.events, "errors": t.errors, "alerts": 0, **t.times()}
            for k, t in actions
        ],
        "groups": [
            {"account": k[0], "principal": k[1], "action": k[2], "events": t.events, "errors": t.errors, **t.times()}
            for k, t in groups
        ],
        "timeline": timeline(counted, since, until),
        "alerts": [],
    }


def moment(text, now):
    """--since and --until: a duration before now, or a time whose seconds may be missing."""
    match = re.fullmatch(r"([0-9]+)(s|m|h|d|w)", text)
    if match:
        return now - int(match[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[match[2]] * 1000
    time = milliseconds(re.sub(r"^(\S{10}[Tt ]\d\d:\d\d)(?=[Zz+-]|$)", r"\1:00", text))
    if time is None:
        raise argparse.ArgumentTypeError("no time: %r" % text)
    return time


INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def main():
    now = int(datetime.datetime.now(datetime.timezone.utc).timestamp() * 1000)
    parser = argparse.ArgumentParser(description="Counts CloudTrail files and prints the snapshot.")
    parser.add_argument("--source", action="append", required=True)
    parser.add_argument("--scope", choices=["identity", "all"], default="identity")
    parser.add_argument("--since")
    parser.add_argument("--until")
    options = parser.parse_args()
    since = moment(options.since, now) if options.since else None
    until = moment(options.until, now) if options.until else None
    if since is not None and until is not None and since >= until:
        parser.error("--since is not before --until")
    sources = [Source(name).read() for name in options.source]
    text = json.dumps(snapshot(sources, options.scope, since, until, now), ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(INVISIBLE.sub(lambda m: "\\u%04x" % ord(m[0]), text).encode() + b"\n")
    for source in sources:
        for error in source.errors:
            print(error, file=sys.stderr)
    return 3 if any(source.state() != "complete" for source in sources) else 0


if __name__ == "__main__":
    sys.exit(main())
