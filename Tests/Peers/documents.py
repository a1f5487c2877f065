"""The documents that AWS's Lambda between CloudWatch Logs and OpenSearch makes of records (FACTS)."""
import json


def envelope(record):
    """The EventBridge event around a record."""
    return {
        "version": "0", "id": record.get("eventID"), "detail-type": "AWS API Call via CloudTrail",
        "source": "aws." + str(record.get("eventSource", "")).replace(".amazonaws.com", ""),
        "account": record.get("recipientAccountId", "111122223333"), "time": record["eventTime"],
        "region": record.get("awsRegion"), "resources": [], "detail": record,
    }


def stored(source, message, number):
    return {
        **source, "@id": str(number), "@timestamp": "2026-11-01T00:00:00.000Z", "@message": message,
        "@owner": "999999999999", "@log_group": "/aws/events/iam", "@log_stream": "stream",
    }


def numeric(text):
    """What `1 * value` makes of an extracted field that looks like a number."""
    try:
        return int(text) if str(text).isdigit() else float(text)
    except (TypeError, ValueError):
        return text


def has_record(document):
    """Whether a record is indexed, beside the raw text."""
    return any("eventName" in place or "eventSource" in place for place in (
        document, document.get("detail", ""), document.get("$detail", "")) if isinstance(place, dict))


def native(record, text, number):
    return stored(record, text, number)


def in_envelope(record, text, number):
    event = envelope(record)
    return stored(event, json.dumps(event), number)


def extracted(record, text, number):
    """Top-level fields extracted as texts, numbers where they look like it, and `$detail` beside `detail`."""
    event = envelope(record)
    fields = {
        name: numeric(event[name]) for name in ("account", "region", "source", "time", "detail-type") if event[name]}
    return stored({**fields, "detail": text, "$detail": record}, json.dumps(event), number)


def message_only(record, text, number):
    return stored({}, text, number)


def mixed(record, text, number):
    """Every shape in turn, in one index."""
    return (native, in_envelope, message_only)[number % 3](record, text, number)


SHAPES = {"native": native, "envelope": in_envelope, "extracted": extracted, "message only": message_only, "mixed": mixed}

# Strings as keywords without a text beside them, as many index templates have them.
KEYWORDS = {"dynamic_templates": [
    {"strings": {"match_mapping_type": "string", "mapping": {"type": "keyword", "ignore_above": 256}}}]}
