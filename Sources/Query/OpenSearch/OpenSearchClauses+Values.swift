import CloudTrail

/// Clauses for values that are more than texts.
extension OpenSearchClauses {
  /// A boolean, as one or as a word in any case.
  static func truth(_ field: DocumentShape.Field, _ value: Bool) -> QueryJSON? {
    switch field {
    case .boolean(let name): ["term": .object([(name, .bool(value))])]
    case .keyword(let name, _): text(name, TextPattern(exactly: value ? "true" : "false"))
    default: nil
    }
  }

  /// An account's id in every way that it is written: with fewer leading zeros, or as a number (COUNTING 16; FACTS on extracted
  /// fields).
  static func account(_ field: DocumentShape.Field, _ id: String) -> QueryJSON? {
    switch field {
    case .keyword(let name, _):
      return ["terms": .object([(name, .array(AccountSpelling.texts(of: id).map(QueryJSON.string)))])]
    case .integer(let name):
      guard let number = AccountSpelling.number(of: id) else { return ["match_none": [:]] }
      return ["term": .object([(name, .integer(number))])]
    default: return nil
    }
  }

  /// Numbers of a field. On the way to the index a fraction may have been cut or rounded, never past a whole number beyond the range
  /// cut likewise; ends beyond 2^53 are left open.
  static func range(_ name: String, _ range: NumberRange) -> QueryJSON? {
    func bound(_ bound: NumberRange.Bound?, _ rounding: FloatingPointRoundingRule) -> Int64? {
      guard let value = bound?.value else { return nil }
      let number: Double =
        switch value {
        case .integer(let integer): Double(integer)
        case .double(let double): double
        }
      // Single precision, which dynamic mapping gives fractions, keeps whole numbers to 2^24.
      guard number.magnitude < 0x1p24 else { return nil }
      return Int64(number.rounded(rounding))
    }
    var ends: [(String, QueryJSON)] = []
    if let lower = bound(range.lower, .down) { ends.append(("gte", .integer(lower))) }
    if let upper = bound(range.upper, .up) { ends.append(("lte", .integer(upper))) }
    return ends.isEmpty ? exists(name) : ["range": .object([(name, .object(ends))])]
  }

  /// Texts that are addresses of the network, and every address that is written with colons if the network's may be.
  static func network(_ name: String, _ network: Network) -> QueryJSON? {
    guard network.isVersion4 else {
      return network.holdsVersion4 ? nil : ["regexp": .object([(name, .string(".*:.*"))])]
    }
    let octets = (network.prefixLength - 96) / 8
    let written = network.base.description.split(separator: ".").prefix(octets)
    let head = written.joined(separator: "\\.")
    let regex = octets == 4 ? head : octets == 0 ? ".*" : "\(head)\\..*"
    return ["regexp": .object([(name, .string("(\(regex))|(.*:.*)"))])]
  }
}
