import CloudTrail
import Query
import Seeded

/// Random predicates that have a chance with given documents: their paths and values are taken from records.
struct DataPredicate {
  /// A scalar of some record and where it lies.
  struct Sample {
    let path: [FieldPath.Step]
    let text: String
  }

  var random: SeededRandom
  /// Values of records, and paths at which records have something, in order of appearance.
  private var samples: [Sample] = []
  private var fieldTexts: [EventField: [String]] = [:]
  private var times: [Timestamp] = []

  init(seed: UInt64, events: [KeptEvent]) {
    random = SeededRandom(state: seed)
    for _ in 0..<min(events.count, 400) {
      events[random.below(events.count)].withEvent { event in
        collect(event.record, [])
        times.append(event.time)
        for field in EventField.allCases {
          _ = event.withUTF8(of: field) { text in
            if let text { fieldTexts[field, default: []].append(String(decoding: text, as: UTF8.self)) }
            return true
          }
        }
      }
    }
  }

  private mutating func collect(_ value: JSONView, _ path: [FieldPath.Step]) {
    switch value.kind {
    case .object:
      value.forEachMember { name, member in
        collect(member, path + [.key(ExactString(name.string))])
        return true
      }
    case .array:
      value.forEachElement { element in
        collect(element, path)
        return true
      }
    case .null: break
    case .string, .number, .bool:
      value.withUTF8 { samples.append(Sample(path: path, text: String(decoding: $0, as: UTF8.self))) }
    }
  }

  // MARK: Predicates

  mutating func predicate(_ depth: Int = 3) -> Predicate {
    switch random.below(depth > 0 ? 16 : 10) {
    case 0...2: recordTest()
    case 3...5: fieldTest()
    case 6: .flag(random.pick(EventFlag.allCases))
    case 7: .time(timeRange())
    case 8: .anywhere(pattern(random.pick(samples).text))
    case 9: elements()
    case 10: .not(predicate(depth - 1))
    case 11...13: .all((0..<(1 + random.below(3))).map { _ in predicate(depth - 1) })
    default: .any((0..<(1 + random.below(3))).map { _ in predicate(depth - 1) })
    }
  }

  private mutating func recordTest() -> Predicate {
    let sample = random.pick(samples)
    var path = sample.path
    if random.below(12) == 0 { path.append(.index(random.below(2))) }
    return .field(.record(path), test(sample.text), random.below(8) == 0 ? .every : .any)
  }

  private mutating func fieldTest() -> Predicate {
    let field = random.pick(EventField.allCases.filter { fieldTexts[$0] != nil })
    var text = random.pick(fieldTexts[field] ?? [""])
    if field == .principal, random.below(2) == 0 { text = ShownPrincipal.form(of: text) }
    if field == .action, random.below(2) == 0, let colon = text.firstIndex(of: ":") {
      text = String(text[text.index(after: colon)...])
    }
    return .field(.event(field), test(text))
  }

  private mutating func elements() -> Predicate {
    let sample = random.pick(samples)
    guard sample.path.count > 1 else { return recordTest() }
    let inner = Predicate.field(.record([sample.path[sample.path.count - 1]]), test(sample.text))
    return .elements(
      Array(sample.path.dropLast()), random.below(3) == 0 ? .every : .any,
      random.below(3) == 0 ? .not(inner) : inner)
  }

  private mutating func timeRange() -> TimeRange {
    let (one, other) = (random.pick(times), random.pick(times))
    return TimeRange(
      from: random.below(4) == 0 ? nil : min(one, other),
      through: random.below(4) == 0 ? nil : max(one, other))
  }

  // MARK: Tests

  private mutating func test(_ text: String, depth: Int = 2) -> FieldTest {
    switch random.below(depth > 0 ? 16 : 12) {
    case 0...5: .text(pattern(text))
    case 6: random.pick([.exists, .present, .empty, .kind(random.pick(ValueKind.allCases))])
    case 7: .regex(regex(text))
    case 8: network(near: text)
    case 9: number(near: text)
    case 10: .time(timeRange())
    case 11: .reference(.record(random.pick(samples).path), random.pick(Place.allCases))
    case 12: .not(test(text, depth: depth - 1))
    case 13: .all((0..<(1 + random.below(2))).map { _ in test(text, depth: depth - 1) })
    default: .any((0..<(1 + random.below(3))).map { _ in test(random.pick(samples).text, depth: depth - 1) })
    }
  }

  /// The text, or a pattern that it matches unless a letter was changed.
  private mutating func pattern(_ text: String) -> TextPattern {
    var scalars = Array(text.unicodeScalars)
    if random.below(3) == 0 { scalars = Array(text.uppercased().unicodeScalars) }
    if random.below(8) == 0, !scalars.isEmpty { scalars[random.below(scalars.count)] = "x" }
    var pieces = scalars.map { TextPattern.Piece.literal(ExactString(String($0))) }
    for _ in 0..<random.below(3) where !pieces.isEmpty {
      let from = random.below(pieces.count)
      let length = 1 + random.below(pieces.count - from)
      if random.below(3) == 0 {
        pieces[from] = .anyOne
      } else {
        pieces.replaceSubrange(from..<(from + length), with: [.anyRun])
      }
    }
    return TextPattern(pieces, caseSensitive: random.below(3) == 0)
  }

  private mutating func regex(_ text: String) -> RegexPattern {
    let scalars = Array(text.unicodeScalars.prefix(40))
    let from = random.below(scalars.count + 1)
    var source = random.below(3) == 0 ? "^" : ""
    for scalar in scalars[(source.isEmpty ? from : 0)...] {
      let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      source += random.below(12) == 0 ? random.pick([".", ".*", ".+", "\\w"]) : isWord ? String(scalar) : ""
      if !isWord { source += scalar.isASCII && scalar.value > 0x20 ? "\\\(scalar)" : "." }
    }
    let options: RegexPattern.Options = random.below(2) == 0 ? [.ignoreCase] : []
    guard let regex = try? RegexPattern(source, options: options) else {
      fatalError("no expression: \(source)")
    }
    return regex
  }

  private mutating func network(near text: String) -> FieldTest {
    let addresses = (fieldTexts[.sourceIPAddress] ?? []).filter { IPAddress(Array($0.utf8)) != nil }
    guard !addresses.isEmpty else { return .text(pattern(text)) }
    let address = random.pick(addresses)
    let length = random.pick(address.contains(":") ? [16, 32, 64, 128] : [0, 7, 8, 12, 16, 24, 30, 32])
    return Network("\(address)/\(length)").map { .network($0) } ?? .present
  }

  private mutating func number(near text: String) -> FieldTest {
    let value = NumberValue(Array(text.utf8)) ?? .integer(Int64(random.below(1000)))
    let bound = NumberRange.Bound(value, inclusive: random.below(2) == 0)
    return .number(
      random.below(2) == 0 ? NumberRange(lower: bound, upper: nil) : NumberRange(lower: nil, upper: bound))
  }
}
