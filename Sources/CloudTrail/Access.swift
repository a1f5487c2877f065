/// What an action does to what it acts on.
package enum Access: String, Hashable, Sendable {
  case read, write

  /// The access of an action whose events do not say `readOnly` (COUNTING 18).
  package init(eventName: some Collection<UInt8>) {
    for verb in Access.readVerbs {
      guard eventName.starts(with: verb.utf8) else { continue }
      let next = eventName.dropFirst(verb.utf8.count).first
      if next.map(Access.startsWord) ?? true {
        self = .read
        return
      }
    }
    self = .write
  }

  private static let readVerbs = [
    "BatchGet", "Describe", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search", "Select", "Simulate",
  ]

  private static func startsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
