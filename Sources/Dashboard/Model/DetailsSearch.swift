import Terminal

/// A place in the details where the text looked for stands.
struct DetailsHit: Hashable, Sendable {
  var paragraph: Int
  /// The bytes of the paragraph's text.
  var range: Range<Int>
}

/// Looking for a text in the details.
struct DetailsSearch: Sendable {
  /// The line in which the text is typed; nil once it has been.
  private(set) var editor: LineEditor?
  /// What is looked for; empty for nothing.
  private(set) var query = ""
  private(set) var hits: [DetailsHit] = []
  /// Which of the hits one is at.
  private(set) var current: Int?

  /// The most places that are found.
  static let mostHits = 9999

  var isOpen: Bool { editor != nil || !query.isEmpty }

  /// Opens the line, on what was looked for before.
  mutating func open() { editor = LineEditor(text: query) }

  /// Stops looking.
  mutating func close() { self = DetailsSearch() }

  /// The text is typed; one that is empty ends the search.
  mutating func finishTyping() { editor = nil }

  /// Lets the open line take a key; false when the key means nothing there.
  mutating func take(_ key: Key) -> Bool {
    guard editor?.take(key, history: []) == true else { return false }
    query = editor?.text ?? ""
    return true
  }

  /// Finds the text in `page` anew. Capitals count no more than small letters.
  mutating func find(in page: DetailsPage) {
    let needle = query.utf8.map(DetailsSearch.folded)
    hits = []
    current = nil
    guard !needle.isEmpty else { return }
    for (number, paragraph) in page.paragraphs.enumerated() where hits.count < DetailsSearch.mostHits {
      var text = paragraph.text
      text.withUTF8 { bytes in
        DetailsSearch.places(of: needle, in: bytes) { start in
          hits.append(DetailsHit(paragraph: number, range: start..<start + needle.count))
          return hits.count < DetailsSearch.mostHits
        }
      }
    }
  }

  /// Calls `body` with each place of `needle`, none inside another, until it returns false.
  private static func places(
    of needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Bool
  ) {
    let first = needle[0]
    var start = 0
    while start + needle.count <= text.count {
      // Most places differ in the first letter: nothing but that is looked at there.
      guard folded(text[start]) == first, isNeedle(needle, in: text, at: start) else {
        start += 1
        continue
      }
      guard body(start) else { return }
      start += needle.count
    }
  }

  private static func isNeedle(
    _ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Bool {
    for offset in needle.indices where folded(text[start + offset]) != needle[offset] { return false }
    return true
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Goes to the first hit in or below `line`, else to the first of all.
  mutating func goToFirst(from line: Int, in page: DetailsPage) {
    let below = hits.firstIndex { page.line(of: $0) >= line }
    current = below ?? hits.indices.first
  }

  /// Goes so many hits on, round the ends.
  mutating func step(by steps: Int) {
    guard !hits.isEmpty else { return }
    let from = current ?? (steps > 0 ? -1 : 0)
    current = (from + steps % hits.count + hits.count) % hits.count
  }

  var currentHit: DetailsHit? { current.map { hits[$0] } }
}

extension DetailsPage {
  /// The line that a hit begins in.
  func line(of hit: DetailsHit) -> Int { line(of: hit.paragraph, offset: hit.range.lowerBound) }
}
