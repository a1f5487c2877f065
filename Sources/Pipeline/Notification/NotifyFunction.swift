import Audit
import CloudTrail
import Detection
import Notify
import Query
import Synchronization

/// `notify`: events of a topic that match a rule become messages of Slack.
final class NotifyFunction: LambdaFunction {
  private let maker: Mutex<AlertMaker>
  private let sender: SlackSender
  private let floor: Severity
  private let log: @Sendable (String) -> Void

  init(_ world: FunctionWorld) throws(FunctionError) {
    log = world.log
    floor = try NotifyFunction.floor(world)
    let names = try NotifyFunction.accountNames(world)
    let folder =
      world.setting("IAMWATCH_RULES") ?? "\(world.setting("LAMBDA_TASK_ROOT") ?? ".")/rules"
    let context = EvaluationContext(
      accountNames: Dictionary(uniqueKeysWithValues: names.map { (ExactString($0.key), $0.value) }))
    let rules = try PackagedRules.load(folder, context: context, log: world.log)
    maker = Mutex(AlertMaker(Judge(rules: rules, scope: .all, context: context)))
    sender = SlackSender(try SlackSecret(world), world, accountNames: names)
  }

  func answer(to invocation: Invocation) async throws(FunctionError) -> [UInt8] {
    let event = try TopicEvent(invocation.payload)
    var failure: FunctionError?
    var sent = 0
    for message in event.messages {
      do throws(FunctionError) {
        for alert in try alerts(of: message) {
          try await sender.send(alert, until: invocation.deadline)
          sent += 1
        }
      } catch {
        // The others are told all the same.
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return Array(#"{"alerts":\#(sent)}"#.utf8)
  }

  /// - Throws: ``FunctionError`` for a message without a record: nobody would hear of it otherwise.
  private func alerts(of message: TopicEvent.Message) throws(FunctionError) -> [RaisedAlert] {
    var alerts: [RaisedAlert] = []
    var events = 0
    var reader = EventReader(MemorySource(Array(message.text.utf8))) { event in
      events += 1
      alerts += self.maker.withLock { $0.take(event).alerts }
    }
    _ = reader.read()
    reader.finish()
    guard events > 0 else {
      throw FunctionError("Payload", "message \(message.id) holds no CloudTrail record")
    }
    return alerts.filter { $0.rule.level >= floor }
  }

  // MARK: Settings

  private static func floor(_ world: FunctionWorld) throws(FunctionError) -> Severity {
    guard let text = world.setting("IAMWATCH_SEVERITY") else { return .informational }
    guard let severity = Severity(named: text) else {
      let all = Severity.allCases.map(\.name).joined(separator: ", ")
      throw FunctionError("Settings", "IAMWATCH_SEVERITY is one of \(all)")
    }
    return severity
  }

  /// `IAMWATCH_ACCOUNT_NAMES`: a JSON object of names by account id.
  private static func accountNames(_ world: FunctionWorld) throws(FunctionError) -> [String: String] {
    guard let text = world.setting("IAMWATCH_ACCOUNT_NAMES") else { return [:] }
    guard let document = try? JSONDocument(parsing: Array(text.utf8)) else {
      throw FunctionError("Settings", "IAMWATCH_ACCOUNT_NAMES is no JSON object of names by account id")
    }
    var names: [String: String] = [:]
    document.withView { view in
      view.forEachMember { id, name in
        names[id.string] = name.text?.string
        return true
      }
    }
    return names
  }
}
