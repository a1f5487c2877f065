import CloudTrail
import Query

@testable import Audit

/// One call to be recorded, as CloudTrail would (FACTS, CloudTrail records).
struct Call {
  var time = "12:00:00"
  var action = "iam:ListUsers"
  var account = "111122223333"
  var identity = ""
  var key: String?
  var request: [String: String] = [:]
  /// The response as JSON.
  var response = "null"
  var shared: String?
  var isWrite = false
  var error: String?
  /// Members of `sessionContext` beside the issuer.
  var context = ""

  /// A call of an IAM user.
  static func user(_ name: String, key: String?, _ action: String, at time: String) -> Call {
    var call = Call(time: time, action: action, key: key)
    call.identity = #""type":"IAMUser","arn":"arn:aws:iam::111122223333:user/\#(name)","userName":"\#(name)""#
    return call
  }

  /// A call of a role's session.
  static func role(
    _ name: String, session: String = "s", key: String?, _ action: String, at time: String,
    context: String = ""
  ) -> Call {
    var call = Call(time: time, action: action, key: key)
    let issuer = #""sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/\#(name)"}"#
    call.identity =
      #""type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/\#(name)/\#(session)","#
      + #""sessionContext":{\#(issuer)\#(context)}"#
    return call
  }

  /// A call of somebody who is told by `type` and one more field.
  static func someone(_ type: String, _ field: String, _ value: String, _ action: String, at time: String)
    -> Call
  {
    Call(time: time, action: action, identity: #""type":"\#(type)","\#(field)":"\#(value)""#)
  }

  /// The same call with credentials in its response.
  func issuing(_ key: String, role: String? = nil, session: String = "s") -> Call {
    var call = self
    call.response = #"{"credentials":{"accessKeyId":"\#(key)","sessionToken":"t"}}"#
    if let role {
      call.request["roleArn"] = "arn:aws:iam::111122223333:role/\(role)"
      call.request["roleSessionName"] = session
    }
    return call
  }

  /// The same call with a user's new key in its response.
  func creating(key: String, of user: String) -> Call {
    var call = self
    call.request["userName"] = user
    call.response = #"{"accessKey":{"userName":"\#(user)","accessKeyId":"\#(key)","status":"Active"}}"#
    return call
  }

  func on(user: String) -> Call {
    var call = self
    call.request["userName"] = user
    call.isWrite = true
    return call
  }

  /// The record, its `eventID` made of `number`.
  func record(_ number: Int) -> String {
    let parts = action.split(separator: ":")
    let request = request.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(
      separator: ",")
    var text =
      #"{"eventID":"e\#(number)","eventTime":"2026-11-01T\#(time)Z","eventSource":"\#(parts[0]).amazonaws.com","#
      + #""eventName":"\#(parts[1])","recipientAccountId":"\#(account)","readOnly":\#(!isWrite),"#
      + #""userIdentity":{\#(identity)\#(key.map { #","accessKeyId":"\#($0)""# } ?? "")},"#
      + #""requestParameters":{\#(request)},"responseElements":\#(response)"#
    if let shared { text += #","sharedEventID":"\#(shared)""# }
    if let error { text += #","errorCode":"\#(error)""# }
    return text + "}"
  }
}

extension EventStore {
  /// Takes the records of one more text.
  func take(_ text: String) {
    var intake = Intake(judge: Judge(scope: .all), source: 0, keepsDetails: true)
    var reader = EventReader(MemorySource(Array(text.utf8))) { intake.take($0, file: 0, isReadable: true) }
    _ = reader.read()
    reader.finish()
    intake.commit(to: self)
  }

  /// Who really did the newest event.
  func newestLineage() -> Lineage? {
    list(EventListRequest(limit: 1)).rows.first.flatMap { lineage(of: $0.id, archive: nil) }
  }
}

/// Calls in a store whose records can be read again.
struct Recorded {
  let store: EventStore
  let archive: MemoryArchive

  init(_ calls: [Call], judge: Judge = Judge(scope: .all), keep: Int = .max) {
    let text = calls.enumerated().map { $1.record($0) }.joined(separator: "\n")
    archive = MemoryArchive([text])
    store = AuditTests.store([text], judge: judge, duplicates: .first, keepsDetails: true, keep: keep)
  }

  func row(_ action: String, last: Bool = false) -> EventRow? {
    let rows = store.list(EventListRequest(limit: .max)).rows.filter { $0.action == action }
    return last ? rows.first : rows.last
  }

  func lineage(of action: String, last: Bool = false, extent: EventStore.LineageExtent = .tree) -> Lineage? {
    row(action, last: last).flatMap { store.lineage(of: $0.id, extent: extent, archive: archive) }
  }
}

extension Lineage {
  /// The tree as indented lines: how each event hangs on the one above, what it was, to what; the one asked about has a `*`.
  var drawn: [String] { nodes.flatMap { drawn($0, "") } + (omitted.map { ["and \($0.events)"] } ?? []) }

  private func drawn(_ node: Node, _ indent: String) -> [String] {
    let name = node.row.action.split(separator: ":").last ?? ""
    var line = "\(indent)\(node.link) \(name)"
    if let target = node.row.target { line += " \(ShownTarget.form(of: target))" }
    if let issued = node.issued { line += " > \(issued.key)" }
    if node.row.id == asked { line += " *" }
    return [line] + node.children.flatMap { drawn($0, indent + "  ") }
      + (node.omitted.map { ["\(indent)  and \($0.events), \($0.errors) failed"] } ?? [])
  }
}
