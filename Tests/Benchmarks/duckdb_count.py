#!/usr/bin/env python3
"""The benchmark's count by DuckDB: duckdb_count.py groups|snapshot SOURCE

SOURCE is an NDJSON file or a folder of CloudTrail's gzip files. Prints totals and tables as JSON. `groups` counts the
distinct events by account, principal and action; `snapshot` all that iamwatch's snapshot holds. Columns are explicit
and no more than needed, one pass reads and deduplicates, and the tables roll up from the small result: the fastest
of the forms tried.
"""
import json
import os
import sys

import duckdb

COLUMNS = {
    "eventTime": "TIMESTAMP", "eventSource": "VARCHAR", "eventName": "VARCHAR", "errorCode": "VARCHAR",
    "eventID": "VARCHAR", "recipientAccountId": "VARCHAR",
    "userIdentity": {
        "type": "VARCHAR", "arn": "VARCHAR", "invokedBy": "VARCHAR",
        "sessionContext": {"sessionIssuer": {"arn": "VARCHAR"}},
    },
}
MORE = {"readOnly": "BOOLEAN", "responseElements": {"ConsoleLogin": "VARCHAR"}}
SCOPE = "iam sts signin sso sso-directory identitystore organizations access-analyzer rolesanywhere cognito-idp cognito-identity ram"
DENIED = "'AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'"


def sql_type(shape):
    """DuckDB's type of a shape, a name or a dictionary of members."""
    if isinstance(shape, str):
        return shape
    return "STRUCT(%s)" % ", ".join("%s %s" % (name, sql_type(inner)) for name, inner in shape.items())


def records(source, columns):
    """The table of records, whatever the form."""
    if not os.path.isdir(source):
        listed = ", ".join("%s: '%s'" % (name, sql_type(shape)) for name, shape in columns.items())
        return "read_ndjson('%s', columns = {%s}, maximum_object_size = 1048576)" % (source, listed)
    # Typed columns of a list of a thousand records take ten times as long as from_json over the file's text.
    inner = "read_json_objects('%s/*.gz', maximum_object_size = 4194304)" % source
    listed = "from_json(json -> 'Records', '%s')" % json.dumps([columns])
    return "(SELECT unnest(%s, max_depth := 2) FROM %s)" % (listed, inner)


def main():
    form, source = sys.argv[1:]
    whole = form == "snapshot"
    scope = ", ".join("'%s.amazonaws.com'" % name for name in SCOPE.split())
    failed = " OR (eventName = 'ConsoleLogin' AND coalesce(responseElements.ConsoleLogin, '') = 'Failure')" if whole else ""
    extra = ", userIdentity.type AS type, readOnly, time_bucket(INTERVAL 900 SECOND, eventTime) AS bucket" if whole else ""
    events = f"""
        SELECT DISTINCT ON (eventID) eventID, eventTime, recipientAccountId AS account, eventSource, eventName,
          coalesce(userIdentity.sessionContext.sessionIssuer.arn, userIdentity.arn, userIdentity.invokedBy) AS principal,
          (errorCode IS NOT NULL{failed}) AS error, coalesce(errorCode IN ({DENIED}), false) AS denied{extra}
        FROM {records(source, {**COLUMNS, **MORE} if whole else COLUMNS)}"""
    keys = "account, principal, eventSource, eventName" + (", type, bucket" if whole else "")
    said = ", bool_and(readOnly) AS readOnly" if whole else ""
    database = duckdb.connect()
    database.execute("SET threads = 2; SET preserve_insertion_order = false")
    database.execute(f"""
        CREATE TEMP TABLE k AS SELECT {keys}, count(*) AS n, sum(error::INT) AS e, sum(denied::INT) AS d,
          min(eventTime) AS first, max(eventTime) AS last{said}
        FROM ({events}) WHERE eventSource IN ({scope}) GROUP BY ALL""")
    seen = "sum(n)::BIGINT AS n, sum(e)::BIGINT AS e, min(first)::VARCHAR, max(last)::VARCHAR"
    kind, access = (", type, count(DISTINCT account)", ", bool_and(readOnly)") if whole else ("", "")
    of_type = ", type" if whole else ""
    queries = {
        "accounts": f"SELECT account, {seen} FROM k GROUP BY account ORDER BY n DESC, account",
        "principals": f"SELECT principal, {seen}{kind} FROM k GROUP BY principal{of_type} ORDER BY n DESC, principal",
        "actions": f"SELECT eventSource || ':' || eventName AS a, {seen}{access} FROM k GROUP BY a ORDER BY n DESC, a",
        "groups": f"SELECT account, principal, eventSource, eventName, {seen} FROM k GROUP BY ALL ORDER BY n DESC",
    }
    if whole:
        queries["timeline"] = f"SELECT bucket::VARCHAR AS b, {seen} FROM k GROUP BY b ORDER BY b"
    answer = {"totals": database.execute("SELECT sum(n)::BIGINT, sum(e)::BIGINT, sum(d)::BIGINT FROM k").fetchone()}
    answer.update((name, database.execute(query).fetchall()) for name, query in queries.items())
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
