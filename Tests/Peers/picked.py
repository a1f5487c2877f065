"""Prints what botocore picks in this environment, as version 2 of the AWS CLI would: picked.py '[PROFILE, REGION]'."""
import json
import sys

import botocore.credentials
import botocore.exceptions
import botocore.session
import botocore.utils

# Version 2 of the AWS CLI carries a botocore of its own, in which these differ from the library's.
CLI_VERSION_2 = {
    "profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None),
    "region": ("region", ["AWS_REGION", "AWS_DEFAULT_REGION"], None, None),
}

NAMELESS = {"custom-process": "process", "container-role": "container", "iam-role": "instance"}


def steps(credentials):
    if credentials is None:
        return []
    if credentials.method in ("env", "shared-credentials-file", "config-file"):
        return [["keys", credentials.access_key]]
    if credentials.method in NAMELESS:
        return [[NAMELESS[credentials.method], ""]]
    fetcher = credentials._refresh_using.__self__
    if credentials.method == "assume-role":
        return [["role", fetcher._role_arn], *steps(fetcher._source_credentials)]
    if credentials.method == "assume-role-with-web-identity":
        return [["web identity", fetcher._role_arn]]
    assert credentials.method == "sso", credentials.method
    return [["identity center", fetcher._role_name]]


def picked(profile, region):
    session = botocore.session.Session(CLI_VERSION_2, profile=profile)
    if region:
        session.set_config_variable("region", region)
    try:
        chosen = session.get_config_variable("region")
        if chosen is not None:
            # As every client does when it is made.
            botocore.utils.validate_region_name(chosen)
        found = steps(session.get_credentials())
    except botocore.exceptions.BotoCoreError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return {"error": True}
    # An indented block where a value belongs is found out only when a request is signed.
    if not all(isinstance(value, str) for _, value in found):
        return {"error": True}
    return {"region": chosen, "steps": found}


if __name__ == "__main__":
    print(json.dumps(picked(*json.loads(sys.argv[1]))))
