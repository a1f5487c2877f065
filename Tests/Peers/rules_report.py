"""Prints how well the built-in rules find what others labelled: precision and recall for each rule and tactic, each miss and false alarm.

    python3 Tests/Peers/rules_report.py [PROGRAM]

Reads Panther's tests of single events and the recorded attacks from ../shared/data or $IAMWATCH_DATA, and the demo's day. A label says
whether one rule of Panther fires on one event: MEANT says which rules of ours mean the same thing, OUT why none can.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = pathlib.Path(os.environ.get("IAMWATCH_DATA", ROOT.parent / "shared" / "data"))
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build" / "release" / "iamwatch")

# Panther's rule: the rules of ours that mean the same thing.
MEANT = {
    "AWS.CloudTrail.AttemptToLeaveOrg": ["organizations-account-leaving"],
    "AWS.CloudTrail.LoginProfileCreatedOrModified": ["iam-login-profile-for-another-user"],
    "AWS.User.Login.Profile.Modified": ["iam-login-profile-for-another-user"],
    "AWS.Console.GetSigninToken.Abuse": ["signin-token-by-tool"],
    "AWS.Console.LoginWithoutMFA": ["signin-iam-user-without-mfa", "root-signin-without-mfa"],
    "AWS.Console.RootLogin": ["root-used"],
    "AWS.EC2.ManyPasswordReadAttempts": ["ec2-password-data-read"],
    "AWS.IAM.AttachAdminRolePolicy": ["iam-admin-policy-attached"],
    "AWS.IAM.AttachAdminUserPolicy": ["iam-admin-policy-attached"],
    "AWS.IAM.BackdoorRole": ["iam-role-trust-opened"],
    "AWS.IAM.Backdoor.User.Keys": ["iam-access-key-for-another-user"],
    "AWS.IAMUser.ReconAccessDenied": ["iam-enumeration-denied"],
    "AWS.IAM.AccessKeyCompromised": ["iam-key-quarantined"],
    "AWS.CloudTrail.RootAccessKeyCreated": ["root-access-key-created"],
    "AWS.Root.Activity": ["root-used"],
    "AWS.CloudTrail.RootPasswordChanged": ["root-password-changed"],
    "AWS.Suspicious.SAML.Activity": ["iam-identity-provider-added"],
    "AWS.STS.GetCallerIdentity.TruffleHog": ["attack-tool-named"],
    "AWS.STS.GetSessionToken.Misuse": ["sts-session-token-without-mfa"],
    "Retrieve.SSO.access.token": ["sso-token-created-by-tool"],
    "Standard.NewAWSAccountCreated": ["organizations-account-added"],
    "AWS.CloudTrail.SecurityConfigurationChange": ["cloudtrail-stopped", "security-service-stopped", "guardduty-weakened"],
}

# False alarms by the labels that are none by our rule's meaning.
EXPLAINED = {
    "No MFA Login - New User": "the label rests on a list of new users that is not in the event",
    "Root Read-Only Enumeration": "root-used is about any use of root; Panther's leaves out reading",
    "Root User Failed Activity": "root-used is about any use of root; Panther's leaves out failures",
    "Different STS Event with TruffleHog Agent": "attack-tool-named is about any identity call by such a tool",
}

# Panther's rule: why an alert about that one event would be wrong, or needs what one event does not say.
ROUTINE = "every event of its kind, most of them everyday work"
SEVERAL = "an alert of ours needs several events (a correlation)"
CUSTOM = "compares with a list that only its owner has"
OUT = {
    "AWS.CloudTrail.Account.Discovery": ROUTINE, "AWS.Console.Sign-In": ROUTINE,
    "AWS.CloudTrail.IAMAnythingChanged": ROUTINE, "AWS.IAM.CreateRole": ROUTINE, "AWS.IAM.CreateUser": ROUTINE,
    "AWS.IAM.Group.Read.Only.Events": ROUTINE, "AWS.IAM.PolicyModified": ROUTINE, "AWS.IAM.CredentialsUpdated": ROUTINE,
    "Role.Assumed.by.AWS.Service": ROUTINE, "Role.Assumed.by.User": ROUTINE, "Sign-in.with.AWS.CLI.prompt": ROUTINE,
    "AWS.CloudTrail.UserAccessKeyAuth": ROUTINE,
    "AWS.CloudTrail.PasswordSpraying": SEVERAL, "AWS.Unsuccessful.MFA.attempt": SEVERAL,
    "AWS.CloudTrail.UnauthorizedAPICall": SEVERAL,
    "Standard.BruteForceByIP": SEVERAL, "Standard.BruteForceByUser": SEVERAL,
    "AWS.Console.LoginWithoutSAML": CUSTOM, "AWS.CloudTrail.IAMAssumeRoleBlacklistIgnored": CUSTOM,
    "AWS.CloudTrail.IAMEntityCreatedWithoutCloudFormation": CUSTOM,
    "Standard.ImpossibleTravel.Login": "needs places of addresses", "Standard.SignInFromRogueState": "needs places of addresses",
}


def lines(*sources):
    """What the program says of every event, whatever its service."""
    command = [PROGRAM, "tui", "--once", "--format", "ndjson", "--scope", "all"]
    for source in sources:
        command += ["--source", str(source)]
    done = subprocess.run(command, capture_output=True, timeout=300)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rules():
    listed = subprocess.run([PROGRAM, "rules", "list", "--format", "json"], capture_output=True, check=True).stdout
    return {rule["rule"]: rule for rule in json.loads(listed)}


def matched(events):
    """The ids of the rules that match each event; ids and times are made up so that no event is another's copy."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        for number, event in enumerate(events):
            day = f"2026-10-{number // 24 % 28 + 1:02}T{number % 24:02}:{number // 672:02}:00Z"
            file.write(json.dumps({**event, "eventID": f"label-{number}", "eventTime": day}) + "\n")
        file.flush()
        found = {line["eventID"]: set(line["alerts"]) for line in lines(file.name)}
    return [found.get(f"label-{number}", set()) for number in range(len(events))]


