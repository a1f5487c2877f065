import CloudTrail

/// A policy that a record carries, and where.
package struct FoundPolicy: Sendable {
  /// The member that holds it: `policyDocument`, `assumeRolePolicyDocument`, `bucketPolicy`, …
  package let member: String
  /// Part of the request, not of the response.
  package let isRequested: Bool
  package let document: PolicyDocument

  /// The most policies looked for in one record.
  private static let most = 16

  /// The policies of a record's request and response, wherever they stand there; one that the response only
  /// repeats is left out.
  package static func all(in record: JSONDocument) -> [FoundPolicy] {
    record.withView { view in
      var search = Search(isRequested: true)
      if let request = view.member("requestParameters") { search.look(in: request, of: "requestParameters") }
      let requested = Set(search.found.map { $0.document.lines() })
      search.isRequested = false
      if let response = view.member("responseElements") { search.look(in: response, of: "responseElements") }
      return search.found.filter { $0.isRequested || !requested.contains($0.document.lines()) }
    }
  }

  private struct Search {
    var isRequested: Bool
    var found: [FoundPolicy] = []

    mutating func look(in value: JSONView, of member: String) {
      guard found.count < FoundPolicy.most else { return }
      switch value.kind {
      case .string:
        guard let text = value.text, PolicyText.mayHoldPolicy(text.raw) || text.raw.first == 0x5C else {
          return
        }
        if let policy = text.withUTF8({ PolicyDocument(decoding: $0) }) { add(policy, member) }
      case .object:
        if let policy = PolicyDocument(value) { return add(policy, member) }
        value.forEachMember { key, inner in
          look(in: inner, of: key.string)
          return true
        }
      case .array:
        value.forEachElement { element in
          look(in: element, of: member)
          return true
        }
      case .number, .bool, .null: break
      }
    }

    private mutating func add(_ policy: PolicyDocument, _ member: String) {
      found.append(FoundPolicy(member: member, isRequested: isRequested, document: policy))
    }
  }
}
