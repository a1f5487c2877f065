import CloudTrail

/// By which fields the documents of an index pattern are read in order: the store's time, and a field that tells apart those of one
/// moment, without which no page could go on where the one before ended.
struct DocumentOrder: Hashable, Sendable {
  /// What an index without a document yet is read by.
  static let standard = DocumentOrder(time: "@timestamp", unique: nil)

  var time: String
  /// A keyword; nil where none of the usual ones is indexed as such.
  var unique: String?

  /// What AWS's Lambda writes comes first: `@timestamp` and `@id` (FACTS, "What the documents look like").
  private static let times = ["@timestamp", "time", "timestamp", "detail.eventTime", "eventTime"]
  private static let uniques = ["@id", "detail.eventID", "eventID", "id"]

  /// The fields that ``init(fieldCapabilities:)`` has to be told of.
  static let candidates = times + uniques.flatMap { [$0, "\($0).keyword"] }
}

extension DocumentOrder {
  /// Reads the answer of `_field_caps`; nil for one that is none.
  init?(fieldCapabilities answer: [UInt8]) {
    guard let document = try? JSONDocument(parsing: answer) else { return nil }
    let types: [String: Set<String>]? = document.withView { root in
      guard let fields = root.member("fields"), fields.kind == .object else { return nil }
      var types: [String: Set<String>] = [:]
      fields.forEachMember { name, kinds in
        kinds.forEachMember { kind, _ in
          types[name.string, default: []].insert(kind.string)
          return true
        }
        return true
      }
      return types
    }
    guard let types else { return nil }
    time =
      DocumentOrder.times.first { types[$0]?.isSubset(of: ["date", "date_nanos"]) ?? false } ?? "@timestamp"
    unique = DocumentOrder.uniques.lazy.flatMap { [$0, "\($0).keyword"] }.first { types[$0] == ["keyword"] }
  }
}
