import CloudTrail

/// The documents and the fields that they are found and counted by.
extension SecurityChecks {
  private var pattern: String { "\(PipelineNames.indexPrefix)*" }

  func index() -> Finding {
    switch facts.index {
    case .failure(.absent(let words)): return .unknown(words)
    case .failure(let failure): return .unknown(failure)
    case .success(let index):
      return index.fields.isEmpty ? noIndex() : MappingCheck(index: index).finding()
    }
  }

  /// The first event makes the first index: what has not passed cannot be missed.
  private func noIndex() -> Finding {
    let missing = "no index is named \(pattern)"
    switch facts.arrivals {
    case .failure(let failure): return .unknown(failure)
    case .success(let arrivals):
      guard arrivals.newestSettled != nil else {
        return .unknown(
          "\(missing): no event has passed yet",
          remedy: "time a marked event through it: iamwatch pipeline test")
      }
      return .broken(
        "\(missing): nothing has ever been forwarded",
        remedy: "read the forwarder's log: aws logs tail /aws/lambda/\(PipelineNames.forwardFunction)")
    }
  }

  /// A forwarder that says nothing and forwards nothing is told by the newest document's age against the newest event's.
  func documents() -> Finding {
    switch (facts.index, facts.arrivals) {
    case (.failure(let failure), _), (_, .failure(let failure)): return .unknown(failure)
    case (.success(let index), .success(let arrivals)):
      guard let settled = arrivals.newestSettled else {
        return .ok("no event of the last 24 hours is waited for")
      }
      let document = index.newestDocument
      // A document's time is its event's, which is a few minutes before the event reached the log group.
      if let document, document.milliseconds >= settled.milliseconds - 900_000 {
        return .ok("the newest document is \(Age(from: document, to: now)) old")
      }
      let newest =
        document.map { "the newest document is \(Age(from: $0, to: now)) old" } ?? "there is no document"
      return .broken(
        "\(newest), the newest event in \(plan.logGroup) \(Age(from: settled, to: now)): the forwarder is silent",
        remedy: "read its log: aws logs tail /aws/lambda/\(PipelineNames.forwardFunction) --since 1h")
    }
  }
}

/// Whether the fields that everything is counted by can be counted by.
struct MappingCheck {
  let index: IndexFacts

  /// What searches and dashboards group by, in the forwarder's documents and in those of AWS's own forwarder.
  private static let keywords = [
    "account", "principal", "action", "@owner", "recipientAccountId", "userIdentity.accountId", "eventName",
    "eventSource", "eventID", "detail.recipientAccountId", "detail.userIdentity.accountId",
    "detail.eventName", "detail.eventSource", "detail.eventID",
  ]
  private static let remedy =
    "let the forwarder put its index template, which it does when it starts: its role needs es:ESHttpGet and "
    + "es:ESHttpPut on /_index_template/\(PipelineNames.indexTemplate), and its log says what kept it from that; "
    + "the template is in force from the next day's index on, reindex those before"

  func finding() -> Finding {
    for field in Self.keywords {
      guard let types = index.fields[field] else { continue }
      if types.count > 1 {
        let list = types.sorted().joined(separator: " and ")
        return broken("indices disagree on \(field): \(list); searches over both fail or miss")
      }
      if types == ["keyword"] || index.fields["\(field).keyword"] != nil { continue }
      let why =
        types == ["text"]
        ? "it cannot be counted by" : "an account id like 012345678901 loses its first digit"
      return broken("\(field) is \(types.first ?? "nothing"), not keyword: \(why)")
    }
    // Only the forwarder's documents have a principal, and its template gives it no text.
    if index.fields["principal.keyword"] != nil {
      return broken("the domain mapped principal by itself: an index was made without the index template")
    }
    if let types = index.fields["@timestamp"], types != ["date"] {
      return broken(
        "@timestamp is \(types.sorted().joined(separator: " and ")), not date: no time can be asked for")
    }
    guard index.fieldsOfNewest * 10 < index.fieldLimit * 9 else {
      return broken(
        "\(index.newestIndex ?? "the newest index") has \(index.fieldsOfNewest) of \(index.fieldLimit) fields: "
          + "documents with new ones will be refused")
    }
    return .ok(
      "\(index.fieldsOfNewest) of \(index.fieldLimit) fields; those that are counted by are keywords")
  }

  private func broken(_ evidence: String) -> Finding { .broken(evidence, remedy: Self.remedy) }
}
