import Testing

@testable import Pipeline

@Suite struct MappingCheckTests {
  /// What a domain says of the fields that the forwarder's template gives its indices.
  private static let templated = IndexTemplate.fields.reduce(into: [String: Set<String>]()) {
    $0[$1.name] = [$1.type.rawValue]
  }

  private func finding(_ change: (inout [String: Set<String>]) -> Void = { _ in }) -> Finding {
    var fields = Self.templated
    change(&fields)
    let index = IndexFacts(
      fields: fields, newestDocument: nil, newestIndex: "cwl-1", fieldsOfNewest: fields.count,
      fieldLimit: 1000)
    return MappingCheck(index: index).finding()
  }

  @Test func `what the template maps is sane`() { #expect(finding().state == .ok) }

  @Test func `an index that was made without the template is told by the domain's own mapping`() {
    let found = finding {
      $0["principal"] = ["text"]
      $0["principal.keyword"] = ["keyword"]
    }
    #expect(found.state == .broken)
    #expect(found.evidence.contains("made without the index template"))
    #expect(found.remedy?.contains("es:ESHttpPut on /_index_template/iamwatch") == true)
  }

  @Test(arguments: ["recipientAccountId", "userIdentity.accountId", "account", "eventID"])
  func `an id that became a number is told, whatever its field`(field: String) {
    let found = finding { $0[field] = ["long"] }
    #expect(found.evidence.hasPrefix("\(field) is long, not keyword"))
  }

  @Test func `documents of AWS's own forwarder are mapped by the domain, and that is well`() {
    let fields: [String: Set<String>] = [
      "@timestamp": ["date"], "@owner": ["text"], "@owner.keyword": ["keyword"],
      "detail.eventName": ["text"], "detail.eventName.keyword": ["keyword"],
    ]
    #expect(finding { $0 = fields }.state == .ok)
  }
}
