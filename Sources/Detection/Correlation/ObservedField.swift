import CloudTrail
import Query

/// A field that correlations group by or look at, prepared to be read from many events: a place in the record, or what is made of it.
struct ObservedField: Sendable {
  private enum What: Sendable {
    case record(RecordText)
    case event(EventField)
    case network
    /// Nil where there is no database.
    case country(CountryDatabase?)
  }

  /// The longest value kept, in bytes: longer ones that begin alike are alike. Whoever chooses a user agent must not choose how much
  /// memory that takes.
  private static let longest = 512
  /// Names that no record has at its root, for what events are counted by (DESIGN, The domain).
  private static let ofEvents: [String: What] = [
    "principal": .event(.principal), "account": .event(.account), "action": .event(.action),
    "sourceIPAddress.net": .network,
  ]

  private let what: What

  /// The name of what only a ``CountryDatabase`` tells.
  static let country = "sourceIPAddress.country"

  /// - Parameters:
  ///   - name: dotted, as Sigma writes it.
  ///   - countries: says which country an address is of.
  init(_ name: String, countries: CountryDatabase?) {
    what =
      name == ObservedField.country
      ? .country(countries) : ObservedField.ofEvents[name] ?? .record(RecordText(field: name))
  }

  /// Nil where the event has none.
  func value(in record: JSONView, of event: EventView) -> String? {
    switch what {
    case .record(let text): text.first(in: record, of: event).map(ObservedField.cut)
    case .event(let field): ObservedField.text(of: field, event)
    case .network: ObservedField.address(event).map(\.network)
    case .country(let countries): countries.flatMap { ObservedField.address(event).flatMap($0.country) }
    }
  }

  private static func address(_ event: EventView) -> IPAddress? {
    event.sourceIPAddress.flatMap { text in text.withUTF8 { IPAddress($0) } }
  }

  private static func text(of field: EventField, _ event: EventView) -> String? {
    var text: String?
    _ = event.withUTF8(of: field) { bytes in
      text = bytes.map { String(decoding: $0.prefix(longest), as: UTF8.self) }
      return true
    }
    return text
  }

  static func cut(_ text: String) -> String {
    text.utf8.count > longest ? String(decoding: text.utf8.prefix(longest), as: UTF8.self) : text
  }
}

extension IPAddress {
  /// The network that an address most often changes within: its /24, of version 6 its /48, which is what a site is given (RFC 6177).
  fileprivate var network: String {
    if bits >> 32 == 0xFFFF {
      let parts = [24, 16, 8].map { String(bits >> $0 & 0xFF) }
      return "\(parts.joined(separator: ".")).0/24"
    }
    let groups = [112, 96, 80].map { String(bits >> $0 & 0xFFFF, radix: 16) }
    return "\(groups.joined(separator: ":"))::/48"
  }
}
