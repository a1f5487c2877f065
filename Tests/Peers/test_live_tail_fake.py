"""What the fake of Live Tail sends, as AWS's own client understands it."""

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

from insights_fake import LogsService, served

ARN = "arn:aws:logs:eu-west-1:111122223333:log-group:iam"


@pytest.fixture
def service():
    service = LogsService()
    service.live_tail.period = 0.02
    service.put("iam", 0, "old")
    return service


@pytest.fixture
def logs(service):
    with served(service) as url:
        yield boto3.client(
            "logs", region_name="eu-west-1", endpoint_url=url, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="none", config=Config(retries={"total_max_attempts": 1}, inject_host_prefix=False),
        )  # fmt: skip


def started(logs):
    """A session behind its start."""
    session = iter(logs.start_live_tail(logGroupIdentifiers=[ARN])["responseStream"])
    assert "sessionStart" in next(session)
    return session


def messages(session):
    """The messages of the next update that has any, and whether it was sampled."""
    while True:
        update = next(session)["sessionUpdate"]
        if update["sessionResults"]:
            return [found["message"] for found in update["sessionResults"]], update["sessionMetadata"]["sampled"]


def test_a_session_gives_what_comes_and_nothing_of_before(logs, service):
    session = started(logs)
    service.put("other", 1, "elsewhere")
    service.put("iam", 1, "new")
    assert messages(session) == (["new"], False)


def test_too_many_events_of_a_second_are_sampled(logs, service):
    service.live_tail.most, service.live_tail.period = 5, 0.2
    session = started(logs)
    next(session)
    for number in range(50):
        service.put("iam", number, str(number))
    found, is_sampled = messages(session)
    assert (len(found), is_sampled) == (5, True)


@pytest.mark.parametrize("how, kind", [("timeout", "SessionTimeoutException"), ("exception", "SessionStreamingException")])
def test_a_session_ends_with_its_exception(logs, service, how, kind):
    session = started(logs)
    service.live_tail.end(how)
    with pytest.raises(EventStreamError, match=kind):
        list(session)


@pytest.mark.parametrize("groups", [["iam"], [ARN + ":*"], [ARN] * 11])
def test_what_the_service_does_not_take_is_refused(logs, groups):
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.start_live_tail(logGroupIdentifiers=groups)


def test_names_are_looked_up_with_both_forms_of_the_arn(logs):
    (group,) = logs.describe_log_groups(logGroupNamePrefix="iam", limit=1)["logGroups"]
    assert (group["arn"], group["logGroupArn"]) == (ARN + ":*", ARN)
