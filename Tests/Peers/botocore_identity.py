"""Prints what botocore finds by this process's files and environment, with the AWS CLI version 2's order of variables."""
import argparse
import json
import os

import botocore.session
from botocore.configprovider import ChainProvider, EnvironmentProvider, ScopedConfigProvider
from botocore.utils import IMDSRegionProvider


def session(arguments):
    variables = {"profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None)}
    found = botocore.session.Session(variables, profile=arguments.profile)
    providers = [EnvironmentProvider("AWS_REGION", os.environ), EnvironmentProvider("AWS_DEFAULT_REGION", os.environ),
                 ScopedConfigProvider("region", found), IMDSRegionProvider(found)]
    if arguments.region is None:
        found.get_component("config_store").set_config_provider("region", ChainProvider(providers))
    else:
        found.set_config_variable("region", arguments.region)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile")
    parser.add_argument("--region")
    answer = {"arn": None, "region": None, "access_key_id": None, "method": None, "error": None}
    try:
        found = session(parser.parse_args())
        answer["region"] = found.get_config_variable("region")
        credentials = found.get_credentials()
        if credentials is None:
            raise LookupError("no credentials")
        keys = credentials.get_frozen_credentials()
        answer.update(access_key_id=keys.access_key, method=credentials.method)
        client = found.create_client("sts", region_name=answer["region"] or "us-east-1")
        answer["arn"] = client.get_caller_identity()["Arn"]
    except Exception as error:  # Whatever botocore says no with, the answer is no.
        answer["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps(answer))


main()
