import CloudTrail

/// The documents that have been given, by their store's names.
///
/// They stand in the order they came in, beside a table that finds them by their hashes. A dictionary of a hundred thousand names spends
/// more on growing, and on memory far apart, than the rest of a poll does on them.
struct KnownDocuments: Sendable {
  private struct Document {
    let id: ExactString
    let hash: UInt32
    var storedAt: Timestamp
  }

  /// A place of the table: nothing, or a document's hash and its number, which are compared without a look at the document.
  private struct Place {
    private var bits: UInt64 = 0

    static let free = Place()

    private init() {}
    init(hash: UInt32, number: Int) { bits = UInt64(hash) << 32 | UInt64(number + 1) }

    var isFree: Bool { bits == 0 }
    var hash: UInt32 { UInt32(bits >> 32) }
    var number: Int { Int(bits & 0xFFFF_FFFF) - 1 }
  }

  private var documents: [Document] = []
  /// A power of two of places, at most half of them taken. A document stands at its hash's, or at the next that was free.
  private var places = [Place](repeating: .free, count: 64)

  /// Notes when the document was stored.
  /// - Returns: whether it was not known yet.
  mutating func insert(_ id: String, storedAt: Timestamp) -> Bool {
    let id = ExactString(id)
    let hash = UInt32(truncatingIfNeeded: id.hashValue)
    var place = home(of: hash)
    while !places[place].isFree {
      let found = places[place]
      if found.hash == hash, documents[found.number].id == id {
        documents[found.number].storedAt = storedAt
        return false
      }
      place = next(to: place)
    }
    places[place] = Place(hash: hash, number: documents.count)
    documents.append(Document(id: id, hash: hash, storedAt: storedAt))
    if documents.count > places.count / 2 { arrange(among: places.count * 2) }
    return true
  }

  /// Forgets what was stored before.
  mutating func forget(before time: Timestamp) {
    let count = documents.count
    documents.removeAll { $0.storedAt < time }
    guard documents.count < count else { return }
    var size = 64
    while documents.count > size / 2 { size *= 2 }
    arrange(among: size)
  }

  private mutating func arrange(among count: Int) {
    places = [Place](repeating: .free, count: count)
    for (number, document) in documents.enumerated() {
      var place = home(of: document.hash)
      while !places[place].isFree { place = next(to: place) }
      places[place] = Place(hash: document.hash, number: number)
    }
  }

  private func home(of hash: UInt32) -> Int { Int(hash) & (places.count - 1) }

  private func next(to place: Int) -> Int { (place + 1) & (places.count - 1) }
}
