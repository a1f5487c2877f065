/// The log groups of a source, as `insights:A,B` and `logs:A` name them.
package struct LogGroups: Hashable, Sendable {
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Names, or ARNs without the `:*` that consoles append (FACTS, "CloudWatch Logs").
  package let identifiers: [String]
  /// The region that ARNs name; nil where there are only names.
  package let region: String?

  /// The most groups of one Logs Insights query (FACTS).
  package static let most = 50

  /// - Parameter text: names or ARNs, separated by commas.
  package init(_ text: String, most: Int = LogGroups.most) throws(Malformed) {
    let written = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard written.count <= most else {
      throw Malformed(description: "\(written.count) log groups are named, and at most \(most) can be read")
    }
    var identifiers: [String] = []
    var regions: Set<String> = []
    for group in written {
      let arn = LogGroupARN(group)
      if let arn { regions.insert(arn.region) }
      let identifier = arn?.text ?? group
      guard arn != nil || LogGroups.isName(group) else {
        throw Malformed(
          description: "a log group is a name of letters, digits and . - _ / #, or an ARN: arn:aws:logs:…")
      }
      if !identifiers.contains(identifier) { identifiers.append(identifier) }
    }
    guard regions.count <= 1 else {
      throw Malformed(description: "the log groups are of several regions: name each in a source of its own")
    }
    (self.identifiers, region) = (identifiers, regions.first)
  }

  /// As the service's model of `LogGroupName` has it: 1 to 512 of these characters.
  static func isName(_ text: String) -> Bool {
    (1...512).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "._-/#".utf8.contains($0)
        }
      }
  }
}

/// `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME`.
private struct LogGroupARN {
  let text: String
  let region: String

  init?(_ written: String) {
    let bare = written.hasSuffix(":*") ? String(written.dropLast(2)) : written
    let parts = bare.split(separator: ":", omittingEmptySubsequences: false)
    guard
      parts.count == 7, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == "logs",
      parts[5] == "log-group",
      LogGroups.isName(String(parts[3])), LogGroups.isName(String(parts[6]))
    else { return nil }
    (text, region) = (bare, String(parts[3]))
  }
}
