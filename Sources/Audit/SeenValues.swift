import CloudTrail
import Query

/// Asks which values of a field the store holds.
package struct SeenValuesRequest: Hashable, Sendable {
  package var field: EventField
  /// What a value has to contain, in any case of its letters.
  package var part: String
  /// The most values wanted.
  package var limit: Int

  package init(field: EventField, part: String, limit: Int) {
    (self.field, self.part, self.limit) = (field, part, limit)
  }
}

/// The answer: values with the events that have them, those that begin with the part first, then by events, then by bytes.
package struct SeenValues: Hashable, Sendable {
  package struct Value: Hashable, Sendable {
    /// As a filter names it: an account by its id, a principal by its shown form.
    package var text: String
    package var events: Int

    package init(text: String, events: Int) { (self.text, self.events) = (text, events) }
  }

  package var values: [Value] = []
  /// How many values contain the part.
  package var total = 0

  package init() {}
}

extension EventStore {
  /// The values of a field among the events that count. An account is found by its name too.
  package func values(
    _ request: SeenValuesRequest, context: EvaluationContext = EvaluationContext()
  ) -> SeenValues {
    let counts = read { events in events.counts(of: request.field) }
    return SeenValues(of: counts, request, names: context.accountNames)
  }
}

extension StoredEvents {
  /// The events by value.
  fileprivate func counts(of field: EventField) -> [ExactString: Int] {
    var byID = [Int](repeating: 0, count: strings.count)
    var failures = 0
    cores.forEach { row, core in
      guard core.flags.isCounted else { return }
      byID[Int(id(of: field, row, core))] += 1
      if core.error == 0, core.flags.contains(.error) { failures += 1 }
    }
    // A failed ConsoleLogin says so without an error code.
    var counts: [ExactString: Int] =
      field == .errorCode && failures > 0 ? [ExactString("Failure"): failures] : [:]
    for (id, count) in byID.enumerated() where id > 0 && count > 0 {
      counts[ExactString(StoredEvents.named(strings[UInt32(id)], field)), default: 0] += count
    }
    return counts
  }

  private func id(of field: EventField, _ row: Int, _ core: Row.Core) -> UInt32 {
    switch field {
    case .account: return groups[core.group].account
    case .principal: return groups[core.group].principal
    case .action, .service, .eventName: return groups[core.group].action
    case .principalType: return groups[core.group].type
    case .errorCode: return core.error
    case .awsRegion: return detail(row, \.region)
    case .sourceIPAddress: return detail(row, \.sourceIP)
    case .userAgent: return detail(row, \.userAgent)
    case .session: return detail(row, \.session)
    case .accessKeyId: return detail(row, \.accessKey)
    case .eventID: return 0
    }
  }

  private func detail(_ row: Int, _ part: KeyPath<Row.Details, UInt32>) -> UInt32 {
    row < details.end ? details[row][keyPath: part] : 0
  }

  private static func named(_ text: String, _ field: EventField) -> String {
    switch field {
    case .principal: ShownPrincipal.form(of: text)
    case .service: String(text.prefix { $0 != ":" })
    case .eventName: String(text.drop { $0 != ":" }.dropFirst())
    default: text
    }
  }
}

extension SeenValues {
  fileprivate init(of counts: [ExactString: Int], _ request: SeenValuesRequest, names: [ExactString: String])
  {
    let part = Array(request.part.utf8).map(lowered)
    var found: [(rank: Int, events: Int, text: ExactString)] = []
    for (text, events) in counts {
      let spellings = [text.string] + (request.field == .account ? names[text].map { [$0] } ?? [] : [])
      guard let rank = spellings.compactMap({ SeenValues.rank(of: part, in: $0) }).min() else { continue }
      found.append((rank, events, text))
    }
    total = found.count
    values = found.sorted { ($0.rank, $1.events, $0.text) < ($1.rank, $0.events, $1.text) }
      .prefix(max(0, request.limit)).map { Value(text: $0.text.string, events: $0.events) }
  }

  /// 0 where the text, or what follows a `:` or a `/` in it, begins with the part, 1 where it contains it, nil where it does not.
  private static func rank(of part: [UInt8], in text: String) -> Int? {
    if part.isEmpty { return 0 }
    let bytes = Array(text.utf8).map(lowered)
    guard bytes.count >= part.count else { return nil }
    var isFound = false
    for start in 0...(bytes.count - part.count) where bytes[start...].starts(with: part) {
      if start == 0 || ":/".utf8.contains(bytes[start - 1]) { return 0 }
      isFound = true
    }
    return isFound ? 1 : nil
  }
}

/// ASCII letters in small.
private func lowered(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
