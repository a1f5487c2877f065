import AWS
import CloudTrail

/// Asks a domain of the pipeline's indices, by GET alone.
struct IndexGathering: Sendable {
  let origin: HTTPOrigin
  let calls: AccountCalls
  let region: String

  /// OpenSearch's own where an index sets none (`index.mapping.total_fields.limit`).
  private static let standardLimit = 1000
  private static let lenient = "ignore_unavailable=true&allow_no_indices=true"

  func facts() async throws(CallFailure) -> IndexFacts {
    let pattern = "\(PipelineNames.indexPrefix)*"
    var facts = IndexFacts(
      fields: try await fields(of: pattern), newestDocument: nil, newestIndex: nil, fieldsOfNewest: 0,
      fieldLimit: Self.standardLimit)
    // Without a date nothing is the newest, and the mapping is what is wrong.
    guard facts.fields["@timestamp"] == ["date"] else { return facts }
    let search = "/\(pattern)/_search?size=1&sort=%40timestamp:desc&_source=%40timestamp&\(Self.lenient)"
    let newest = try await calls.domain(origin, in: region, search).withView(IndexGathering.newest)
    (facts.newestIndex, facts.newestDocument) = (newest?.index, newest?.time)
    if let index = facts.newestIndex {
      facts.fieldsOfNewest = try await fields(of: index).count
      facts.fieldLimit = try await limit(of: index)
    }
    return facts
  }

  /// The types of each field; those of the engine itself begin with `_`.
  private func fields(of pattern: String) async throws(CallFailure) -> [String: Set<String>] {
    let path = "/\(encoded(pattern))/_field_caps?fields=*&\(Self.lenient)"
    return try await calls.domain(origin, in: region, path).withView { view in
      var fields: [String: Set<String>] = [:]
      view.member("fields")?.forEachMember { name, types in
        guard !name.string.hasPrefix("_") else { return true }
        types.forEachMember { type, _ in
          fields[name.string, default: []].insert(type.string)
          return true
        }
        return true
      }
      return fields
    }
  }

  private static func newest(_ answer: JSONView) -> (index: String, time: Timestamp?)? {
    let hits = answer.member("hits")?.list("hits") { hit in
      hit.string("_index").map { ($0, hit.member("_source")?.string("@timestamp").flatMap { Timestamp($0) }) }
    }
    return hits?.first
  }

  private func limit(of index: String) async throws(CallFailure) -> Int {
    let name = "index.mapping.total_fields.limit"
    let answer = try await calls.domain(
      origin, in: region, "/\(encoded(index))/_settings?flat_settings=true&\(Self.lenient)")
    var limit: Int?
    answer.withView { view in
      view.forEachMember { _, index in
        limit = index.member("settings")?.member(name.utf8)?.text.flatMap { Int($0.string) } ?? limit
        return true
      }
    }
    return limit ?? Self.standardLimit
  }

  /// The name of an index comes from the domain: in a path it is one part.
  private func encoded(_ name: String) -> String {
    name == "\(PipelineNames.indexPrefix)*" ? name : percentEncoded(name.utf8)
  }
}
