import CloudTrail
import Text

/// What `_search` answered.
struct SearchAnswer: Sendable {
  struct Malformed: Error { let reason: String }

  let text: [UInt8]
  private(set) var documents: [Page.Document] = []
  /// The sort values of the last hit as they stand, and whether each has a value.
  private(set) var lastSort: [UInt8]?
  private(set) var isLastSortWhole = true
  /// How many documents the search found in all; nil where the answer does not say.
  private(set) var total: Int?
  /// How many indices' shards were asked.
  private(set) var shards: Int?
  /// Why this is not the whole answer, in words for the reader; nil when it is.
  private(set) var shortfall: String?

  /// Reads an answer's body.
  init(_ body: [UInt8]) throws(Malformed) {
    let document: JSONDocument
    do { document = try JSONDocument(parsing: body) } catch {
      throw Malformed(reason: "the answer of _search is no JSON: \(error.reason)")
    }
    text = document.paddedBytes
    // Member by member: the hits are long, and to look for each by its name would be a pass over all of them.
    let isAnswer = document.withView { root in
      var hasHits = false
      root.forEachMember { key, value in
        if key.equals("hits") {
          hasHits = readOuter(value, of: root)
        } else if key.equals("_shards") {
          readShards(value)
        } else if key.equals("timed_out"), value.bool == true {
          note("the domain did not finish the search in time")
        }
        return true
      }
      return hasHits
    }
    if !isAnswer { throw Malformed(reason: "the answer of _search has no hits") }
  }

  /// - Returns: whether it holds a list of hits.
  private mutating func readOuter(_ outer: JSONView, of root: JSONView) -> Bool {
    var hasHits = false
    outer.forEachMember { key, value in
      if key.equals("total") {
        readTotal(value)
      } else if key.equals("hits") {
        readHits(value, of: root)
        hasHits = true
      }
      return true
    }
    return hasHits
  }

  private mutating func note(_ reason: String) { shortfall = shortfall ?? reason }

  /// `{"value":N,"relation":"eq"}`, or the number alone of older domains. The whole count is what was asked for.
  private mutating func readTotal(_ found: JSONView?) {
    guard let found else { return }
    total = (found.member("value") ?? found).integer
    if let relation = found.member("relation")?.text, !relation.equals("eq") {
      note("the domain did not count to the end: at least \(total ?? 0) documents match")
    }
  }

  private mutating func readShards(_ found: JSONView?) {
    guard let found else { return }
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

  private mutating func readHits(_ hits: JSONView, of root: JSONView) {
    var last: JSONView?
    hits.forEachElement { hit in
      let source = hit.source
      let found = Hit(hit)
      last = found.sort
      guard let id = found.id?.string, let time = found.sort.flatMap(SearchAnswer.time) else {
        note("a document came without its id or its time")
        return true
      }
      let place = hit.offset(in: root)
      documents.append(
        Page.Document(
          id: "\(found.index?.string ?? "")/\(id)", storedAt: time, place: place..<place + source.count))
      return true
    }
    lastSort = last.map { Array($0.source) }
    last?.forEachElement { value in
      if value.kind == .null { isLastSortWhole = false }
      return true
    }
  }

  /// What a hit says beside its document: found in one pass, since the document is long.
  private struct Hit {
    var id: JSONText?
    var index: JSONText?
    var sort: JSONView?

    init(_ hit: JSONView) {
      hit.forEachMember { key, value in
        if key.equals("_id") {
          id = value.text
        } else if key.equals("_index") {
          index = value.text
        } else if key.equals("sort") {
          sort = value
        }
        return true
      }
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
