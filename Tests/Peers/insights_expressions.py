"""Conditions and values of Logs Insights' query language: three-valued, for a field may be missing."""

import ipaddress
import re
from dataclasses import dataclass

from insights_events import number, text

BIN_UNITS = {"ms": (1, 1000), "s": (1000, 60), "m": (60_000, 60), "h": (3_600_000, 24), "d": (86_400_000, None)}
KEYWORDS = {"and", "or", "not", "in", "like", "as", "by", "asc", "desc"}


class Malformed(Exception):
    """A query that the service refuses; `start` and `end` are places in its text."""

    def __init__(self, message, start=0, end=0):
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


# Expressions: each evaluates to a value, None where it has none; `boolean` tells those that and, or, not and filter take.


@dataclass(frozen=True)
class Expression:
    evaluate: object  # from fields to a value
    names: frozenset = frozenset()
    boolean: bool = False
    bins: bool = False


class Parser:
    """Takes a query apart from the front, with one place in its text."""

    def __init__(self, query, readings):
        self.query, self.readings, self.at = query, readings, 0

    def refuse(self, what=None):
        self.blanks()
        symbol = what or self.query[self.at : self.at + 1] or "end of query"
        line = self.query.count("\n", 0, self.at) + 1
        position = self.at - (self.query.rfind("\n", 0, self.at) + 1) + 1
        raise Malformed(
            f"unexpected symbol found {symbol} at line {line} and position {position}", self.at, self.at + len(symbol)
        )

    def blanks(self):
        while match := re.compile(r"\s+|#[^\n]*").match(self.query, self.at):
            if match[0].startswith("#") and self.query[: self.at].rpartition("\n")[2].strip():
                return
            self.at = match.end()

    def peek(self, pattern):
        self.blanks()
        return re.compile(pattern, re.I | re.S).match(self.query, self.at)

    def take(self, pattern):
        match = self.peek(pattern)
        if match:
            self.at = match.end()
        return match

    def word(self, *words):
        return self.take(rf"(?:{'|'.join(words)})(?![A-Za-z0-9@._])")

    def expect(self, pattern):
        return self.take(pattern) or self.refuse()

    def name(self):
        if match := self.take(r"`([^`]+)`"):
            return match[1]
        match = self.peek(r"[A-Za-z0-9@._]+")
        if not match or match[0].lower() in KEYWORDS or number(match[0]) is not None:
            self.refuse()
        self.at = match.end()
        return match[0]

    def listed(self, item):
        items = [item()]
        while self.take(","):
            items.append(item())
        return items

    # Conditions

    def condition(self):
        return self.joined("or", self.conjunction, any_of)

    def conjunction(self):
        return self.joined("and", self.negation, all_of)

    def joined(self, word, operand, combine):
        parts = [operand()]
        while self.word(word):
            parts.append(operand())
        if len(parts) == 1:
            return parts[0]
        for part in parts:
            self.demand_boolean(part)
        return Expression(lambda f: combine([p.evaluate(f) for p in parts]), names_of(parts), True)

    def demand_boolean(self, part):
        if not part.boolean:
            raise Malformed("a boolean was expected by and, or, not", self.at, self.at)

    def negation(self):
        if not self.word("not"):
            return self.comparison()
        inner = self.negation()
        self.demand_boolean(inner)
        return Expression(lambda f: negated(inner.evaluate(f)), inner.names, True)

    def comparison(self):
        left = self.sum()
        if sign := self.take(r"!=|<=|>=|=~|=(?![=~])|<|>"):
            if sign[0] == "=~":
                return self.test(left, self.regex(), False)
            right = self.sum()
            return self.compare(left, sign[0], right)
        is_negated = bool(self.peek(r"not\s+(?:like|in)\b") and self.word("not"))
        if self.word("like"):
            return self.test(left, self.regex() if self.peek("/") else self.contains(), is_negated)
        if self.word("in"):
            self.expect(r"\[")
            wanted = self.listed(self.sum)
            self.expect(r"\]")
            return self.test(left, lambda v, f: any(equal(v, w.evaluate(f)) for w in wanted), is_negated)
        return left

    def compare(self, left, sign, right):
        names = left.names | right.names

        def evaluate(f):
            a, b = left.evaluate(f), right.evaluate(f)
            if a is None or b is None:
                return (sign == "!=") if self.readings.keeps_missing else None
            if sign in ("=", "!="):
                return equal(a, b) == (sign == "=")
            a, b = number(a), number(b)
            if a is None or b is None:
                return False
            return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]

        return Expression(evaluate, names, True)

    def test(self, left, holds, is_negated):
        def evaluate(f):
            value = left.evaluate(f)
            if value is None:
                return is_negated if self.readings.keeps_missing else None
            return holds(value, f) != is_negated

        return Expression(evaluate, left.names, True)

    def contains(self):
        part = self.string()
        return lambda value, _: part in text(value)

    def regex(self):
        match = self.expect(r"/((?:\\.|[^/\\\n])+)/(?![A-Za-z0-9])")
        pattern = match[1].replace(r"\/", "/")
        if re.search(r"\(\?(?:[=!]|<[=!])|\\[1-9]|[*+?}]\+|\(\?>", pattern):
            raise Malformed("the regular expression is not supported", match.start(), match.end())
        try:
            compiled = re.compile(pattern, re.A)
        except re.error as error:
            raise Malformed(f"the regular expression is not valid: {error}", match.start(), match.end()) from None
        return lambda value, _: compiled.search(text(value)) is not None

    # Values

    def sum(self):
        left = self.product()
        while sign := self.take(r"[-+]"):
            left = arithmetic(left, sign[0], self.product())
        return left

    def product(self):
        left = self.value()
        while sign := self.take(r"[*/%^]"):
            left = arithmetic(left, sign[0], self.value())
        return left

    def string(self):
        match = self.expect(r'"((?:\\.|[^"\\])*)"|\'((?:\\.|[^\'\\])*)\'')
        return re.sub(r"\\(.)", r"\1", match[1] if match[1] is not None else match[2], flags=re.S)

    def value(self):
        if self.take(r"\("):
            inner = self.condition()
            self.expect(r"\)")
            return inner
        if self.peek("[\"']"):
            literal = self.string()
            return Expression(lambda f: literal)
        if match := self.take(r"-?\d+(?:\.\d+)?(?![A-Za-z0-9@._])"):
            value = float(match[0])
            return Expression(lambda f: value)
        is_quoted = self.peek("`")
        start, name = self.at, self.name()
        if not is_quoted and self.peek(r"\("):
            return self.call(name, start)
        return Expression(lambda f: f.get(name), frozenset([name]))

    def call(self, name, start):
        self.expect(r"\(")
        if name.lower() == "bin":
            return self.bin()
        arguments = [] if self.peek(r"\)") else self.listed(self.condition)
        self.expect(r"\)")
        function = FUNCTIONS.get(name.lower())
        if not function or len(arguments) != function[0]:
            raise Malformed(f"unknown function {name} with {len(arguments)} arguments", start, self.at)
        if "ip" in name.lower() and name.lower().endswith("subnet"):
            self.check_block(arguments[1].evaluate({}), start)
        evaluate = function[2]
        return Expression(lambda f: evaluate(*[a.evaluate(f) for a in arguments]), names_of(arguments), function[1])

    def check_block(self, block, start):
        try:
            ipaddress.ip_network(block)
        except (ValueError, TypeError):
            raise Malformed(f"{block} is not the start of a block of addresses", start, self.at) from None

    def bin(self):
        match = self.expect(r"(\d+)\s*(ms|s|m|h|d)\s*\)")
        unit, cap = BIN_UNITS[match[2].lower()]
        span = max(1, min(int(match[1]), cap or int(match[1]))) * unit

        def evaluate(f):
            return None if f.get("@timestamp") is None else f["@timestamp"] // span * span

        return Expression(evaluate, frozenset(["@timestamp"]), bins=True)


