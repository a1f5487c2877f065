import Query

/// A MaxMind DB that says which country an address is of (MaxMind DB file format specification, version 2.0).
package final class CountryDatabase: Sendable {
  /// Why bytes are no such database, in words for a person.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  private static let marker: [UInt8] = [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
  /// The metadata is within so many bytes of the end.
  private static let metadataReach = 128 << 10
  /// Bytes of zero between tree and data.
  private static let gap = 16
  /// Where makers put the country's ISO 3166-1 code.
  private static let paths = [
    ["country", "iso_code"], ["registered_country", "iso_code"], ["country_code"], ["country"],
  ]

  private let tree: ArraySlice<UInt8>
  private let data: DataSection
  private let nodeCount: Int
  /// Bits of a record, of which a node has two.
  private let recordSize: Int
  private let isVersion6: Bool
  /// Where addresses of version 4 begin in a tree of version 6: below 96 zeros.
  private let version4: Int?

  /// - Throws: ``Refusal``.
  package init(_ bytes: [UInt8]) throws(Refusal) {
    guard let end = CountryDatabase.metadataStart(in: bytes) else {
      throw Refusal(description: "no MaxMind DB: it has no metadata; name an .mmdb file")
    }
    let metadata = DataSection(bytes: bytes[end...])
    guard metadata.number(["binary_format_major_version"], at: 0) == 2 else {
      throw Refusal(description: "no MaxMind DB of format version 2")
    }
    guard let count = metadata.number(["node_count"], at: 0),
      let size = metadata.number(["record_size"], at: 0),
      [24, 28, 32].contains(size), count > 0, count <= bytes.count / (size / 4),
      let version = metadata.number(["ip_version"], at: 0), version == 4 || version == 6
    else { throw Refusal(description: "no MaxMind DB: its metadata is not right") }
    let treeEnd = count * size / 4
    guard treeEnd + CountryDatabase.gap <= end - CountryDatabase.marker.count else {
      throw Refusal(description: "a MaxMind DB that was cut short")
    }
    (tree, nodeCount, recordSize, isVersion6) = (bytes[..<treeEnd], count, size, version == 6)
    data = DataSection(bytes: bytes[(treeEnd + CountryDatabase.gap)..<(end - CountryDatabase.marker.count)])
    version4 = version == 6 ? CountryDatabase.start(of: 96, in: tree, count, size) : 0
  }

  /// The country's code of two letters, as `DE`; nil where the database does not know.
  package func country(of address: IPAddress) -> String? {
    let isVersion4 = address.bits >> 32 == 0xFFFF
    guard isVersion4 || isVersion6, let start = isVersion4 ? version4 : 0 else { return nil }
    var place = start
    for bit in stride(from: isVersion4 ? 31 : 127, through: 0, by: -1) {
      guard place < nodeCount else { break }
      let side = Int(address.bits >> UInt128(bit) & 1)
      place = CountryDatabase.record(side, of: place, in: tree, recordSize)
    }
    guard place > nodeCount else { return nil }
    let offset = place - nodeCount - CountryDatabase.gap
    for path in CountryDatabase.paths {
      if let code = data.text(path, at: offset), code.utf8.count == 2 { return code.uppercased() }
    }
    return nil
  }

  // MARK: The tree

  /// The place that so many zeros lead to; that of the data where they end in it.
  private static func start(of zeros: Int, in tree: ArraySlice<UInt8>, _ count: Int, _ size: Int) -> Int {
    var place = 0
    for _ in 0..<zeros where place < count { place = record(0, of: place, in: tree, size) }
    return place
  }

  private static func record(_ side: Int, of node: Int, in tree: ArraySlice<UInt8>, _ size: Int) -> Int {
    let at = tree.startIndex + node * size / 4
    func number(_ place: Int, _ count: Int) -> Int {
      tree[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }
    switch size {
    case 24: return number(at + 3 * side, 3)
    case 32: return number(at + 4 * side, 4)
    default:
      // The byte between the two has the highest bits of both.
      let high = side == 0 ? Int(tree[at + 3] >> 4) : Int(tree[at + 3] & 0xF)
      return high << 24 | number(at + 4 * side, 3)
    }
  }

  /// Behind the last marker.
  private static func metadataStart(in bytes: [UInt8]) -> Int? {
    let last = bytes.count - marker.count
    guard last >= 0 else { return nil }
    for place in stride(from: last, through: max(0, bytes.count - metadataReach), by: -1)
    where bytes[place] == marker[0] && bytes[place..<place + marker.count].elementsEqual(marker) {
      return place + marker.count
    }
    return nil
  }
}