def ratio(part, whole):
    return f"{part / whole:.2f}" if whole else "   -"


def panther(known):
    path = DATA / "panther" / "iam-tests.jsonl"
    if not path.exists():
        return print("Panther's tests: skipped, not here")
    tests = [json.loads(line) for line in path.read_text().splitlines()]
    tests = [test for test in tests if (test["eventSource"] or "").endswith(".amazonaws.com")]
    counts = collections.defaultdict(collections.Counter)
    remarks = []
    for test, found in zip(tests, matched([test["event"] for test in tests])):
        name, meant = f"{test['ruleId']}: {test['testName']}", set(MEANT.get(test["ruleId"], ()))
        if not test["expectedResult"] and found - meant:
            remarks.append(f"a negative that another rule finds: {name}: {' '.join(sorted(found - meant))}")
        if not meant:
            if test["expectedResult"]:
                remarks.append(f"out of reach, {'found' if found else 'not found'}: {name}: {OUT.get(test['ruleId'], '?')}")
            continue
        hit = bool(found & meant)
        outcome = {(True, True): "tp", (True, False): "fn", (False, True): "fp", (False, False): "tn"}
        outcome = outcome[test["expectedResult"], hit]
        tactics = {tag for rule in meant for tag in known[rule]["tags"] if not tag.startswith("attack.t1")}
        for row in {"all", test["ruleId"]} | tactics:
            counts[row][outcome] += 1
        if outcome in ("fn", "fp"):
            why = EXPLAINED.get(test["testName"], "not explained")
            remarks.append(f"{'MISSED' if outcome == 'fn' else 'FALSE ALARM'}: {name}: {why}")
    print(f"{'':48} found missed false right  precision recall")
    for row in sorted(counts):
        count = counts[row]
        print(f"{row:48} {count['tp']:5} {count['fn']:6} {count['fp']:5} {count['tn']:5}       "
              f"{ratio(count['tp'], count['tp'] + count['fp'])}   {ratio(count['tp'], count['tp'] + count['fn'])}")
    print("\n".join(sorted(remarks)))


def recorded(known):
    """The attack simulations: whatever alerts there; the test events of others hold no benign traffic to speak of."""
    for folder in sorted((DATA / "cloudtrail" / "recorded").glob("*")):
        count = collections.Counter()
        events = lines(folder)
        for event in events:
            count.update(event["alerts"])
        levels = collections.Counter(known[rule]["severity"] for rule in count.elements())
        print(f"\n{folder.name}: {len(events)} events, {dict(levels)}")
        for rule, number in count.most_common():
            print(f"  {number:5} {rule}")


def demo(known):
    events = lines("demo")
    outside = [event for event in events if event["sourceIP"] != "203.0.113.9"]
    loud = [event for event in outside if any(known[rule]["severity"] in ("high", "critical") for rule in event["alerts"])]
    print(f"\nthe demo's day: {len(events)} events, {len(loud)} high or critical alerts outside the incident, "
          f"{10000 * len(loud) / max(1, len(outside)):.2f} per 10,000")
    for event in loud:
        print("  outside:", event["time"], event["action"], event["principal"], *event["alerts"])
    seen = collections.Counter(rule for event in outside for rule in event["alerts"])
    print("  all alerts outside:", dict(seen))
    steps = []
    for event in sorted(events, key=lambda event: event["time"]):
        if event["sourceIP"] == "203.0.113.9":
            steps += [(event["time"][11:19], rule) for rule in event["alerts"] if rule not in {step[1] for step in steps}]
    print("\n".join(f"  {time} {rule}" for time, rule in steps))


if __name__ == "__main__":
    KNOWN = rules()
    panther(KNOWN)
    recorded(KNOWN)
    demo(KNOWN)
