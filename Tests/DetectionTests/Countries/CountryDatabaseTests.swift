import CloudTrail
import Query
import Seeded
import Testing

@testable import Detection

/// Writes databases in MaxMind's format, as the specification has it (2.0).
private struct DatabaseWriter {
  enum Value {
    case text(String)
    case map([(String, Value)])
    case number(Int)
    case pointer(Int)
  }

  var recordSize = 24
  var version = 6
  /// Networks with the place of their data in the section.
  private var children: [[Int?]] = [[nil, nil]]
  private var leaves: [[Int?]] = [[nil, nil]]
  private(set) var data: [UInt8] = []

  init(recordSize: Int = 24, version: Int = 6) { (self.recordSize, self.version) = (recordSize, version) }

  mutating func put(_ value: Value) -> Int {
    defer { data += Self.bytes(value) }
    return data.count
  }

  mutating func add(_ address: String, _ length: Int, _ place: Int) throws {
    let bits = try #require(IPAddress(Array(address.utf8))).bits
    let isVersion4 = !address.contains(":")
    // Below 96 zeros in a tree of version 6; with the mapped prefix taken off.
    let spelled = isVersion4 ? bits & 0xFFFF_FFFF : bits
    let width = version == 6 ? 128 : 32
    let total = isVersion4 && version == 6 ? 96 + length : length
    var node = 0
    for step in 0..<total {
      let side = Int(spelled >> UInt128(width - 1 - step) & 1)
      if step == total - 1 {
        leaves[node][side] = place
      } else if let next = children[node][side] {
        node = next
      } else {
        children.append([nil, nil])
        leaves.append([nil, nil])
        children[node][side] = children.count - 1
        node = children.count - 1
      }
    }
  }

  var bytes: [UInt8] {
    let count = children.count
    func record(_ node: Int, _ side: Int) -> Int {
      children[node][side] ?? leaves[node][side].map { count + 16 + $0 } ?? count
    }
    var bytes: [UInt8] = []
    for node in 0..<count {
      let (left, right) = (record(node, 0), record(node, 1))
      switch recordSize {
      case 24: bytes += Self.big(left, 3) + Self.big(right, 3)
      case 32: bytes += Self.big(left, 4) + Self.big(right, 4)
      default:
        bytes +=
          Self.big(left & 0xFFFFFF, 3) + [UInt8((left >> 24) << 4 | right >> 24)]
          + Self.big(right & 0xFFFFFF, 3)
      }
    }
    let metadata = Value.map([
      ("binary_format_major_version", .number(2)), ("node_count", .number(count)),
      ("record_size", .number(recordSize)), ("ip_version", .number(version)),
      ("database_type", .text("Test")),
    ])
    return bytes + [UInt8](repeating: 0, count: 16) + data + [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
      + Self.bytes(metadata)
  }

  private static func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func bytes(_ value: Value) -> [UInt8] {
    switch value {
    case .text(let text):
      let (utf8, size) = (Array(text.utf8), text.utf8.count)
      return (size < 29 ? [UInt8(0x40 | size)] : [0x40 | 29, UInt8(size - 29)]) + utf8
    case .number(let number): return [0xC4] + big(number, 4)
    case .pointer(let place):
      return place < 2048 ? [UInt8(0x20 | place >> 8), UInt8(place & 0xFF)] : [0x38] + big(place, 4)
    case .map(let entries):
      return [UInt8(0xE0 | entries.count)] + entries.flatMap { bytes(.text($0)) + bytes($1) }
    }
  }
}

@Suite("Databases of countries")
struct CountryDatabaseTests {
  private func written(_ recordSize: Int, _ version: Int) throws -> [UInt8] {
    var writer = DatabaseWriter(recordSize: recordSize, version: version)
    let country = { (code: String) in
      DatabaseWriter.Value.map([
        (
          "continent",
          .map([("names", .map([("en", .text("A name that is longer than twenty-nine letters"))]))])
        ),
        ("country", .map([("geoname_id", .number(7)), ("iso_code", .text(code))])),
      ])
    }
    try writer.add("203.0.113.0", 24, writer.put(country("DE")))
    let france = writer.put(country("FR"))
    try writer.add("198.51.100.128", 25, france)
    // One by way of a pointer, one with the country as plain text.
    try writer.add("192.0.2.1", 32, writer.put(.pointer(france)))
    try writer.add("10.0.0.0", 8, writer.put(.map([("country", .text("jp"))])))
    if version == 6 { try writer.add("2001:db8::", 32, writer.put(country("BR"))) }
    return writer.bytes
  }

