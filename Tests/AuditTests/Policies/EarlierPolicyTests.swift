import CloudTrail
import Query
import Testing

@testable import Audit

@Suite("The version of a policy before")
struct EarlierPolicyTests {
  /// A call that writes a policy allowing `action`; its event is found by `id`.
  private func call(
    _ id: String, at time: String, _ name: String, _ parameters: String, allows action: String = "a:B",
    in member: String = "policyDocument", source: String = "iam", more: String = ""
  ) -> String {
    let policy = #"{"Statement":[{"Effect":"Allow","Action":"\#(action)","Resource":"*"}]}"#
    let request = #"{\#(parameters),"\#(member)":"\#(escaped(policy))"}"#
    return record(
      id, at: time,
      #""eventSource":"\#(source).amazonaws.com","eventName":"\#(name)","requestParameters":\#(request)\#(more)"#
    )
  }

  /// The time and the action allowed by the version that is found before the last of `calls`.
  private func earlier(_ calls: [String]) throws -> String? {
    let archive = MemoryArchive(calls)
    let store = store(calls, keepsDetails: true)
    let list = store.list(EventListRequest(predicate: .equals(.eventID, ExactString("last")), limit: 1))
    let id = try #require(list.rows.first?.id)
    return store.earlierPolicy(before: id, archive: archive).map { found in
      let action = found.document.lines().first { $0.text.hasPrefix("    Action: ") }?.text.dropFirst(12)
      return "\(found.row.time.rfc3339.dropFirst(11).prefix(8)) \(action ?? "")"
    }
  }

  private let role = #""roleName":"api","policyName":"p""#

  @Test("is what the last earlier event wrote for the same role and name, whatever the order of arrival")
  func newest() throws {
    let calls = [
      call("c", at: "11:00:00", "PutRolePolicy", role, allows: "late:One"),
      call("a", at: "09:00:00", "PutRolePolicy", role, allows: "early:One"),
      call("after", at: "13:00:00", "PutRolePolicy", role, allows: "after:One"),
      call("last", at: "12:00:00", "PutRolePolicy", role),
    ]
    #expect(try earlier(calls) == "11:00:00 late:One")
  }

  @Test(
    "is not another policy's",
    arguments: [
      (#""roleName":"api","policyName":"other""#, "PutRolePolicy", ""),
      (#""roleName":"web","policyName":"p""#, "PutRolePolicy", ""),
      (#""userName":"api","policyName":"p""#, "PutUserPolicy", ""),
      (#""roleName":"api""#, "UpdateAssumeRolePolicy", ""),
      (#""roleName":"api","policyName":"p""#, "PutRolePolicy", #","recipientAccountId":"222233334444""#),
      (#""roleName":"api","policyName":"p""#, "PutRolePolicy", #","errorCode":"AccessDenied""#),
      (#""roleName":"api","policyName":"p""#, "PutRolePolicy", #","awsRegion":"eu-west-1""#),
    ])
  func others(parameters: String, name: String, more: String) throws {
    let calls = [
      call("a", at: "09:00:00", name, parameters, more: more),
      call("last", at: "12:00:00", "PutRolePolicy", role),
    ]
    #expect(try earlier(calls) == nil)
  }

  @Test("of a trust policy may be the role's first")
  func trust() throws {
    let calls = [
      call("a", at: "09:00:00", "CreateRole", #""roleName":"api""#, in: "assumeRolePolicyDocument"),
      call("last", at: "12:00:00", "UpdateAssumeRolePolicy", #""roleName":"api""#),
    ]
    #expect(try earlier(calls) == "09:00:00 a:B")
  }

  @Test("of a managed policy may be the one it was created with, known by its ARN")
  func managed() throws {
    let arn = "arn:aws:iam::111122223333:policy/path/p"
    let created = #","responseElements":{"policy":{"arn":"\#(arn)"}}"#
    let calls = [
      call("a", at: "09:00:00", "CreatePolicy", #""policyName":"p""#, more: created),
      call("last", at: "12:00:00", "CreatePolicyVersion", #""policyArn":"\#(arn)""#),
    ]
    #expect(try earlier(calls) == "09:00:00 a:B")
  }

  @Test("of a key is found by its id or its ARN")
  func key() throws {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1234"
    let calls = [
      call("a", at: "09:00:00", "PutKeyPolicy", #""keyId":"1234""#, in: "policy", source: "kms"),
      call("last", at: "12:00:00", "PutKeyPolicy", #""keyId":"\#(arn)""#, in: "policy", source: "kms"),
    ]
    #expect(try earlier(calls) == "09:00:00 a:B")
  }

  @Test(
    "of buckets, queues, secrets, permission sets and organisations",
    arguments: [
      ("s3", "PutBucketPolicy", "bucketName", "bucketPolicy"),
      ("sqs", "SetQueueAttributes", "queueUrl", "Policy"),
      ("secretsmanager", "PutResourcePolicy", "secretId", "resourcePolicy"),
      ("sso", "PutInlinePolicyToPermissionSet", "permissionSetArn", "inlinePolicy"),
      ("organizations", "UpdatePolicy", "policyId", "content"),
      ("ecr", "SetRepositoryPolicy", "repositoryName", "policyText"),
      ("sns", "SetTopicAttributes", "topicArn", "attributeValue"),
    ])
  func services(source: String, name: String, key: String, member: String) throws {
    func write(_ id: String, _ time: String, _ value: String) -> String {
      call(id, at: time, name, #""\#(key)":"\#(value)""#, in: member, source: source)
    }
    #expect(
      try earlier([write("a", "09:00:00", "x"), write("b", "10:00:00", "y"), write("last", "12:00:00", "x")])
        == "09:00:00 a:B")
  }

  @Test("a session's policy has no versions")
  func session() throws {
    let parameters = #""roleArn":"arn:aws:iam::111122223333:role/r","roleSessionName":"s""#
    let calls = ["a", "last"].enumerated().map { place, id in
      call(id, at: "1\(place):00:00", "AssumeRole", parameters, in: "policy", source: "sts")
    }
    #expect(try earlier(calls) == nil)
  }

  @Test("no more than 64 records are read to find it")
  func bounded() throws {
    func others(_ count: Int) -> [String] {
      (0..<count).map { number in
        call(
          "o\(number)", at: "10:00:0\(number % 10)", "PutRolePolicy",
          #""roleName":"api","policyName":"x\#(number)""#)
      }
    }
    let first = call("a", at: "09:00:00", "PutRolePolicy", role)
    let last = call("last", at: "12:00:00", "PutRolePolicy", role)
    #expect(try earlier([first] + others(63) + [last]) != nil)
    #expect(try earlier([first] + others(64) + [last]) == nil)
  }
}