def names_of(parts):
    return frozenset().union(*(part.names for part in parts))


def equal(a, b):
    """A literal number compares as a number; everything else as text, whole and case-sensitive."""
    if isinstance(b, float) or (isinstance(a, float) and not isinstance(b, str)):
        return number(a) is not None and number(a) == number(b)
    return text(a) == text(b)


def negated(value):
    return None if value is None else not value


def all_of(values):
    return False if False in values else None if None in values else True


def any_of(values):
    return True if True in values else None if None in values else False


def arithmetic(left, sign, right):
    def evaluate(f):
        a, b = number(left.evaluate(f)), number(right.evaluate(f))
        if a is None or b is None or (sign in "/%" and b == 0):
            return None
        return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign in "+-*" else (
            a / b if sign == "/" else a % b if sign == "%" else a**b
        )  # fmt: skip

    return Expression(evaluate, left.names | right.names)


def in_subnet(versions):
    def evaluate(address, block):
        try:
            address, network = ipaddress.ip_address(text(address)), ipaddress.ip_network(block)
        except ValueError:
            return False
        return address.version in versions and address.version == network.version and address in network

    return evaluate


def about_text(holds):
    return lambda a, b: None if a is None or b is None else int(holds(text(a), text(b)))


def lower_ascii(value):
    return None if value is None else re.sub("[A-Z]", lambda m: m[0].lower(), text(value))


# By lower-case name: how many arguments, whether it is boolean, and what it does.
FUNCTIONS = {
    "ispresent": (1, True, lambda a: a is not None),
    "isempty": (1, False, lambda a: int(a is None or a == "")),
    "isblank": (1, False, lambda a: int(a is None or text(a).strip() == "")),
    "strcontains": (2, False, about_text(lambda a, b: b in a)),
    "startswith": (2, False, about_text(str.startswith)),
    "endswith": (2, False, about_text(str.endswith)),
    "tolower": (1, False, lower_ascii),
    "strlen": (1, False, lambda a: None if a is None else len(text(a))),
    "tomillis": (1, False, number),
    "isipinsubnet": (2, True, in_subnet({4, 6})),
    "isipv4insubnet": (2, True, in_subnet({4})),
    "isipv6insubnet": (2, True, in_subnet({6})),
}
