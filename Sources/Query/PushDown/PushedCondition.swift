import CloudTrail

/// What a search engine is asked of a predicate: conditions on single fields of the record, with negations only at the leaves.
///
/// It holds for every record for which the predicate holds, perhaps for more: too much is allowed, too little never.
indirect enum PushedCondition: Hashable {
  /// Nothing is known that would narrow.
  case anything
  case nothing
  case all([PushedCondition])
  case any([PushedCondition])
  case leaf(PushedLeaf)

  /// Every part holds; parts that do not narrow are left out.
  static func conjunction(_ parts: [PushedCondition]) -> PushedCondition {
    if parts.contains(.nothing) { return .nothing }
    var flat: [PushedCondition] = []
    for part in parts where part != .anything {
      if case .all(let inner) = part { flat += inner } else { flat.append(part) }
    }
    return flat.isEmpty ? .anything : flat.count == 1 ? flat[0] : .all(flat)
  }

  /// At least one part holds; one that does not narrow leaves nothing to ask.
  static func disjunction(_ parts: [PushedCondition]) -> PushedCondition {
    if parts.contains(.anything) { return .anything }
    var flat: [PushedCondition] = []
    for part in parts where part != .nothing {
      if case .any(let inner) = part { flat += inner } else { flat.append(part) }
    }
    return flat.isEmpty ? .nothing : flat.count == 1 ? flat[0] : .any(flat)
  }
}

extension PushedCondition {
  /// The opposite of a condition that was not widened.
  var negated: PushedCondition {
    switch self {
    case .anything: .nothing
    case .nothing: .anything
    case .all(let parts): .disjunction(parts.map(\.negated))
    case .any(let parts): .conjunction(parts.map(\.negated))
    case .leaf(let leaf):
      .leaf(PushedLeaf(place: leaf.place, test: leaf.test, isNegated: !leaf.isNegated))
    }
  }
}

/// One condition on one field.
struct PushedLeaf: Hashable {
  var place: PushedPlace
  var test: PushedTest
  /// The test does not hold, which it does not either where the field is missing.
  var isNegated = false
}

/// Where a value lies in a document.
enum PushedPlace: Hashable {
  /// Keys from the record's root.
  case record([String])
  /// `account` of the EventBridge envelope around the record.
  case envelopeAccount
  /// Anywhere in the record's text.
  case wholeRecord

  /// Keys written with dots.
  static func at(_ path: String) -> PushedPlace { .record(path.split(separator: ".").map(String.init)) }
}

/// What one value is asked. Where the place has several values, at least one passes.
enum PushedTest: Hashable {
  /// The text of a string, a number or a boolean matches one of the patterns.
  case text([TextPattern])
  case number(NumberRange)
  case time(TimeRange)
  case network(Network)
  /// A boolean, or the word for it in any case.
  case truth(Bool)
  /// An account id: 12 digits, which records also write without leading zeros or as a number (COUNTING 16).
  case account(String)
  /// Any value but null, an empty array and an empty object.
  case value
}

extension PushedPlace {
  /// Fields that CloudTrail itself writes, each one string at most (CloudTrail user guide, "CloudTrail record contents" and
  /// "userIdentity element"); what a caller may choose the shape of, such as `requestParameters`, is not among them.
  static let ownFields: Set<String> = [
    "eventID", "eventName", "eventSource", "eventTime", "eventType", "awsRegion", "sourceIPAddress",
    "userAgent",
    "errorCode", "errorMessage", "recipientAccountId", "readOnly", "sessionCredentialFromConsole",
    "userIdentity.type", "userIdentity.arn", "userIdentity.userName", "userIdentity.principalId",
    "userIdentity.invokedBy", "userIdentity.accountId", "userIdentity.accessKeyId",
    "userIdentity.onBehalfOf.userId",
    "userIdentity.sessionContext.sessionIssuer.arn", "responseElements.ConsoleLogin",
  ]
  /// Those of them that AWS never writes with more than a few dozen characters.
  private static let shortFields: Set<String> = [
    "eventID", "eventName", "eventSource", "eventTime", "eventType", "awsRegion", "recipientAccountId",
    "readOnly",
    "sessionCredentialFromConsole", "userIdentity.type", "userIdentity.accountId", "userIdentity.accessKeyId",
    "responseElements.ConsoleLogin",
  ]

  private var path: String {
    if case .record(let keys) = self { keys.joined(separator: ".") } else { "" }
  }

  /// Whether there is one string at most.
  var isOwn: Bool { PushedPlace.ownFields.contains(path) }

  /// Whether CloudTrail writes a boolean there, or the word for one.
  var isTruth: Bool { ["readOnly", "sessionCredentialFromConsole"].contains(path) }

  var isShort: Bool { PushedPlace.shortFields.contains(path) }

  /// Whether a value that an engine knows under the dotted name must lie at this place. Engines flatten names, so a key that holds
  /// a dot itself would be taken for two: possible only below the first level of what a caller chose.
  var hasOneName: Bool {
    guard case .record(let keys) = self else { return true }
    return keys.count <= 2 || isOwn
  }
}
