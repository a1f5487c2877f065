import CloudTrail
import Query
import Testing

@testable import Audit

/// Each way in which one event hangs on another.
@Suite("Who really did it: links")
struct LineageLinkTests {
  private static let saml = Call.someone(
    "SAMLUser", "userName", "kim@corp", "sts:AssumeRoleWithSAML", at: "09:00:00")

  @Test(
    "a session's call hangs on the call that issued its key",
    arguments: [
      "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:GetSessionToken",
      "sts:GetFederationToken", "cognito-identity:GetCredentialsForIdentity",
    ])
  func issued(action: String) throws {
    let recorded = Recorded([
      .user("ana", key: "AKIA1", action, at: "09:00:00").issuing("ASIA1", role: "R"),
      .role("R", key: "ASIA1", "iam:CreateUser", at: "09:05:00"),
    ])
    let name = action.split(separator: ":")[1]
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.drawn == ["origin \(name) role/R > ASIA1", "  credential CreateUser *"])
    #expect(lineage.origin.principal == "arn:aws:iam::111122223333:user/ana")
  }

  @Test("Roles Anywhere's answer is a list of credentials")
  func rolesAnywhere() throws {
    var create = Call.someone(
      "Unknown", "principalId", "host-17", "rolesanywhere:CreateSession", at: "09:00:00")
    create.response = #"{"credentialSet":[{"credentials":{"accessKeyId":"ASIA1"},"roleArn":"x"}]}"#
    let recorded = Recorded([create, .role("R", key: "ASIA1", "iam:CreateUser", at: "09:05:00")])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.drawn == ["origin CreateSession > ASIA1", "  credential CreateUser *"])
    #expect(lineage.gap == nil && lineage.origin.principal == "host-17")
  }

  @Test(
    "a user's call hangs on the CreateAccessKey of its key, and that on the session of the person who made it"
  )
  func person() throws {
    let recorded = Recorded([
      Self.saml.issuing("ASIA1", role: "Admin", session: "kim@corp"),
      .role("Admin", session: "kim@corp", key: "ASIA1", "iam:CreateAccessKey", at: "09:10:00")
        .creating(key: "AKIA1", of: "backup"),
      .user("backup", key: "AKIA1", "iam:CreateUser", at: "13:00:00").on(user: "tmp"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(
      lineage.drawn == [
        "origin AssumeRoleWithSAML role/Admin > ASIA1", "  credential CreateAccessKey backup > AKIA1",
        "    credential CreateUser tmp *",
      ])
    #expect(lineage.origin.principal == "kim@corp" && lineage.origin.type == "SAMLUser")
    #expect(lineage.gap == nil)
    let path = lineage.path
    #expect(path.map(\.row.action) == ["sts:AssumeRoleWithSAML", "iam:CreateAccessKey", "iam:CreateUser"])
    #expect(
      path[0].issued
        == Lineage.Credential(
          key: "ASIA1", holder: "arn:aws:iam::111122223333:role/Admin", session: "kim@corp"))
    #expect(path[1].issued == Lineage.Credential(key: "AKIA1", holder: "user/backup", session: nil))
  }

  @Test("five roles assumed one from another lead back to the workload that began")
  func chain() throws {
    var calls = [
      Call.someone(
        "WebIdentityUser", "userName", "repo:corp/app", "sts:AssumeRoleWithWebIdentity", at: "09:00:00"
      )
      .issuing("ASIA1", role: "R1")
    ]
    for step in 1..<5 {
      calls.append(
        .role("R\(step)", key: "ASIA\(step)", "sts:AssumeRole", at: "09:0\(step):00")
          .issuing("ASIA\(step + 1)", role: "R\(step + 1)"))
    }
    calls.append(.role("R5", key: "ASIA5", "iam:CreateUser", at: "09:06:00"))
    // Whatever the order of reading: CloudTrail's files are not ordered.
    for order in [calls, calls.reversed()] {
      let lineage = try #require(Recorded(order).lineage(of: "iam:CreateUser"))
      #expect(lineage.path.map { $0.issued?.key } == ["ASIA1", "ASIA2", "ASIA3", "ASIA4", "ASIA5", nil])
      #expect(lineage.origin.principal == "repo:corp/app" && lineage.gap == nil)
    }
  }

  @Test("across accounts the owner's copy leads to the caller's by sharedEventID, and hangs below it")
  func shared() throws {
    var caller = Call.user("ana", key: "AKIA1", "sts:AssumeRole", at: "09:00:00").issuing("ASIA1", role: "R")
    caller.shared = "shared-1"
    var owner = caller
    (owner.identity, owner.key, owner.account) = (
      #""type":"AWSAccount","accountId":"111122223333","principalId":"AIDAX""#, nil, "999988887777"
    )
    let use = Call.role("R", key: "ASIA1", "cloudtrail:StopLogging", at: "09:01:00")
    for order in [[caller, owner, use], [owner, caller, use]] {
      let recorded = Recorded(order)
      let whole = [
        "origin AssumeRole role/R > ASIA1", "  copy AssumeRole role/R > ASIA1", "  credential StopLogging",
      ]
      let used = try #require(recorded.lineage(of: "cloudtrail:StopLogging"))
      #expect(used.drawn == whole.dropLast() + ["  credential StopLogging *"])
      #expect(used.nodes[0].row.account == "111122223333")
      let rows = recorded.store.list(EventListRequest(limit: 9)).rows
      let copy = try #require(rows.first { $0.account == "999988887777" })
      let asked = try #require(recorded.store.lineage(of: copy.id, archive: recorded.archive))
      #expect(asked.path.map(\.row.account) == ["111122223333", "999988887777"])
      #expect(asked.path.last?.link == .copy)
      #expect(asked.origin.principal == "arn:aws:iam::111122223333:user/ana")
    }
  }

  @Test("an owner's copy without the caller's says in which account the other is")
  func ownerAlone() throws {
    var owner = Call.someone("AWSAccount", "accountId", "999988887777", "sts:AssumeRole", at: "09:00:00")
      .issuing("ASIA1", role: "R")
    owner.shared = "shared-1"
    let recorded = Recorded([owner, .role("R", key: "ASIA1", "iam:CreateUser", at: "09:01:00")])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.gap == .callerNotHeld(account: "999988887777"))
    #expect(lineage.drawn == ["origin AssumeRole role/R > ASIA1", "  credential CreateUser *"])
  }

  @Test(
    "a console session's call hangs on the sign-in of the same principal before it, and is not called proven")
  func console() throws {
    func signIn(_ time: String) -> Call { .user("ana", key: nil, "signin:ConsoleLogin", at: time) }
    let recorded = Recorded([
      signIn("08:00:00"), .user("bob", key: nil, "signin:ConsoleLogin", at: "09:30:00"), signIn("09:00:00"),
      .user("ana", key: "ASIAC", "iam:CreateUser", at: "10:00:00"), signIn("11:00:00"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.drawn == ["origin ConsoleLogin", "  signIn CreateUser *"])
    #expect(lineage.nodes[0].row.time == time("09:00:00"))
    #expect(lineage.path.last?.link.isProven == false && lineage.gap == nil)
  }

  @Test("a sign-in that failed, or is more than 12 hours old, began no session")
  func noSession() throws {
    var failed = Call.user("ana", key: nil, "signin:ConsoleLogin", at: "21:00:00")
    failed.response = #"{"ConsoleLogin":"Failure"}"#
    let recorded = Recorded([
      .user("ana", key: nil, "signin:ConsoleLogin", at: "09:00:00"), failed,
      .user("ana", key: "ASIAC", "iam:CreateUser", at: "21:00:01"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.gap == .issuerNotHeld(key: "ASIAC", since: time("09:00:00"), dropped: 0))
  }

  @Test("a sign-in hangs on the last call that set the user's password")
  func password() throws {
    let recorded = Recorded([
      .user("eve", key: "AKIA1", "iam:CreateLoginProfile", at: "09:00:00").on(user: "tmp"),
      .user("eve", key: "AKIA1", "iam:UpdateLoginProfile", at: "09:10:00").on(user: "tmp"),
      .user("eve", key: "AKIA1", "iam:UpdateLoginProfile", at: "09:15:00").on(user: "other"),
      .user("tmp", key: nil, "signin:ConsoleLogin", at: "09:20:00"),
      .user("tmp", key: "ASIAC", "iam:DeleteUser", at: "09:30:00").on(user: "ana"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:DeleteUser"))
    #expect(
      lineage.drawn == [
        "origin CreateLoginProfile tmp", "origin UpdateLoginProfile tmp", "  password ConsoleLogin",
        "    signIn DeleteUser ana *", "origin UpdateLoginProfile other",
      ])
    #expect(lineage.origin.principal == "arn:aws:iam::111122223333:user/eve")
  }

  @Test("a role's console session hangs on the call that issued the same role and session name")
  func roleSession() throws {
    let recorded = Recorded([
      Self.saml.issuing("ASIA1", role: "Admin", session: "kim@corp"),
      Self.saml.issuing("ASIA2", role: "Admin", session: "lee@corp"),
      .role("Admin", session: "kim@corp", key: nil, "signin:ConsoleLogin", at: "09:00:01"),
      .role("Admin", session: "kim@corp", key: "ASIAC", "iam:CreateUser", at: "09:05:00"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(
      lineage.drawn == [
        "origin AssumeRoleWithSAML role/Admin > ASIA1", "  session ConsoleLogin", "    signIn CreateUser *",
      ])
  }

  @Test("what acts on a thing that the same credentials created hangs on its creation")
  func created() throws {
    let recorded = Recorded([
      .user("eve", key: "AKIA1", "iam:CreateUser", at: "09:00:00").on(user: "tmp"),
      .user("eve", key: "AKIA1", "iam:AttachUserPolicy", at: "09:01:00").on(user: "tmp"),
      .user("eve", key: "AKIA1", "iam:AttachUserPolicy", at: "09:02:00").on(user: "old"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(
      lineage.drawn == [
        "origin CreateUser tmp *", "  created AttachUserPolicy tmp", "origin AttachUserPolicy old",
      ])
  }

  @Test("sourceIdentity and the Identity Center user are found anywhere on the way")
  func identity() throws {
    var assume = Call.role("R", key: "ASIA0", "sts:AssumeRole", at: "09:00:00").issuing("ASIA1", role: "R")
    assume.identity += #","onBehalfOf":{"userId":"9067-kim"}"#
    let recorded = Recorded([
      assume,
      .role("R", key: "ASIA1", "iam:CreateUser", at: "09:05:00", context: #","sourceIdentity":"kim""#),
    ])
    let origin = try #require(recorded.lineage(of: "iam:CreateUser")).origin
    #expect(origin.sourceIdentity == "kim" && origin.onBehalfOf == "9067-kim")
  }
}
