import Audit
import CloudTrail
import Query

@testable import Dashboard

/// A day in a small organisation, by a formula, and an incident in its last minutes.
enum Story {
  /// 2026-11-01T14:03:21Z.
  static let now = Timestamp(milliseconds: 1_793_541_801_000)

  static let names: [ExactString: String] = [
    ExactString("111122223333"): "prod-payments", ExactString("222233334444"): "prod-search",
    ExactString("333344445555"): "security", ExactString("444455556666"): "data-lake",
    ExactString("555566667777"): "sandbox-kim",
  ]

  static func settings(names: [ExactString: String] = names) -> Settings {
    var settings = Settings(name: "prod", accountNames: names, themes: ["dark", "light"], theme: "dark")
    settings.rules = world.rules.map { id, rule in
      var shown = Settings.Rule(id: id, title: rule.title)
      shown.severity = rule.severity
      return shown
    }.sorted { $0.id < $1.id }
    return settings
  }

  static func id(_ number: Int) -> EventRow.ID { EventRow.ID(high: 7, low: UInt64(number)) }

  static func ago(_ seconds: Int64) -> Timestamp {
    Timestamp(milliseconds: now.milliseconds - seconds * 1000)
  }

  static func role(_ account: String, _ name: String) -> String { "arn:aws:iam::\(account):role/\(name)" }

  static func user(_ account: String, _ name: String) -> String { "arn:aws:iam::\(account):user/\(name)" }

  static var health: [SourceHealth] {
    var first = SourceHealth(source: "opensearch:https://search.example/cwl-*")
    (first.state, first.read, first.lagSeconds) = (.live, 48_211, 42)
    var second = SourceHealth(source: "logs:/aws/events/iam-audit")
    (second.state, second.read, second.lagSeconds) = (.live, 1200, 12)
    return [first, second]
  }

  /// 1,440 calls of the day, one a minute and more around noon, then the incident.
  static let world: World = {
    var world = World()
    world.rules = [
      "admin-policy": ("Admin policy attached to a user", .critical),
      "trail-stopped": ("CloudTrail stopped", .critical),
      "key-for-other": ("Key created for another user", .high), "root-sign-in": ("Root sign-in", .medium),
    ]
    for minute in 5..<1440 {
      for repetition in 0...(minute % 360 < 180 ? 2 : 0) { world.events.append(everyday(minute, repetition)) }
    }
    world.events += incident
    world.keys[user("555566667777", "backup-svc")] = "AKIAEXAMPLE7Q4T"
    world.records[id(900_006)] = attachRecord
    return world
  }()

  private static let accounts = [
    "111122223333", "111122223333", "222233334444", "444455556666", "333344445555",
  ]
  private static let calls = [
    "sts:AssumeRole", "iam:GetRole", "iam:ListUsers", "iam:PassRole", "sts:GetCallerIdentity",
  ]

  private static func everyday(_ minute: Int, _ repetition: Int) -> EventRow {
    let number = minute * 3 + repetition
    let account = accounts[number % 5]
    let isError = number % 29 == 0
    return EventRow(
      id: id(number), time: ago(Int64(minute * 60 + repetition * 7)), account: account,
      principal: number % 3 == 0 ? role(account, "Deploy") : user("333344445555", "ana.torres"),
      principalType: number % 3 == 0 ? "AssumedRole" : "IAMUser",
      session: number % 3 == 0 ? "session-\(number % 7)" : nil, action: calls[number % 7 % 5],
      region: "us-east-1", sourceIP: "198.51.100.\(number % 50)",
      target: number % 7 == 0 ? "role/EcsTask" : nil,
      errorCode: isError ? "AccessDenied" : nil, isError: isError, isWrite: false)
  }

