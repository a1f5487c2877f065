import Audit
import CloudTrail
import Terminal

/// All that the sections of the details are written from.
struct DetailsSubject {
  let details: EventDetails
  let facts: RecordFacts
  let settings: Settings
  let times: Times
  /// What is known of the version before of the policy that the event writes.
  let earlier: EarlierVersion
  /// The policy is shown as its difference to that version.
  let showsDifference: Bool

  var row: EventRow { details.row }
  var signs: Signs { Signs(glyphs: settings.glyphs) }

  init(
    _ details: EventDetails, settings: Settings, times: Times, earlier: EarlierVersion, showsDifference: Bool
  ) {
    (self.details, self.settings, self.times) = (details, settings, times)
    (self.earlier, self.showsDifference) = (earlier, showsDifference)
    facts = RecordFacts(details.record)
  }

  /// What is to be marked in a policy of the event.
  func findings(in policy: PolicyDocument) -> [PolicyFinding] {
    policy.findings(account: row.account) { settings.accountNames[ExactString($0)] != nil }
  }
}

/// What is known of the version before.
enum EarlierVersion: Sendable {
  /// The event writes no policy that has versions.
  case notAsked
  case asked
  case failed
  case notHeld
  case found(EarlierPolicy)

  /// Whether the same is known.
  func isSame(as other: EarlierVersion) -> Bool {
    switch (self, other) {
    case (.notAsked, .notAsked), (.asked, .asked), (.failed, .failed), (.notHeld, .notHeld): true
    case (.found(let own), .found(let their)): own.row.id == their.row.id
    default: false
    }
  }
}
