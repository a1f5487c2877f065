import CloudTrail
import Query

/// The rules inside the binary: one for each step that a stolen key takes to an organisation's administrator
/// and out of sight.
package enum BuiltInRules {
  package static let all: [Rule] = credentialAccess + privilegeEscalation + persistence + defenceEvasion

  /// A built-in rule's predicate from filter text. The text is part of the program: a bad one ends the first
  /// test that touches it.
  static func filter(_ text: StaticString) -> Predicate {
    do {
      return try FilterSyntax.predicate(from: text.description, now: Timestamp(milliseconds: 0))
    } catch {
      preconditionFailure("built-in rule: \(error)")
    }
  }
}