  private func country(_ database: CountryDatabase, _ address: String) throws -> String? {
    database.country(of: try #require(IPAddress(Array(address.utf8))))
  }

  @Test(
    "an address has the country of its network, in trees of every kind", arguments: [24, 28, 32], [4, 6])
  func found(recordSize: Int, version: Int) throws {
    let database = try CountryDatabase(try written(recordSize, version))
    let expected: [(String, String?)] = [
      ("203.0.113.9", "DE"), ("203.0.114.9", nil), ("198.51.100.200", "FR"), ("198.51.100.1", nil),
      ("192.0.2.1", "FR"), ("10.1.2.3", "JP"), ("2001:db8:1::1", version == 6 ? "BR" : nil),
      ("2001:db9::1", nil),
      ("::ffff:203.0.113.9", "DE"),
    ]
    for (address, code) in expected { #expect(try country(database, address) == code, "\(address)") }
  }

  @Test("what is no database is refused with why")
  func refused() throws {
    let whole = try written(24, 6)
    for bytes in [[], Array("hello".utf8), Array(whole.prefix(whole.count / 2)), Array(whole.suffix(200))] {
      #expect(throws: CountryDatabase.Refusal.self) { try CountryDatabase(bytes) }
    }
  }

  @Test(
    "a database with any bytes changed is refused, or answers: nothing outside it is read", arguments: 0..<30)
  func hostile(seed: Int) throws {
    var dice = SeededRandom(state: UInt64(seed))
    let whole = try written([24, 28, 32][seed % 3], 6)
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0...dice.below(4) { bytes[dice.below(bytes.count)] = UInt8(dice.below(256)) }
      if dice.below(4) == 0 { bytes.removeSubrange(dice.below(bytes.count)..<bytes.count) }
      guard let database = try? CountryDatabase(bytes) else { continue }
      for address in [
        "203.0.113.9", "198.51.100.200", "192.0.2.1", "10.1.2.3", "2001:db8::1", "::", "255.255.255.255",
      ] {
        _ = try country(database, address)
      }
    }
  }

  @Test("values within values without end, and pointers in a circle, are no country")
  func circles() throws {
    // A pointer to itself; a map whose entry is a pointer to the map; arrays within arrays.
    for data: [UInt8] in [
      [0x20, 0x00], [0xE1, 0x47] + Array("country".utf8) + [0x20, 0x00],
      [UInt8](repeating: 0xE1, count: 4000),
    ] {
      let section = DataSection(bytes: data[...])
      #expect(section.text(["country", "iso_code"], at: 0) == nil)
    }
  }

  @Test("the field of a country is there only where a database is, and nothing else changes")
  func field() throws {
    let text =
      sigmaRule("A", id: "A") + """
        ---
        title: New
        id: new
        correlation: {type: first_seen, rules: [A], group-by: [userAgent], field: sourceIPAddress.country, timespan: 9d}
        """
    let loaded = try RuleFiles.load([RuleFile(path: "n.yml", text: text)])
    #expect(loaded.correlations.map(\.asksCountry) == [true])
    let addresses = ["203.0.113.9", "203.0.113.10", "198.51.100.200", "8.8.8.8", "198.51.100.201"]
    let stream = addresses.enumerated().map {
      Event(second: $0 * 90_000, name: "A", value: $1, id: "e\($0)")
    }
    for (database, expected) in [(try CountryDatabase(try written(24, 6)), ["e2"]), (nil, [])] {
      let rules = RuleSet([], correlations: loaded.correlations, countries: database)
      var engine = CorrelationEngine(rules.correlations)
      let observed = RecordText.map(stream.map { $0.record + "\n" }.joined()) { event in
        rules.observation(of: event, id: event.eventID?.string ?? "", matches: rules.matches(event))
      }
      #expect(observed.compactMap { $0 }.flatMap { engine.take($0) }.map(\.event.id) == expected)
    }
  }
}
