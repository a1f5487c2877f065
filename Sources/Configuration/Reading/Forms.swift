import Query

/// The forms that single values must have. Each says what to write instead, nil when the text is well.
enum Forms {
  static func accountID(_ text: String) -> String? {
    text.utf8.count == 12 && text.utf8.allSatisfy(isDigit) ? nil : "an account's id is 12 digits, in quotes"
  }

  /// `us-east-1`, `us-gov-west-1`: words of small letters and digits, the last one a number.
  static func region(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isWell =
      parts.count >= 3 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isLowerOrDigit) }
      && parts.last.map { $0.utf8.allSatisfy(isDigit) } == true
    return isWell ? nil : "write a region such as us-east-1"
  }

  /// `arn:PARTITION:iam::ACCOUNT:role/NAME`.
  static func roleARN(_ text: String) -> String? {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let isWell =
      parts.count == 6 && parts[0] == "arn" && parts[1].hasPrefix("aws") && parts[2] == "iam"
      && accountID(String(parts[4])) == nil && parts[5].hasPrefix("role/") && parts[5].count > 5
    return isWell ? nil : "write a role's ARN such as arn:aws:iam::111122223333:role/audit"
  }

  static func organizationID(_ text: String) -> String? {
    let name = text.dropFirst(2)
    let isWell = text.hasPrefix("o-") && !name.isEmpty && name.utf8.allSatisfy(isLowerOrDigit)
    return isWell ? nil : "an organization's id is o- and small letters or digits"
  }

  /// The characters that CloudWatch Logs allows (CreateLogGroup, `logGroupName`: 1 to 512 of them).
  static func logGroup(_ text: String) -> String? {
    let isWell =
      text.utf8.count <= 512 && text.utf8.allSatisfy { isLetterOrDigit($0) || "_-/.#".utf8.contains($0) }
    return isWell ? nil : "a log group's name has letters, digits and _ - / . # only"
  }

  /// HTTPS, or plain HTTP to this machine; never with a password inside.
  static func url(_ text: String) -> String? {
    let isPlain = text.hasPrefix("http://")
    guard isPlain || text.hasPrefix("https://") else { return "write an address that begins with https://" }
    let rest = text.dropFirst(isPlain ? 7 : 8)
    let authority = rest.prefix { !"/?#".contains($0) }
    guard !authority.isEmpty else { return "a host is missing behind ://" }
    guard !authority.contains("@") else { return "leave the user and the password out of the address" }
    let host =
      authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    if isPlain, !["localhost", "127.0.0.1", "[::1]"].contains(host) {
      return "http:// is for this machine only; write https://"
    }
    return nil
  }

  /// A source as `--source` takes it (DESIGN, The commands).
  static func source(_ text: String) -> String? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let rest = String(parts[1])
    switch parts[0] {
    case "demo":
      return UInt64(rest) == nil ? "the demo's seed is a whole number, as in demo:7" : nil
    case "opensearch", "aoss":
      let address = rest.drop { $0 != ":" }.dropFirst(3)
      if let wrong = url(rest) { return wrong }
      return address.contains("/") && !rest.hasSuffix("/")
        ? nil : "an index pattern is missing, as in \(parts[0]):https://search.example/cwl-*"
    case "insights", "logs", "live":
      return rest.isEmpty ? "a log group is missing, as in \(parts[0]):/aws/events/iam-audit" : nil
    default: return nil
    }
  }

  static func severity(_ text: String) -> String? {
    let all = Severity.allCases.map(\.name).joined(separator: ", ")
    return Severity(named: text) == nil ? "write one of \(all)" : nil
  }

  static func bellForm(_ text: String) -> String? {
    ["bell", "osc9", "osc777"].contains(text) ? nil : "write bell, osc9 or osc777"
  }

  static func time(_ text: String) -> String? {
    WrittenTime.moment(text) == nil ? "write a time such as 2026-11-01 or 2026-11-01T03:00Z" : nil
  }

  /// A name that `@name` can be written with.
  static func filterName(_ text: String) -> String? {
    let isWell = !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || "_-.".utf8.contains($0) }
    return isWell ? nil : "a filter's name has letters, digits and _ - . only"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLowerOrDigit(byte | 0x20) || isDigit(byte) }
}
