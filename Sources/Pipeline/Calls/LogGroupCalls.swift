import CloudTrail
import Text

/// A log group.
package struct LogGroup: Hashable, Sendable {
  package var name: String
  /// Without the `:*` at its end.
  package var arn: String
  /// Nil for ever.
  package var retentionDays: Int?
}

/// What sends a log group's events on.
package struct SubscriptionFilter: Hashable, Sendable {
  package var name: String
  package var destinationARN: String
  /// Empty for every event.
  package var pattern: String
}

/// An event of a log group.
package struct LoggedEvent: Hashable, Sendable {
  package var time: Timestamp
  package var message: String
}

extension AccountCalls {
  func logGroup(_ name: String, in region: String) async throws(CallFailure) -> LogGroup {
    let asked = #""logGroupNamePrefix":\#(jsonString(name)),"limit":50"#
    let groups = try await pages(.describeLogGroups, in: region, asked, token: "nextToken") { view in
      view.list("logGroups") { group in
        group.string("logGroupName").map { found in
          let arn = group.string("arn") ?? ""
          return LogGroup(
            name: found, arn: arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn,
            retentionDays: group.number("retentionInDays").map { Int($0) })
        }
      }
    }
    guard let group = groups.first(where: { $0.name == name }) else {
      throw .absent("there is no log group \(name) in \(region)")
    }
    return group
  }

  /// JSON, each.
  func logPolicies(in region: String) async throws(CallFailure) -> [String] {
    try await pages(.describeResourcePolicies, in: region, "", token: "nextToken") {
      $0.list("resourcePolicies") { $0.string("policyDocument") }
    }
  }

  func subscriptionFilters(
    of group: String, in region: String
  ) async throws(CallFailure) -> [SubscriptionFilter] {
    let asked = #""logGroupName":\#(jsonString(group))"#
    return try await pages(.describeSubscriptionFilters, in: region, asked, token: "nextToken") { view in
      view.list("subscriptionFilters") { filter in
        filter.string("destinationArn").map {
          SubscriptionFilter(
            name: filter.string("filterName") ?? "", destinationARN: $0,
            pattern: filter.string("filterPattern") ?? "")
        }
      }
    }
  }

  /// The events of a group since a moment that a filter pattern lets through, the oldest first; a service that takes no patterns may give
  /// others too.
  /// - Parameter pages: the most that are asked for; what lies behind is left out.
  func events(
    of group: String, since: Timestamp, matching pattern: String? = nil, pages: Int, in region: String
  ) async throws(CallFailure) -> [LoggedEvent] {
    let filter = pattern.map { ",\"filterPattern\":\(jsonString($0))" } ?? ""
    let asked = #""logGroupName":\#(jsonString(group)),"startTime":\#(since.milliseconds)\#(filter)"#
    return try await self.pages(.filterLogEvents, in: region, asked, token: "nextToken", most: pages) {
      $0.list("events", LoggedEvent.init)
    }
  }
}

extension LoggedEvent {
  fileprivate init?(_ view: JSONView) {
    guard let time = view.number("timestamp"), let message = view.string("message") else { return nil }
    self.init(time: Timestamp(milliseconds: Int64(time)), message: message)
  }
}
