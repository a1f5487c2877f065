import CloudTrail
import Detection

/// An event that a rule must match, in the envelope in which EventBridge carries it: what patterns are tried on.
package struct SampleEvent: Sendable {
  /// `iam.amazonaws.com`.
  package var source: String
  /// `CreateUser`.
  package var name: String
  /// The rule that needs it.
  package var rule: String
  /// The EventBridge event; of a sign-in one for each spelling of its `detail-type` (FACTS, EventBridge).
  package var envelopes: [JSONDocument]

  /// Whether a rule gets it in the state `ENABLED` (FACTS, EventBridge: all but List, Get and Describe, save for two).
  var isReadOnly: Bool {
    if ["GetFederationToken", "GetSessionToken"].contains(name) { return false }
    return ["List", "Get", "Describe"].contains { name.hasPrefix($0) }
  }

  /// The events that rules carry.
  package static func all(of rules: [Rule]) -> [SampleEvent] {
    rules.flatMap { rule in rule.testEvents.mustMatch.compactMap { SampleEvent($0, of: rule) } }
  }

  private init?(_ text: String, of rule: Rule) {
    guard let document = try? JSONDocument(parsing: Array(text.utf8)) else { return nil }
    let read: (String, String, [JSONDocument])? = document.withView { view in
      let isEnvelope = view.member("eventVersion") == nil && view.member("detail") != nil
      let record = isEnvelope ? view.member("detail") ?? view : view
      guard let source = record.string("eventSource"), let name = record.string("eventName") else {
        return nil
      }
      return (source, name, isEnvelope ? [document] : SampleEvent.envelopes(around: record))
    }
    guard let (source, name, envelopes) = read else { return nil }
    (self.source, self.name, self.envelopes, self.rule) = (source, name, envelopes, rule.id)
  }

  /// Of a sign-in one for each spelling, whether or not the event says that it is one.
  private static func envelopes(around record: JSONView) -> [JSONDocument] {
    let rebuilt = RebuiltEnvelope.document(around: record)
    guard record.string("eventSource") == "signin.amazonaws.com", record.string("eventName") == "ConsoleLogin"
    else { return [rebuilt] }
    let text = String(decoding: rebuilt.bytes, as: UTF8.self)
    let call = "\"detail-type\":\"AWS API Call via CloudTrail\""
    let both = "\"detail-type\":[\"\(spellings[0])\",\"\(spellings[1])\"]"
    guard let place = text.firstRange(of: both) ?? text.firstRange(of: call) else { return [rebuilt] }
    return spellings.compactMap { spelling in
      let type = "\"detail-type\":\"\(spelling)\""
      let single = "\(text[..<place.lowerBound])\(type)\(text[place.upperBound...])"
      return try? JSONDocument(parsing: Array(single.utf8))
    }
  }

  private static let spellings = ["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"]
}
