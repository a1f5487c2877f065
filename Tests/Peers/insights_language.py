"""Logs Insights' query language, as far as it is published, run over events in memory.

Written from the published syntax alone, apart from the compiler that it judges. It refuses what the service refuses; where no answer
is documented, `Readings` chooses one, so that a client can be tried under each.
"""

import random

from insights_events import Readings, flattened, number, shown, text
from insights_expressions import Malformed, Parser

LONGEST_QUERY = 10_000
MOST_ROWS = 100_000
DEFAULT_ROWS = 10_000


def aggregate(kind, values):
    """What `stats` makes of the values of one group; None where there is nothing to tell."""
    if kind == "count":
        return len(values)
    if kind == "count_distinct":
        return len({text(v) for v in values})
    if kind in ("sortsfirst", "sortslast"):
        return (min if kind == "sortsfirst" else max)(values, key=natural, default=None)
    numbers = [n for n in map(number, values) if n is not None]
    if not numbers:
        return None
    return {"sum": sum, "min": min, "max": max, "avg": lambda n: sum(n) / len(n)}[kind](numbers)


AGGREGATES = {"count", "count_distinct", "sum", "avg", "min", "max", "sortsfirst", "sortslast"}


class Query:
    """A query that the service would take, ready to run."""

    def __init__(self, query, readings=Readings()):
        if not query.strip():
            raise Malformed("the query is empty")
        self.readings = readings
        self.steps, self.fields, self.display, self.times = [], [], None, {"@timestamp", "@ingestionTime"}
        self.known = None  # the names there are once stats was
        self.taken, self.after_dedup, self.limit = set(), False, None
        parser = Parser(query, readings)
        while True:
            self.command(parser)
            if not parser.take(r"\|"):
                break
        parser.blanks()
        if parser.at < len(query):
            parser.refuse()

    def command(self, parser):
        match = parser.take(r"(fields|display|filter|stats|sort|limit|dedup)(?![A-Za-z0-9@._])") or parser.refuse()
        word = match[1].lower()
        if self.after_dedup and word != "limit":
            parser.refuse(word)
        getattr(self, word + "_command")(parser)

    def check(self, names):
        unknown = sorted(names - self.known) if self.known is not None else []
        if unknown:
            raise Malformed(f"Unknown symbols found in or after stats: {', '.join(unknown)}")

    def alias(self, parser, default):
        if not parser.word("as"):
            return default
        name = parser.name()
        if name in self.taken:
            raise Malformed(f"{name} is already in use", parser.at - len(name), parser.at)
        self.taken.add(name)
        return name

    def expression_with_alias(self, parser):
        start = (parser.blanks(), parser.at)[1]
        expression = parser.sum()
        self.check(expression.names)
        self.taken |= expression.names
        written = parser.query[start : parser.at].strip().strip("`")
        name = self.alias(parser, written)
        if expression.bins:
            self.times.add(name)
        return name, expression

    def fields_command(self, parser):
        named = parser.listed(lambda: self.expression_with_alias(parser))
        self.fields += [name for name, _ in named if name not in self.fields]
        self.steps.append(lambda rows: [row | computed(row, named) for row in rows])

    def display_command(self, parser):
        self.display = parser.listed(parser.name)
        self.check(set(self.display))

    def filter_command(self, parser):
        condition = parser.condition()
        self.check(condition.names)
        self.steps.append(lambda rows: [row for row in rows if condition.evaluate(row) not in (None, False, 0)])

    def stats_command(self, parser):
        if self.known is not None:
            raise NotImplementedError("a second stats is outside this fake's subset")
        counted = parser.listed(lambda: self.aggregate_with_alias(parser))
        keys = parser.listed(lambda: self.expression_with_alias(parser)) if parser.word("by") else []
        self.known = {name for name, *_ in counted} | {name for name, _ in keys}
        self.fields = [name for name, _ in keys] + [name for name, *_ in counted]

        def run(rows):
            groups = {} if keys else {(): []}
            for row in rows:
                key = tuple(shown_key(expression.evaluate(row)) for _, expression in keys)
                groups.setdefault(key, []).append(row)
            return [group_row(key, members, keys, counted) for key, members in groups.items()]

        self.steps.append(run)

    def aggregate_with_alias(self, parser):
        start = (parser.blanks(), parser.at)[1]
        kind = parser.expect(r"[a-z_]+(?=\s*\()")[0].lower()
        if kind not in AGGREGATES:
            parser.refuse(kind)
        parser.expect(r"\(")
        argument = None
        if not (parser.take(r"\*") or parser.peek(r"\)")):
            argument = parser.sum()
        elif kind != "count":
            parser.refuse()
        parser.expect(r"\)")
        return self.alias(parser, parser.query[start : parser.at].strip()), kind, argument

    def sort_command(self, parser):
        keys = parser.listed(lambda: (parser.name(), bool((m := parser.word("asc", "desc")) and m[0].lower() == "desc")))
        self.check({name for name, _ in keys})

        def run(rows):
            for name, descending in reversed(keys):
                rows = sorted(rows, key=lambda row: natural(row.get(name)), reverse=descending)
            return rows

        self.is_sorted = True
        self.steps.append(run)

    def limit_command(self, parser):
        count = int(parser.expect(r"\d+(?![A-Za-z0-9@._])")[0])
        if not 1 <= count <= MOST_ROWS:
            raise Malformed(f"limit is from 1 to {MOST_ROWS}", parser.at, parser.at)
        self.limit = count
        self.steps.append(lambda rows: rows[:count])

    def dedup_command(self, parser):
        names = parser.listed(parser.name)
        self.check(set(names))
        self.after_dedup = True

        def run(rows):
            seen, kept = set(), []
            for row in rows:
                key = tuple(shown_key(row.get(name)) for name in names)
                if None not in key and key in seen:
                    continue
                seen.add(key)
                kept.append(row)
            return kept

        self.steps.append(run)

    is_sorted = False

    def run(self, events, limit=None, seed=0):
        """The rows, as GetQueryResults writes them. Groups and ties have no promised order: they come in a random one."""
        events = list(events)
        random.Random(seed).shuffle(events)
        rows = [flattened(event, self.readings) | {"@ptr": event.pointer} for event in events]
        if not self.is_sorted and self.known is None:
            rows.sort(key=lambda row: row["@timestamp"], reverse=True)
        for step in self.steps:
            rows = step(rows)
        if self.limit is None:
            rows = rows[: limit or DEFAULT_ROWS]
        names = self.display or self.fields or ["@timestamp", "@message"]
        if self.known is None:
            names = [name for name in names if name != "@ptr"] + ["@ptr"]
        return [
            [{"field": n, "value": shown(n, row[n], self.times)} for n in names if row.get(n) is not None] for row in rows
        ]


def computed(row, named):
    return {name: value for name, e in named if (value := e.evaluate(row)) is not None and name not in row}


def shown_key(value):
    return None if value is None else (value if isinstance(value, (int, float)) else text(value))


def group_row(key, members, keys, counted):
    row = {name: value for (name, _), value in zip(keys, key) if value is not None}
    for name, kind, argument in counted:
        values = members if argument is None else [v for m in members if (v := argument.evaluate(m)) is not None]
        if (value := aggregate(kind, values)) is not None:
            row[name] = value
    return row


def natural(value):
    """Non-numbers before numbers, ascending; what is missing first."""
    if value is None:
        return (0, 0, "")
    found = number(value)
    return (1, 0, text(value)) if found is None else (2, found, "")
