import CloudTrail
import Query
import YAML

extension Configuration {
  /// Alerts that nobody is to hear of, on any source.
  package struct Mute: Hashable, Sendable {
    package var rule: Placed<String>
    /// What the rule's alerts are told apart by; nil for all of them.
    package var group: [String]?
    package var reason: String
    /// What happens from then on is told again.
    package var until: Timestamp?
  }
}

extension ConfigurationReader {
  /// `mutes: [{rule: ID, group: [ACCOUNT, PRINCIPAL], reason: TEXT, until: TIME}]`.
  mutating func mutes(_ section: Field) -> [Configuration.Mute] {
    elements(section).compactMap { mute($0) }
  }

  private mutating func mute(_ field: Field) -> Configuration.Mute? {
    var (rule, reason): (Placed<String>?, String?)
    var (group, until): ([String]?, Timestamp?)
    for entry in entries(field, known: ["rule", "group", "reason", "until"]) {
      switch entry.key {
      case "rule": rule = placed(entry)
      case "group": group = texts(entry).map(\.value)
      case "reason": reason = text(entry)
      case "until": until = text(entry, Forms.time).flatMap { WrittenTime.moment($0) }
      default: break
      }
    }
    for key in ["rule", "reason"] where field.node.mapping != nil && field.node[key] == nil {
      refuse("\(field.path): the key \(key) is missing, as in {rule: ID, reason: why}", at: field.place)
    }
    guard let rule, let reason else { return nil }
    return Configuration.Mute(rule: rule, group: group, reason: reason, until: until)
  }
}
