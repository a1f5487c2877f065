import CloudTrail

/// What OpenSearch is told of the documents before it gets one: which fields are indexed, and how.
///
/// Left to itself it makes a field of every name in a record until the thousandth (FACTS, "What the documents look like"), and a number
/// of an account's id. So every field is named, and nothing else is indexed; the record stays whole in `@message`.
package enum IndexTemplate {
  /// A field of a document and the type that it is indexed as.
  package struct Field: Hashable, Sendable {
    /// Of a field within an object the path to it, with dots.
    package let name: String
    package let type: FieldType
  }

  package enum FieldType: String, Hashable, Sendable {
    case date, boolean
    /// A whole text, by which documents are found and counted.
    case keyword
    /// Words, for people who search.
    case text
  }

  /// Raised with every change of the fields: the forwarder replaces an older template by its own.
  package static let version = 2

  /// A template of others for the same indices has none, as a rule, which is 0.
  private static let priority = 100

  /// The document's own fields, then the record's, in the order in which the forwarder writes them.
  package static let fields: [Field] =
    [Field(name: "@timestamp", type: .date), Field(name: "@message", type: .text)]
    + ["@id", "@owner", "@log_group", "@log_stream", "account", "principal", "session", "action"]
    .map { Field(name: $0, type: .keyword) } + IndexedField.all.flatMap { fields(of: $0, below: "") }

  private static func fields(of field: IndexedField, below path: String) -> [Field] {
    let name = "\(path)\(field.name)"
    return switch field.kind {
    case .time: [Field(name: name, type: .date)]
    case .truth: [Field(name: name, type: .boolean)]
    case .text, .accountID: [Field(name: name, type: .keyword)]
    case .object(let inner): inner.flatMap { fields(of: $0, below: "\(name).") }
    }
  }

  /// The body of `PUT _index_template/iamwatch`: JSON.
  /// - Parameters:
  ///   - prefix: what the names of the indices begin with.
  ///   - hasShards: whether shards may be spoken of: OpenSearch Serverless has its own way with them.
  package static func json(prefix: String, hasShards: Bool) -> String {
    let settings = hasShards ? #""settings":{"index.number_of_shards":1},"# : ""
    return """
      {"index_patterns":["\(prefix)*"],"version":\(version),"priority":\(priority),"template":{\(settings)\
      "mappings":{"dynamic":false,"properties":{\(properties(fields.map { ($0.name[...], $0.type) }))}}}}
      """
  }

  /// Definitions of fields; those of an object stand side by side in `fields`.
  private static func properties(_ fields: [(name: Substring, type: FieldType)]) -> String {
    var parts: [String] = []
    var left = fields[...]
    while let (name, type) = left.first {
      let first = name.prefix { $0 != "." }
      if first == name {
        parts.append("\"\(name)\":\(definition(type))")
        left.removeFirst()
        continue
      }
      let inner = left.prefix { $0.name.hasPrefix("\(first).") }
      left = left.dropFirst(inner.count)
      let members = properties(inner.map { ($0.name.dropFirst(first.count + 1), $0.type) })
      parts.append("\"\(first)\":{\"properties\":{\(members)}}")
    }
    return parts.joined(separator: ",")
  }

  private static func definition(_ type: FieldType) -> String {
    let limit = type == .keyword ? ",\"ignore_above\":\(IndexedRecord.longestText)" : ""
    return "{\"type\":\"\(type.rawValue)\"\(limit)}"
  }
}