  private static var incident: [EventRow] {
    let sandbox = "555566667777"
    let backup = user(sandbox, "backup-svc")
    func step(
      _ number: Int, _ seconds: Int64, _ action: String, _ target: String?, account: String = sandbox,
      error: String? = nil, rule: String? = nil, severity: Severity? = nil
    ) -> EventRow {
      EventRow(
        id: id(900_000 + number), time: ago(seconds), account: account, principal: backup,
        principalType: "IAMUser",
        action: action, region: "us-east-1", sourceIP: "203.0.113.9", target: target, errorCode: error,
        isError: error != nil, isWrite: target != nil, severity: severity, rules: rule.map { [$0] } ?? [])
    }
    return [
      step(1, 203, "sts:GetCallerIdentity", nil), step(2, 189, "iam:GetUser", nil, error: "AccessDenied"),
      step(3, 152, "iam:CreateUser", "user/tmp-admin"),
      step(4, 149, "iam:CreateAccessKey", "user/tmp-admin", rule: "key-for-other", severity: .high),
      step(6, 134, "iam:AttachUserPolicy", "user/tmp-admin", rule: "admin-policy", severity: .critical),
      step(7, 97, "sts:AssumeRole", "role/OrgAdmin", account: "111122223333"),
      step(
        8, 23, "cloudtrail:StopLogging", "org-trail", account: "333344445555", rule: "trail-stopped",
        severity: .critical),
      step(9, 4, "iam:ListUsers", nil, error: "AccessDenied"),
    ]
  }

  private static let attachRecord = """
    {"eventName":"AttachUserPolicy","userAgent":"aws-cli/2.15.0","userIdentity":{"type":"IAMUser",\
    "accessKeyId":"AKIAEXAMPLE7Q4T"},"requestParameters":{"userName":"tmp-admin",\
    "policyArn":"arn:aws:iam::aws:policy/AdministratorAccess","tags":[{"key":"a","value":1},{}]},"responseElements":null}
    """
}

/// Who really did it, as the store would tell it of the incident.
extension Story {
  static let askedAbout = id(900_008)

  private static func event(_ number: Int) -> EventRow {
    incident.first { $0.id == id(900_000 + number) } ?? incident[0]
  }

  /// Kim made the key that leaked; the intruder made a user and went on into two accounts.
  static var lineage: Lineage {
    func made(_ number: Int, _ seconds: Int64, _ action: String, _ target: String) -> EventRow {
      EventRow(
        id: id(800_000 + number), time: ago(seconds), account: "555566667777",
        principal: role("555566667777", "AdminAccess"), principalType: "AssumedRole", session: "kim@corp",
        action: action, target: target)
    }
    let session = Lineage.Credential(
      key: "ASIAEXAMPLE1D2C3", holder: role("111122223333", "OrgAdmin"), session: "kim-laptop")
    let key = Lineage.Credential(key: "AKIAEXAMPLE7Q4T", holder: "user/backup-svc", session: nil)
    let saml = Lineage.Credential(
      key: "ASIAEXAMPLEKIM99", holder: role("555566667777", "AdminAccess"), session: "kim@corp")
    var other = event(8)
    (other.id, other.account) = (id(800_003), "111122223333")
    (other.action, other.target, other.severity) = ("sts:AssumeRole", role("111122223333", "OrgAdmin"), nil)
    let assumed = Lineage.Node(
      row: event(7), link: .credential, issued: session,
      children: [
        Lineage.Node(row: other, link: .copy), Lineage.Node(row: event(8), link: .credential),
        Lineage.Node(row: event(9), link: .credential, isListed: false),
      ])
    let user = Lineage.Node(
      row: event(3), link: .credential,
      children: [
        Lineage.Node(row: event(4), link: .created, issued: key),
        Lineage.Node(row: event(6), link: .created, with: "AdministratorAccess"),
      ])
    let create = Lineage.Node(
      row: made(2, 13 * 86_400, "iam:CreateAccessKey", "backup-svc"), link: .credential, issued: key,
      children: [user, assumed], omitted: Lineage.Omitted(key: "AKIAEXAMPLE7Q4T", events: 168, errors: 151))
    let first = Lineage.Node(
      row: made(1, 13 * 86_400 + 120, "sts:AssumeRoleWithSAML", role("555566667777", "AdminAccess")),
      link: .origin, issued: saml, children: [create])
    return Lineage(
      asked: askedAbout,
      origin: Lineage.Origin(
        principal: "kim@corp", type: "SAMLUser", account: "555566667777", sourceIdentity: "kim"),
      nodes: [first])
  }
}
