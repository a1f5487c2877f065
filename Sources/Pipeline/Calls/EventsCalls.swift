import CloudTrail
import Text

/// A rule of an event bus.
package struct EventRule: Hashable, Sendable {
  package var name: String
  /// `ENABLED`, `DISABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
  package var state: String
  /// JSON; nil for a rule that only has a schedule.
  package var pattern: String?
  package var targets: [EventTarget] = []
}

/// Where a rule sends events.
package struct EventTarget: Hashable, Sendable {
  package var arn: String
  package var roleARN: String?
  package var deadLetterQueueARN: String?
  /// Whether what arrives is changed on the way.
  package var isTransformed = false
}

/// An event bus and its policy, JSON; nil where it has none.
package struct EventBus: Hashable, Sendable {
  package var arn: String
  package var policy: String?
}

extension AccountCalls {
  func eventBus(_ name: String, in region: String) async throws(CallFailure) -> EventBus {
    let answer = try await json(.describeEventBus, in: region, #"{"Name":\#(jsonString(name))}"#)
    return answer.withView { EventBus(arn: $0.string("Arn") ?? "", policy: $0.string("Policy")) }
  }

  /// The names of the buses of a region.
  func eventBuses(in region: String) async throws(CallFailure) -> [String] {
    try await pages(.listEventBuses, in: region, "") { $0.list("EventBuses") { $0.string("Name") } }
  }

  func rule(_ name: String, bus: String, in region: String) async throws(CallFailure) -> EventRule {
    let answer = try await json(
      .describeRule, in: region, #"{"Name":\#(jsonString(name)),"EventBusName":\#(jsonString(bus))}"#)
    return answer.withView {
      EventRule(
        name: $0.string("Name") ?? name, state: $0.string("State") ?? "", pattern: $0.string("EventPattern"))
    }
  }

  /// Every rule of a bus whose name begins so, with its targets.
  func rules(of bus: String, beginning prefix: String, in region: String) async throws(CallFailure)
    -> [EventRule]
  {
    let asked =
      #""EventBusName":\#(jsonString(bus))"#
      + (prefix.isEmpty ? "" : #","NamePrefix":\#(jsonString(prefix))"#)
    var rules = try await pages(.listRules, in: region, asked) { answer in
      answer.list("Rules") { rule in
        rule.string("Name").map {
          EventRule(name: $0, state: rule.string("State") ?? "", pattern: rule.string("EventPattern"))
        }
      }
    }
    for place in rules.indices {
      rules[place].targets = try await targets(of: rules[place].name, bus: bus, in: region)
    }
    return rules
  }

  func targets(of rule: String, bus: String, in region: String) async throws(CallFailure) -> [EventTarget] {
    let asked = #""Rule":\#(jsonString(rule)),"EventBusName":\#(jsonString(bus))"#
    return try await pages(.listTargetsByRule, in: region, asked) { answer in
      answer.list("Targets") { target in
        target.string("Arn").map { arn in
          EventTarget(
            arn: arn, roleARN: target.string("RoleArn"),
            deadLetterQueueARN: target.member("DeadLetterConfig")?.string("Arn"),
            isTransformed: ["Input", "InputPath", "InputTransformer"].contains {
              target.member($0.utf8) != nil
            })
        }
      }
    }
  }
}
