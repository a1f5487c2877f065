"""Makes Sigma rules for the benchmark: write(folder, count), 250 a file. The same count gives the same bytes.

One of ten is about an action that the benchmark's records have, the others are about services that they do not have, as with any large
collection of rules. The shapes are those that rules of the field have: a name, several names, beginnings, parts of values, networks,
exclusions, one of several selections.
"""
import os

import generate

HEAD = """title: Generated rule {number}
id: 00000000-0000-4000-8000-{number:012d}
level: {level}
logsource: {{product: aws, service: cloudtrail}}
detection:
"""
SHAPES = [
    """  selection: {{eventSource: {source}, eventName: {name}}}
  filter: {{userIdentity.arn|contains: /trusted-{number}/}}
  condition: selection and not filter
""",
    """  selection:
    eventSource: {source}
    eventName: [{name}, {name}V2, Batch{name}]
    requestParameters.policyArn|endswith: /Policy{number}
  condition: selection
""",
    """  selection:
    eventSource: {source}
    eventName|startswith: {name}
    userIdentity.type: Root
  condition: selection
""",
    """  selection: {{eventSource: {source}, eventName: {name}, errorCode: [AccessDenied, UnauthorizedOperation]}}
  condition: selection
""",
    """  selection: {{eventSource: {source}, eventName: {name}}}
  inside: {{sourceIPAddress|cidr: [10.{octet}.0.0/16, 198.51.100.0/24, 203.0.113.0/24, 192.0.2.0/24]}}
  condition: selection and not inside
""",
    """  selection_name: {{eventName: {name}, userAgent|contains: tool-{number}}}
  selection_field: {{eventName: {name}, requestParameters.roleName|re: '^break-{number}-[a-z]+$'}}
  condition: 1 of selection_*
""",
]


def write(folder, count):
    """Files with a document a rule; gives the folder."""
    known = [("iam.amazonaws.com", name) for name in generate.READS + generate.WRITES]
    for source, names in generate.OTHERS.items():
        known += [(source + ".amazonaws.com", name) for name in names.split()]
    os.makedirs(folder, exist_ok=True)
    for start in range(0, count, 250):
        documents = []
        for number in range(start, min(count, start + 250)):
            source, name = known[number // 10 * 7 % len(known)]
            if number % 10:
                source, name = "service%d.amazonaws.com" % (number % 200), "Action%d" % number
            text = HEAD + SHAPES[number % len(SHAPES)]
            documents.append(text.format(
                number=number, level=("low", "medium", "high")[number % 3], source=source, name=name, octet=number % 256))
        with open(os.path.join(folder, "%05d.yml" % start), "w") as file:
            file.write("---\n".join(documents))
    return folder
