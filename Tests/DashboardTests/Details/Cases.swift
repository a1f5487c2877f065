import Audit
import CloudTrail
import Query
import Terminal

@testable import Dashboard

/// Events whose details have something to say, each the newest of a small world.
enum Cases {
  static let export = Story.id(910_001)

  /// PutRolePolicy: a policy with one of each mark, and the version before, which had none.
  static var policy: World {
    let request = """
      {"roleName":"payments-api","policyName":"export","policyDocument":"\(escaped(opened))"}
      """
    let row = EventRow(
      id: export, time: Story.ago(1), account: "111122223333",
      principal: Story.role("111122223333", "OrgAdmin"),
      principalType: "AssumedRole", session: "kim-laptop", action: "iam:PutRolePolicy", region: "us-east-1",
      sourceIP: "203.0.113.9", target: "payments-api", isWrite: true, severity: .high, rules: ["wide-policy"])
    var world = world(row, request: request, response: "null")
    let before = EventRow(
      id: Story.id(1), time: Story.ago(13 * 86_400), account: "111122223333",
      principal: Story.role("111122223333", "Deploy"), principalType: "AssumedRole",
      action: "iam:PutRolePolicy")
    world.earlier[export] = PolicyDocument(decoding: closed.utf8).map {
      EarlierPolicy(row: before, document: $0)
    }
    return world
  }

  private static let closed = """
    {"Version":"2012-10-17","Statement":[{"Sid":"Export","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
    "Resource":"arn:aws:s3:::payments-export/*"},{"Sid":"Pass","Effect":"Allow","Action":"iam:PassRole",
    "Resource":"arn:aws:iam::111122223333:role/export-task"}]}
    """

  private static let opened = """
    {"Version":"2012-10-17","Statement":[{"Sid":"Export","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
    "Resource":"arn:aws:s3:::payments-export/*"},{"Sid":"Pass","Effect":"Allow","Action":"iam:PassRole",
    "Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}
    """

  /// UpdateAssumeRolePolicy that lets a foreign account in; no version before is held.
  static var trust: World {
    let policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::999988887777:root",
      "arn:aws:iam::222233334444:role/Deploy"]},"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":"*",
      "Action":"sts:AssumeRole"}]}
      """
    let row = EventRow(
      id: Story.id(910_002), time: Story.ago(1), account: "111122223333",
      principal: Story.user("111122223333", "ana.torres"), principalType: "IAMUser",
      action: "iam:UpdateAssumeRolePolicy", region: "us-east-1", sourceIP: "203.0.113.9",
      target: "payments-api", isWrite: true)
    return world(
      row, request: #"{"roleName":"payments-api","policyDocument":"\#(escaped(policy))"}"#, response: "null")
  }

  /// A refused call whose message names all there is to name.
  static var denied: World {
    let message =
      "User: arn:aws:sts::111122223333:assumed-role/OrgAdmin/kim-laptop is not authorized to perform: "
      + "organizations:LeaveOrganization on resource: * with an explicit deny in a service control policy: "
      + "arn:aws:organizations::333344445555:policy/o-abc123/service_control_policy/p-guard"
    let row = EventRow(
      id: Story.id(910_003), time: Story.ago(1), account: "111122223333",
      principal: Story.role("111122223333", "OrgAdmin"), principalType: "AssumedRole",
      session: "kim-laptop", action: "organizations:LeaveOrganization", region: "us-east-1",
      sourceIP: "203.0.113.9", errorCode: "AccessDenied", isError: true, isWrite: true)
    return world(row, request: "null", response: "null", more: #","errorMessage":"\#(message)""#)
  }

  /// AssumeRole, whose record carries a session's secrets.
  static var secrets: World {
    let row = EventRow(
      id: Story.id(910_004), time: Story.ago(1), account: "111122223333",
      principal: Story.user("111122223333", "ana.torres"), principalType: "IAMUser", action: "sts:AssumeRole",
      target: "role/OrgAdmin")
    return world(
      row, request: #"{"roleArn":"arn:aws:iam::111122223333:role/OrgAdmin","newPassword":"hunter2"}"#,
      response: """
        {"credentials":{"accessKeyId":"ASIAEXAMPLEKEY","secretAccessKey":"wJalrSECRET","sessionToken":"IQoJbTOKEN",
        "expiration":"Nov 1, 2026"}}
        """)
  }

  /// An event whose request has so many members.
  static func long(_ members: Int) -> World {
    let request = (0..<members).map { #""member\#($0)":"value \#($0)""# }.joined(separator: ",")
    let row = EventRow(
      id: Story.id(910_005), time: Story.ago(1), account: "111122223333", principal: "p",
      principalType: "IAMUser",
      action: "iam:X")
    return world(row, request: "{\(request)}", response: "null")
  }

  private static func world(_ row: EventRow, request: String, response: String, more: String = "") -> World {
    var world = World()
    world.rules = ["wide-policy": ("A role was given every action", .high)]
    world.events = [row] + Story.world.events.suffix(8)
    world.records[row.id] = """
      {"eventName":"\(row.action.split(separator: ":").last ?? "")","eventID":"8c1b9d7e-0000-4000-8000-000000000001",
      "userAgent":"aws-cli/2.15.0","userIdentity":{"type":"\(row.principalType)","accountId":"\(row.account)",
      "accessKeyId":"ASIAEXAMPLE7Q4T","sessionContext":{"sourceIdentity":"kim@corp.example","attributes":
      {"creationDate":"2026-11-01T13:58:02Z","mfaAuthenticated":"false"}}},
      "requestParameters":\(request),"responseElements":\(response)\(more)}
      """
    return world
  }

  /// A text as it stands between the quotes of a JSON string.
  private static func escaped(_ text: String) -> String {
    text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined()
  }
}

extension Screen {
  /// The world's newest event, open.
  static func opened(
    _ world: World, columns: Int = 120, rows: Int = 40, settings: Settings = Story.settings()
  )
    -> Screen
  {
    var screen = Screen(world, columns: columns, rows: rows, settings: settings)
    screen.press(.down, .enter)
    return screen
  }

  /// What the details say, with the words on the left.
  var details: [String] {
    model.details.page.paragraphs.map { $0.label.isEmpty ? $0.text : "\($0.label) \($0.text)" }
  }
}
