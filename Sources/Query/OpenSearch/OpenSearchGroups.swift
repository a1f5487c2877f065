import CloudTrail

/// One composite aggregation: documents of a root, grouped by the fields that say what an event counts as.
struct OpenSearchGroups: Sendable {
  let sources: [(field: CountedField, name: String)]
  /// Which documents are grouped.
  let filter: QueryJSON
  /// The date field of the event's time; nil where none is indexed.
  let time: String?

  /// The documents below a root in two parts: sessions whose role is named, which need nothing else of their identity, and the rest.
  static func parts(_ shape: DocumentShape, _ root: String) -> [OpenSearchGroups] {
    let all = CountedField.allCases.compactMap { field in
      name(of: field, shape, root).map { (field: field, name: $0) }
    }
    let time = shape.eventTime(below: root)
    let exists = OpenSearchClauses.disjunction(OpenSearchClauses.recordExists(shape, below: root))
    guard let type = name(of: .type, shape, root), let issuer = name(of: .issuerArn, shape, root) else {
      return [OpenSearchGroups(sources: all, filter: exists, time: time)]
    }
    let session = OpenSearchClauses.conjunction([
      ["term": .object([(type, .string("AssumedRole"))])], OpenSearchClauses.exists(issuer),
      ["bool": ["must_not": [["term": .object([(issuer, .string(""))])]]]],
    ])
    let personal: [CountedField] = [.arn, .userName, .principalId, .invokedBy, .onBehalfOf]
    return [
      OpenSearchGroups(
        sources: all.filter { !personal.contains($0.field) },
        filter: OpenSearchClauses.conjunction([exists, session]), time: time),
      OpenSearchGroups(
        sources: all, filter: OpenSearchClauses.conjunction([exists, ["bool": ["must_not": [session]]]]),
        time: time),
    ]
  }

  private static func name(of field: CountedField, _ shape: DocumentShape, _ root: String) -> String? {
    let found = field.path.map { shape.field($0, below: root) } ?? shape.envelopeAccount(of: root)
    return found?.groupName
  }

  /// A bucket as a group; a null key is a missing value.
  func group(_ bucket: JSONView) -> CountedGroup {
    var values: [CountedField: QueryJSON] = [:]
    let key = bucket.member("key")
    for source in sources {
      guard let value = key?.member(Array(source.field.rawValue.utf8)), value.kind != .null else { continue }
      values[source.field] = .raw(Array(value.source))
    }
    func time(_ name: StaticString) -> Timestamp {
      Timestamp(milliseconds: bucket.member(name)?.member("value")?.integer ?? 0)
    }
    return CountedGroup(
      values: values, events: Int(bucket.member("doc_count")?.integer ?? 0), first: time("first"),
      last: time("last"))
  }
}

extension DocumentShape {
  /// The date field of records' `eventTime` below a root.
  func eventTime(below root: String) -> String? {
    if case .date(let name)? = field(["eventTime"], below: root) { name } else { nil }
  }
}
