/// What OpenSearch is told of the documents before it gets one: which fields are indexed, and how.
///
/// Left to itself it makes a field of every name in a record until the thousandth (FACTS, "What the documents look like"), and a number
/// of an account's id. So every field is named, and nothing else is indexed; the record stays whole in `@message`.
package enum IndexTemplate {
  /// A field of a document and the type that it is indexed as.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let type: FieldType
  }

  package enum FieldType: Hashable, Sendable {
    case date, boolean
    /// A whole text, by which documents are found and counted.
    case keyword
    /// Words, for people who search.
    case text
    /// Another name of a field, the one that the record has for it: what asks for records finds these documents too.
    case alias(String)
  }

  /// The names of the document's own fields, in the order in which the forwarder writes them, then the aliases.
  package static let fields: [Field] =
    [
      Field(name: "@timestamp", type: .date), Field(name: "@message", type: .text),
    ]
    + [
      "@id", "@owner", "@log_group", "@log_stream", "account", "principal", "principalType", "session",
      "action",
      "eventName", "eventSource", "region", "sourceIP", "userAgent", "errorCode",
    ].map { Field(name: $0, type: .keyword) }
    + [
      Field(name: "readOnly", type: .boolean), Field(name: "eventID", type: .keyword),
      Field(name: "awsRegion", type: .alias("region")),
      Field(name: "sourceIPAddress", type: .alias("sourceIP")),
    ]

  /// The body of `PUT _index_template/iamwatch`: JSON over several lines.
  package static var json: String {
    let properties = fields.map { "        \"\($0.name)\": \(definition($0.type))" }
    return """
      {
        "index_patterns": ["\(PipelineNames.indexPrefix)*"],
        "template": {
          "settings": { "index.number_of_shards": 1 },
          "mappings": {
            "dynamic": false,
            "properties": {
      \(properties.joined(separator: ",\n"))
            }
          }
        }
      }

      """
  }

  /// A keyword of more than 32,766 bytes would have its document refused (Lucene's longest term); CloudTrail writes none of more than
  /// some 1,000 characters (FACTS, CloudTrail records).
  private static func definition(_ type: FieldType) -> String {
    switch type {
    case .date: #"{ "type": "date" }"#
    case .boolean: #"{ "type": "boolean" }"#
    case .keyword: #"{ "type": "keyword", "ignore_above": 8191 }"#
    case .text: #"{ "type": "text" }"#
    case .alias(let path): #"{ "type": "alias", "path": "\#(path)" }"#
    }
  }
}
