import CloudTrail
import Text

/// What `_search` answered.
struct SearchAnswer: Sendable {
  struct Malformed: Error { let reason: String }

  let text: PaddedBytes
  private(set) var documents: [Page.Document] = []
  private var objects = ScannedObjects()
  /// The sort values of the last hit as they stand, and whether each has a value.
  private(set) var lastSort: [UInt8]?
  private(set) var isLastSortWhole = true
  /// How many documents the search found in all; nil where the answer does not say.
  private(set) var total: Int?
  /// How many indices' shards were asked.
  private(set) var shards: Int?
  /// Why this is not the whole answer, in words for the reader; nil when it is.
  private(set) var shortfall: String?

  /// Reads an answer's body, in one pass: pages are long.
  init(_ body: consuming [UInt8]) throws(Malformed) {
    let body = PaddedBytes(body)
    text = body
    var hasHits = false
    do throws(JSONFault) {
      try body.withCursor { (answer) throws(JSONFault) in
        try answer.forEachMember { (member, key) throws(JSONFault) in
          if key.equals("hits") {
            hasHits = try readOuter(&member)
          } else if key.equals("_shards") {
            readShards(try member.value())
          } else if key.equals("timed_out"), try member.value().bool == true {
            note("the domain did not finish the search in time")
          }
        }
      }
    } catch {
      throw Malformed(reason: "the answer of _search is no JSON: \(error.reason)")
    }
    if !hasHits { throw Malformed(reason: "the answer of _search has no hits") }
  }

  /// The documents as a page.
  var page: Page { Page(text: text, documents: documents, objects: objects, shortfall: shortfall) }

  /// - Returns: whether it holds a list of hits.
  private mutating func readOuter(_ outer: inout JSONCursor) throws(JSONFault) -> Bool {
    var hasHits = false
    try outer.forEachMember { (member, key) throws(JSONFault) in
      if key.equals("total") {
        readTotal(try member.value())
      } else if key.equals("hits") {
        try readHits(&member)
        hasHits = true
      }
    }
    return hasHits
  }

  private mutating func note(_ reason: String) { shortfall = shortfall ?? reason }

  /// `{"value":N,"relation":"eq"}`, or the number alone of older domains. The whole count is what was asked for.
  private mutating func readTotal(_ found: JSONView) {
    total = (found.member("value") ?? found).integer
    if let relation = found.member("relation")?.text, !relation.equals("eq") {
      note("the domain did not count to the end: at least \(total ?? 0) documents match")
    }
  }

  private mutating func readShards(_ found: JSONView) {
    shards = found.member("total")?.integer
    guard let failed = found.member("failed")?.integer, failed > 0 else { return }
    var reason = ""
    found.member("failures")?.forEachElement { failure in
      if let said = failure.member("reason")?.member("reason")?.text {
        reason = ": " + sanitised(said.string.prefix(200))
      }
      return false
    }
    note("\(failed) of \(shards ?? failed) shards failed\(reason)")
  }

  private mutating func readHits(_ hits: inout JSONCursor) throws(JSONFault) {
    var last: JSONView?
    var name: [UInt8] = []
    try hits.forEachElement { (hit) throws(JSONFault) in
      let found = try Hit(&hit, &objects)
      last = found.sort
      guard let id = found.id, let time = found.sort.flatMap(SearchAnswer.time) else {
        return note("a document came without its id or its time")
      }
      name.removeAll(keepingCapacity: true)
      found.index?.appendDecoded(to: &name)
      name.append(UInt8(ascii: "/"))
      id.appendDecoded(to: &name)
      documents.append(
        Page.Document(id: String(decoding: name, as: UTF8.self), storedAt: time, place: found.place))
    }
    lastSort = last.map { Array($0.source) }
    last?.forEachElement { value in
      if value.kind == .null { isLastSortWhole = false }
      return true
    }
  }

  /// One hit: its document, which is the record or wraps it, and what it says beside.
  private struct Hit {
    var id: JSONText?
    var index: JSONText?
    var sort: JSONView?
    /// The document's, or the whole hit's where it has none.
    private(set) var place: TextPlace

    init(_ hit: inout JSONCursor, _ objects: inout ScannedObjects) throws(JSONFault) {
      let start = hit.offset
      var document: TextPlace?
      var (id, index, sort): (JSONText?, JSONText?, JSONView?) = (nil, nil, nil)
      try hit.forEachMember { (member, key) throws(JSONFault) in
        if key.equals("_source") {
          document = member.isAtObject ? try member.scanObject(into: &objects) : nil
        } else if key.equals("_id") {
          id = try member.value().text
        } else if key.equals("_index") {
          index = try member.value().text
        } else if key.equals("sort") {
          sort = try member.value()
        }
      }
      (self.id, self.index, self.sort) = (id, index, sort)
      place = document ?? TextPlace(start..<hit.offset)
    }
  }

  /// The first sort value: milliseconds since 1970, of a `date_nanos` nanoseconds.
  private static func time(_ sort: JSONView) -> Timestamp? {
    var first: Int?
    sort.forEachElement { value in
      first = value.integer
      return false
    }
    guard let first else { return nil }
    return Timestamp(milliseconds: Int64(first.magnitude > 100_000_000_000_000 ? first / 1_000_000 : first))
  }
}

extension JSONView {
  /// A whole number; nil for anything else.
  fileprivate var integer: Int? {
    guard kind == .number else { return nil }
    return Int(String(decoding: source, as: UTF8.self))
  }
}
