#!/usr/bin/env python3
"""Makes the benchmark's records: generate.py OUT COUNT FILES

OUT/events.ndjson holds COUNT CloudTrail records of 1.5 KB on average, one a line; OUT/gzip/ the same records in FILES
gzip files of CloudTrail's own form. 40 accounts, about 2,000 principals, 150 actions, 3 % errors, 0.5 % duplicates.
The same arguments give the same bytes.
"""
import gzip
import multiprocessing
import os
import random
import sys
import time

READS = """GetRole ListRoles ListRolePolicies GetRolePolicy ListAttachedRolePolicies GetPolicy GetPolicyVersion
ListPolicyVersions ListPolicies ListEntitiesForPolicy GetUser ListUsers ListUserPolicies ListAttachedUserPolicies
ListGroupsForUser ListAccessKeys GetAccessKeyLastUsed ListMFADevices GetLoginProfile ListGroups GetGroup
ListAttachedGroupPolicies GetInstanceProfile ListInstanceProfiles ListOpenIDConnectProviders
GetOpenIDConnectProvider ListSAMLProviders ListServerCertificates ListAccountAliases GetAccountSummary
GetAccountPasswordPolicy GetAccountAuthorizationDetails GetCredentialReport ListRoleTags ListUserTags
ListVirtualMFADevices GetServiceLastAccessedDetails SimulatePrincipalPolicy GetContextKeysForPrincipalPolicy
ListSSHPublicKeys ListSigningCertificates ListServiceSpecificCredentials GetSAMLProvider GetServerCertificate GetSSHPublicKey GetMFADevice
ListPolicyTags ListInstanceProfilesForRole ListInstanceProfileTags ListSAMLProviderTags ListOpenIDConnectProviderTags
ListMFADeviceTags ListPoliciesGrantingServiceAccess GetOrganizationsAccessReport""".split()
WRITES = """CreateRole DeleteRole UpdateRole TagRole UntagRole PutRolePolicy DeleteRolePolicy AttachRolePolicy
DetachRolePolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion CreateUser DeleteUser UpdateUser
TagUser PutUserPolicy DeleteUserPolicy AttachUserPolicy DetachUserPolicy CreateGroup DeleteGroup AddUserToGroup
RemoveUserFromGroup CreateAccessKey DeleteAccessKey UpdateAccessKey CreateInstanceProfile DeleteInstanceProfile
AddRoleToInstanceProfile CreateServiceLinkedRole UpdateAssumeRolePolicy GenerateCredentialReport""".split()
OTHERS = {
    "sts": "AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML GetCallerIdentity GetSessionToken GetFederationToken",
    "signin": "ConsoleLogin SwitchRole UserAuthentication CredentialVerification",
    "sso": "Federate ListAccounts ListAccountRoles GetRoleCredentials ListPermissionSets DescribePermissionSet",
    "identitystore": "ListUsers ListGroups DescribeUser IsMemberInGroups CreateGroupMembership DeleteGroupMembership",
    "organizations": "ListAccounts DescribeOrganization DescribeAccount ListParents ListRoots ListPoliciesForTarget",
    "access-analyzer": "ListFindingsV2 GetFindingV2 ListAnalyzers ValidatePolicy",
    "ec2": "DescribeInstances DescribeSubnets DescribeSecurityGroups DescribeNetworkInterfaces RunInstances CreateTags",
    "s3": "ListBuckets GetBucketPolicy GetBucketEncryption GetBucketAcl",
    "cloudtrail": "LookupEvents DescribeTrails GetTrailStatus GetEventSelectors",
    "dynamodb": "DescribeTable ListTables CreateTable UpdateTable",
    "sqs": "ListQueues CreateQueue GetQueueAttributes",
    "kms": "Decrypt GenerateDataKey DescribeKey Encrypt",
    "lambda": "GetFunction20150331v2 ListFunctions20150331 UpdateFunctionCode20150331v2 Invoke",
}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# What session tokens are cut from: as little compressible as real ones.
POOL = "".join(random.Random(3).choices(ALPHABET, k=1 << 20))
START = 1793404800  # 2026-10-31T00:00:00Z


