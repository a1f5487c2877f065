import CloudTrail

/// Which events a predicate can match at all, by service and by name: a necessary condition, so that an index
/// over many rules asks only few of them. A hash stands for a name; two names with one hash only let a rule
/// be asked in vain.
package struct IndexKeys: Hashable, Sendable {
  /// Hashes of the services possible, nil for any.
  package var services: Set<UInt64>?
  /// Hashes of the event names possible, nil for any.
  package var eventNames: Set<UInt64>?

  /// Any event.
  private static let any = IndexKeys(services: nil, eventNames: nil)

  private init(services: Set<UInt64>?, eventNames: Set<UInt64>?) {
    (self.services, self.eventNames) = (services, eventNames)
  }

  /// What `predicate` asks of an event's source and name.
  /// - Parameter record: the keys that lead to the record from where the predicate's paths begin: none, or `detail` for one that is
  ///   asked of the EventBridge envelope.
  package init(of predicate: Predicate, recordAt record: [String] = []) {
    self.init(of: predicate, record: record.map { .key(ExactString($0)) })
  }

  private init(of predicate: Predicate, record: [FieldPath.Step]) {
    switch predicate {
    case .all(let parts):
      self = parts.map { IndexKeys(of: $0, record: record) }.reduce(.any) { $0.intersection($1) }
    case .any(let parts):
      let keys = parts.map { IndexKeys(of: $0, record: record) }
      self = keys.dropFirst().reduce(keys.first ?? IndexKeys(services: [], eventNames: [])) { $0.union($1) }
    case .field(.record(let steps), let test, _) where steps.starts(with: record):
      self = IndexKeys(.record(Array(steps.dropFirst(record.count))), test)
    case .field(.event(let field), let test, _): self = IndexKeys(.event(field), test)
    case .elements(let steps, .any, let part) where !steps.isEmpty && steps == record:
      self = IndexKeys(of: part, record: [])
    case .field, .not, .elements, .time, .flag, .rule, .severity, .anywhere: self = .any
    }
  }

  private init(_ path: FieldPath, _ test: FieldTest) {
    self = .any
    guard let texts = IndexKeys.literals(of: test) else { return }
    switch path {
    case .event(.service), .event(.eventName), .event(.action): break
    case .record(let steps) where steps == [.key(ExactString("eventSource"))]:
      services = IndexKeys.hashes(texts, IndexKeys.serviceHash)
      return
    case .record(let steps) where steps == [.key(ExactString("eventName"))]:
      eventNames = IndexKeys.hashes(texts, IndexKeys.hash)
      return
    default: return
    }
    if path == .event(.service) { services = IndexKeys.hashes(texts, IndexKeys.serviceHash) }
    if path == .event(.eventName) { eventNames = IndexKeys.hashes(texts, IndexKeys.hash) }
    if path == .event(.action) { setAction(texts) }
  }

  private mutating func setAction(_ texts: [[UInt8]]) {
    let parts = texts.map {
      $0.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    }
    eventNames = IndexKeys.hashes(parts.map { Array($0[$0.count - 1]) }, IndexKeys.hash)
    if parts.allSatisfy({ $0.count == 2 }) {
      services = IndexKeys.hashes(parts.map { Array($0[0]) }, IndexKeys.serviceHash)
    }
  }

  /// The texts of which a value must be one, nil where that is not all a test asks. Texts beyond ASCII fold
  /// in more ways than a hash follows.
  private static func literals(of test: FieldTest) -> [[UInt8]]? {
    switch test {
    case .text(let pattern):
      guard let literal = pattern.literal, literal.string.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
      return [Array(literal.string.utf8)]
    case .any(let tests):
      var all: [[UInt8]] = []
      for test in tests {
        guard let texts = literals(of: test) else { return nil }
        all += texts
      }
      return all
    case .all(let tests): return tests.lazy.compactMap(literals(of:)).first
    default: return nil
    }
  }

  private func intersection(_ other: IndexKeys) -> IndexKeys {
    IndexKeys(
      services: IndexKeys.intersection(services, other.services),
      eventNames: IndexKeys.intersection(eventNames, other.eventNames))
  }

  private func union(_ other: IndexKeys) -> IndexKeys {
    IndexKeys(
      services: IndexKeys.union(services, other.services),
      eventNames: IndexKeys.union(eventNames, other.eventNames))
  }

  private static func intersection(_ left: Set<UInt64>?, _ right: Set<UInt64>?) -> Set<UInt64>? {
    guard let left, let right else { return left ?? right }
    return left.intersection(right)
  }

  private static func union(_ left: Set<UInt64>?, _ right: Set<UInt64>?) -> Set<UInt64>? {
    guard let left, let right else { return nil }
    return left.union(right)
  }
}

extension IndexKeys {
  /// The hash under which an event's service, or a rule's `eventSource`, is looked up. Case does not count.
  package static func serviceHash(_ service: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let suffix: StaticString = ".amazonaws.com"
    let ending = UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount)
    let length = service.count - ending.count
    guard length > 0, service[length...].elementsEqual(ending, by: { CaseFolding.ascii($0) == $1 }) else {
      return hash(service)
    }
    return hash(UnsafeBufferPointer(rebasing: service[..<length]))
  }

  /// The hash under which an event's name is looked up. Case does not count.
  package static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    // FNV-1a.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(CaseFolding.ascii(byte))) &* 0x100_0000_01B3 }
    return hash
  }

  private static func hashes(
    _ texts: [[UInt8]], _ hash: (UnsafeBufferPointer<UInt8>) -> UInt64
  ) -> Set<UInt64> {
    Set(texts.map { $0.withUnsafeBufferPointer(hash) })
  }

  /// Whether the hashes of an event's service or name can be relied on: not where another reading of the
  /// record gives other ones (a colon within, letters beyond ASCII, a field of an unexpected type, which
  /// reads `unknown`).
  package static func isIndexable(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.contains(UInt8(ascii: ":")) || text.elementsEqual("unknown".utf8) { return false }
    return !CaseFolding.hasNonASCII(text)
  }
}
