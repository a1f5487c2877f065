/// What the message of a refused call says (IAM user guide, Troubleshoot access denied error messages): who
/// may not do what on what, and which kind of policy decided.
///
///     User: ARN is not authorized to perform: ACTION on resource: ARN with an explicit deny in a KIND policy: ARN
///     User: ARN is not authorized to perform: ACTION on resource: ARN because no KIND policy allows the ACTION action
///     You are not authorized to perform this operation. Encoded authorization failure message: TEXT
package struct DeniedMessage: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    /// A Deny statement matched: no Allow anywhere helps.
    case explicitDeny
    /// Nothing allowed it.
    case noAllow
    /// The message does not say which.
    case unsaid
  }

  /// A kind of policy that decides about a call.
  package enum PolicyKind: String, CaseIterable, Hashable, Sendable {
    case identityBased = "identity-based policy"
    case resourceBased = "resource-based policy"
    case serviceControl = "service control policy"
    case resourceControl = "resource control policy"
    case permissionsBoundary = "permissions boundary"
    case session = "session policy"
    case vpcEndpoint = "VPC endpoint policy"
    case roleTrust = "role trust policy"
  }

  /// The ARN of who asked; nil where the message does not say.
  package private(set) var principal: String?
  package private(set) var action: String?
  package private(set) var resource: String?
  package private(set) var verdict = Verdict.unsaid
  package private(set) var policy: PolicyKind?
  /// The policy's ARN, which newer messages name within one organisation.
  package private(set) var policyARN: String?
  /// The kind of policy that a VPC endpoint's was denied through.
  package private(set) var through: PolicyKind?
  /// The message ends in text that only `sts:DecodeAuthorizationMessage` can read.
  package private(set) var isEncoded = false

  /// The longest message read, in bytes: CloudTrail cuts messages near 1 KB (FACTS).
  private static let longest = 8192

  /// Takes a message apart; nil when it is none of a refusal.
  package init?(_ message: String) {
    var words = DeniedWords(String(decoding: message.utf8.prefix(DeniedMessage.longest), as: UTF8.self))
    isEncoded = words.cut(at: "Encoded authorization failure message")
    let isRefusal = words.find("not authorized to") || words.find("request was denied") || words.isBareRefusal
    guard isRefusal || isEncoded else { return nil }
    readCause(words)
    guard words.find("not authorized to perform") else { return }
    principal = words.between(["User: ", "User "], ["is not authorized to perform"]).flatMap { $0.nonEmpty }
    action = words.between(
      ["not authorized to perform: ", "not authorized to perform "],
      [" on resource", " on the resource", " with an explicit deny", " because ", ". "]
    ).flatMap(DeniedMessage.plainAction)
    resource = words.between(
      ["on resource: ", "on the resource: ", "on resource "], [" with an explicit deny", " because ", ". "]
    ).flatMap { $0.nonEmpty }
  }

  /// `this operation` and the like name no action.
  private static func plainAction(_ text: String) -> String? {
    text.contains(" ") || !text.contains(":") ? nil : text
  }

  private mutating func readCause(_ words: DeniedWords) {
    if let cause = words.behind("with an explicit deny") {
      verdict = .explicitDeny
      readPolicy(cause)
    } else if let cause = words.behind("because no ") ?? words.behind("because the ") {
      verdict = .noAllow
      readPolicy(cause)
    } else if let cause = words.behind("denied due to a") {
      readPolicy(cause)
    }
  }

  private mutating func readPolicy(_ cause: DeniedWords) {
    let (own, other) = cause.split(at: "transitively through")
    policy = own.policyKind
    through = other?.policyKind
    policyARN = cause.arn
  }
}

/// A message with single blanks between its words, looked through without regard to case.
private struct DeniedWords {
  private var text: [UInt8]
  private var folded: [UInt8]

  init(_ text: String) {
    let words = text.utf8.split { $0 <= 0x20 }
    self.init(Array(words.joined(separator: [0x20])))
  }

  private init(_ text: [UInt8]) {
    self.text = text
    folded = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private func range(of phrase: String, from start: Int = 0) -> Range<Int>? {
    folded[start...].firstRange(of: Array(phrase.lowercased().utf8))
  }

  func find(_ phrase: String) -> Bool { range(of: phrase) != nil }

  /// A message that says nothing but that access was denied.
  var isBareRefusal: Bool {
    ["access denied", "accessdenied", "access is denied"].contains { folded.starts(with: Array($0.utf8)) }
  }

  /// Cuts the text off before `phrase`; false when it does not stand there.
  mutating func cut(at phrase: String) -> Bool {
    guard let found = range(of: phrase) else { return false }
    self = DeniedWords(Array(text[..<found.lowerBound]))
    return true
  }

  func behind(_ phrase: String) -> DeniedWords? {
    range(of: phrase).map { DeniedWords(Array(text[$0.upperBound...])) }
  }

  func split(at phrase: String) -> (DeniedWords, DeniedWords?) {
    guard let found = range(of: phrase) else { return (self, nil) }
    return (DeniedWords(Array(text[..<found.lowerBound])), DeniedWords(Array(text[found.upperBound...])))
  }

  /// The text behind the first of `starts` that stands there, up to the nearest of `ends` or to the end.
  func between(_ starts: [String], _ ends: [String]) -> String? {
    guard let start = starts.lazy.compactMap({ range(of: $0) }).first?.upperBound else { return nil }
    let end = ends.compactMap { range(of: $0, from: start)?.lowerBound }.min() ?? text.count
    let ending = text[start..<end].reversed().prefix { $0 == UInt8(ascii: ".") || $0 == 0x20 }.count
    return String(decoding: text[start..<end - ending], as: UTF8.self)
  }

  /// The kind of policy named first. AWS also writes `sessions policy`.
  var policyKind: DeniedMessage.PolicyKind? {
    let named = DeniedMessage.PolicyKind.allCases.compactMap { kind in
      range(of: kind.rawValue).map { (kind, $0.lowerBound) }
    }
    let first = named.min { $0.1 < $1.1 }?.0
    return first ?? (find("sessions policy") ? .session : nil)
  }

  /// The first ARN, without the punctuation behind it.
  var arn: String? {
    guard let start = range(of: "arn:")?.lowerBound else { return nil }
    let found = text[start...].prefix { $0 != 0x20 }
    let trimmed = found.reversed().drop { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    return String(decoding: trimmed.reversed(), as: UTF8.self)
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
