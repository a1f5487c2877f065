/// Where the entries of each source of a correlation are, so that the first of them in a stretch is found without looking at all. Kept
/// only where there are many.
struct SourcePlaces: Sendable {
  /// So many are looked at one after the other.
  private static let few = 32

  /// By source, ascending; empty while there are few entries.
  private var places: [[Int]] = []

  init() {}

  init(_ entries: [CorrelationWindow.Entry], sources: Int) {
    guard entries.count > SourcePlaces.few else { return }
    places = [[Int]](repeating: [], count: sources)
    for (place, entry) in entries.enumerated() { add(entry.sources, at: place) }
  }

  /// Takes note of the last entry, which is of these sources, a bit each.
  mutating func append(_ bits: UInt64, to entries: [CorrelationWindow.Entry], sources: Int) {
    if places.isEmpty {
      self = SourcePlaces(entries, sources: sources)
    } else {
      add(bits, at: entries.count - 1)
    }
  }

  private mutating func add(_ bits: UInt64, at place: Int) {
    for source in places.indices where bits & 1 << UInt64(source) != 0 { places[source].append(place) }
  }

  /// The first entry of a source in a stretch.
  func first(of source: Int, in stretch: Range<Int>, of entries: [CorrelationWindow.Entry]) -> Int? {
    guard !places.isEmpty else {
      return stretch.first { entries[$0].sources & 1 << UInt64(source) != 0 }
    }
    let known = places[source]
    let next = firstPlace(in: known.indices) { known[$0] >= stretch.lowerBound }
    return next < known.count && known[next] < stretch.upperBound ? known[next] : nil
  }
}

/// How many different values a stretch of entries has: counted anew where that is quick, else from the stretch asked for last on.
struct ValueCounts: Sendable {
  /// So many are looked at one after the other.
  private static let few = 32

  private var stretch = 0..<0
  private var counts: [[String]: Int] = [:]

  mutating func different(in wanted: Range<Int>, of entries: [CorrelationWindow.Entry]) -> Int {
    if wanted.count <= ValueCounts.few { return Set(entries[wanted].compactMap(\.value)).count }
    let isOn =
      stretch.lowerBound <= wanted.lowerBound && wanted.lowerBound <= stretch.upperBound
      && stretch.upperBound <= wanted.upperBound
    if !isOn { (stretch, counts) = (wanted.lowerBound..<wanted.lowerBound, [:]) }
    for place in stretch.upperBound..<wanted.upperBound { count(entries[place].value, by: 1) }
    for place in stretch.lowerBound..<wanted.lowerBound { count(entries[place].value, by: -1) }
    stretch = wanted
    return counts.count
  }

  private mutating func count(_ value: [String]?, by step: Int) {
    guard let value else { return }
    let known = counts[value, default: 0] + step
    counts[value] = known == 0 ? nil : known
  }
}

/// The first place of a range of which it and all that follow satisfy `isBehind`; the range's end where none does.
func firstPlace(in range: Range<Int>, where isBehind: (Int) -> Bool) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = (low + high) / 2
    if isBehind(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
