"""Log events and the fields that Logs Insights finds in them; where no answer is documented, `Readings` chooses one."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone

@dataclass(frozen=True)
class Readings:
    """How the service is taken to answer where its documentation does not say."""

    keeps_missing: bool = True  # whether `!=`, `not like`, `not in` and `not (...)` hold for an event without the field
    booleans_as_numbers: bool = True  # 1 and 0, or the words
    field_cap: int = 200
    cap_drops_last: bool = True  # which of too many fields are lost: the last of the document, or the first


@dataclass(frozen=True)
class Event:
    timestamp: int  # milliseconds
    message: str
    stream: str = "stream"
    ingested: int = 0
    log: str = "111122223333:group"
    pointer: str = ""


def flattened(event, readings):
    """The event's fields by their paths; what is null or empty is no field."""
    found = {}

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else ("@" + key if key.startswith("@") else key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, f"{path}.{index}")
        elif value is not None and path:
            found.setdefault(path, scalar(value, readings))

    try:
        document = json.loads(event.message)
    except ValueError:
        document = None
    if isinstance(document, dict):
        walk(document, "")
    paths = list(found)
    kept = paths[: readings.field_cap] if readings.cap_drops_last else paths[-readings.field_cap :]
    fields = {path: found[path] for path in kept}
    fields |= {
        "@timestamp": event.timestamp, "@message": event.message, "@logStream": event.stream,
        "@ingestionTime": event.ingested, "@log": event.log,
    }  # fmt: skip
    return fields


def scalar(value, readings):
    if isinstance(value, bool):
        return int(value) if readings.booleans_as_numbers else str(value).lower()
    return value


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def number(value):
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(value) if value is not None and re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value) else None
    except ValueError:
        return None


def shown(name, value, times):
    if name in times and isinstance(value, (int, float)):
        moment = datetime.fromtimestamp(value / 1000, timezone.utc)
        return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{int(value) % 1000:03d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return text(value)