def principals(rng):
    """userIdentity objects, with the account each acts in."""
    accounts = ["%012d" % (101010101010 + 20202020202 * n) for n in range(40)]
    found = []
    for number in range(2000):
        account = accounts[min(rng.randrange(40), rng.randrange(40))]
        key = "ASIAEXAMPLE%09d" % number
        if number % 20 == 0:
            text = '{"type":"IAMUser","principalId":"AIDAEXAMPLE%09d","arn":"arn:aws:iam::%s:user/user-%d","accountId":"%s","accessKeyId":"%s","userName":"user-%d"}'
            text %= (number, account, number, account, key, number)
        elif number % 20 == 1:
            text = '{"type":"AWSService","invokedBy":"service-%d.amazonaws.com"}' % (number // 100)
        else:
            text = (
                '{"type":"AssumedRole","principalId":"AROAEXAMPLE%09d:session-%d","arn":"arn:aws:sts::%s:assumed-role/role-%d/session-%d","accountId":"%s","accessKeyId":"%s",'
                '"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE%09d","arn":"arn:aws:iam::%s:role/role-%d","accountId":"%s","userName":"role-%d"},'
                '"webIdFederationData":{},"attributes":{"creationDate":"2026-10-31T00:00:00Z","mfaAuthenticated":"false"}}}'
            ) % (number, number, account, number, number, account, key, number, account, number, account, number)
        found.append((text, account))
    return found


def actions():
    """(head, body, rest, tail, end) of each action: what is around identity, time, address, errors and ids. A session
    token goes between body and rest where rest is not empty."""
    names = [("iam", n, True) for n in READS] + [("iam", n, False) for n in WRITES]
    for source, some in OTHERS.items():
        names += [(source, n, n.startswith(("Get", "List", "Describe", "AssumeRole", "Is"))) for n in some.split()]
    rows = []
    for number, (source, name, read) in enumerate(names):
        head = '","eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"us-east-1","sourceIPAddress":"' % (source, name)
        request = '{"roleName":"workload-role-%d","policyArn":"arn:aws:iam::aws:policy/service-role/Policy%d","maxItems":100,"note":"%s"}' % (number, number, "demo " * (number % 40))
        response, rest = "null", ""
        if source == "sts" or not read:
            response = '{"credentials":{"accessKeyId":"ASIAEXAMPLE%09d","sessionToken":"IQoJb3JpZ2luX2VjEExample' % number
            rest = '==","expiration":"Oct 31, 2026, 1:00:00 PM"},"assumedRoleUser":{"assumedRoleId":"AROAEXAMPLE%09d:session","arn":"arn:aws:sts::101010101010:assumed-role/role-%d/session"}}' % (number, number)
        tail = ',"readOnly":%s,"eventType":"%s","managementEvent":true,"recipientAccountId":"' % (
            "true" if read else "false", "AwsConsoleSignIn" if source == "signin" else "AwsApiCall")
        end = '","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"%s.amazonaws.com"}}' % source
        rows.append((head, '"requestParameters":%s,"responseElements":%s' % (request, response), rest, tail, end))
    return rows


AGENTS = [
    "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 cfg/retry-mode#standard",
    "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.15.0 aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/iam#1.47.5",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
]
ERROR = '"errorCode":"%s","errorMessage":"User: arn:aws:sts::101010101010:assumed-role/role/session is not authorized to perform: this action because no identity-based policy allows it",'
CODES = [ERROR % code for code in ("AccessDenied", "AccessDenied", "NoSuchEntityException", "ThrottlingException")]


def token(draw):
    start = (draw >> 20) % (len(POOL) - 400)
    return POOL[start : start + 320]


def part(job):
    """Makes one part: NDJSON bytes to a file of its own, and the gzip files of CloudTrail's form."""
    out, index, count, total, files = job
    rng = random.Random(index)
    people, calls = principals(random.Random(7)), actions()
    per = max(1, count // files)
    chunk, written = [], 0
    with open(os.path.join(out, "part-%03d" % index), "wb", 1 << 20) as lines:
        for n in range(count):
            moment = time.gmtime(START + (index * count + n) * 86400 // total)
            stamp = "%04d-%02d-%02dT%02d:%02d:%02dZ" % moment[:6]
            bits = rng.getrandbits(244)
            digits = "%061x" % bits
            if n and bits % 1000 < 5:
                text = chunk[-1] if chunk else text
            else:
                draw = bits >> 64
                # The lesser of two draws: a few principals make most of the events.
                who = min(draw % 2000, (draw >> 16) % 2000)
                identity, account = people[who]
                # Everybody has a dozen things they do.
                head, body, rest, tail, end = calls[(who * 11 + min((draw >> 40) % 12, (draw >> 32) % 12) * 5) % len(calls)]
                if rest:
                    body += token(draw) + rest
                error = CODES[draw % 4] if (draw >> 48) % 100 < 3 else ""
                text = "".join((
                    '{"eventVersion":"1.11","userIdentity":', identity, ',"eventTime":"', stamp, head, "198.51.100.",
                    str(draw % 250), '","userAgent":"', AGENTS[(draw >> 52) % 3], '",', error, body if not error else
                    body[: body.index('"responseElements"')] + '"responseElements":null',
                    ',"requestID":"', digits[:8], "-", digits[8:12], "-4", digits[12:15], "-8", digits[15:18], "-", digits[18:30],
                    '","eventID":"', digits[30:38], "-", digits[38:42], "-4", digits[42:45], "-8", digits[45:48], "-", digits[48:60],
                    '"', tail, account, end))
            chunk.append(text)
            if len(chunk) == per or n == count - 1:
                lines.write(("\n".join(chunk) + "\n").encode())
                name = os.path.join(out, "gzip", "%03d-%05d.json.gz" % (index, written))
                with open(name, "wb") as file:
                    file.write(gzip.compress(('{"Records":[' + ",".join(chunk) + "]}").encode(), 6, mtime=0))
                chunk, written = [], written + 1
    return index


def main():
    out, total, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(os.path.join(out, "gzip"), exist_ok=True)
    parts = 20
    jobs = [(out, n, total // parts, total, max(1, files // parts)) for n in range(parts)]
    with multiprocessing.Pool() as pool:
        list(pool.imap_unordered(part, jobs))
    with open(os.path.join(out, "events.ndjson"), "wb") as whole:
        for n in range(parts):
            name = os.path.join(out, "part-%03d" % n)
            with open(name, "rb") as file:
                while data := file.read(1 << 22):
                    whole.write(data)
            os.remove(name)


if __name__ == "__main__":
    main()
