import CloudTrail
import Text

/// A trail as far as events of a region depend on it.
package struct Trail: Hashable, Sendable {
  package var name: String
  package var arn: String
  package var homeRegion: String
  package var isMultiRegion: Bool
  package var isLogging = false
  package var deliveryError: String?
  package var writes = false
  package var reads = false
}

/// A call that CloudTrail itself remembers.
package struct RecordedCall: Hashable, Sendable {
  package var time: Timestamp
  /// `CreateUser`.
  package var name: String
}

extension AccountCalls {
  /// Every trail that is seen in a region, those of other regions and of the organization among them.
  func trails(in region: String) async throws(CallFailure) -> [Trail] {
    let answer = try await json(.describeTrails, in: region, #"{"includeShadowTrails":true}"#)
    let found = answer.withView { view in
      view.list("trailList") { trail in
        trail.string("TrailARN").map { arn in
          Trail(
            name: trail.string("Name") ?? arn, arn: arn, homeRegion: trail.string("HomeRegion") ?? region,
            isMultiRegion: trail.truth("IsMultiRegionTrail") ?? false)
        }
      }
    }
    var trails: [Trail] = []
    for trail in found where trail.isMultiRegion || trail.homeRegion == region {
      trails.append(try await status(of: trail, in: region))
    }
    return trails
  }

  private func status(of trail: Trail, in region: String) async throws(CallFailure) -> Trail {
    var trail = trail
    let status = try await json(.getTrailStatus, in: trail.homeRegion, #"{"Name":\#(jsonString(trail.arn))}"#)
    (trail.isLogging, trail.deliveryError) = status.withView {
      ($0.truth("IsLogging") ?? false, $0.string("LatestDeliveryError"))
    }
    let selectors = try await json(
      .getEventSelectors, in: trail.homeRegion, #"{"TrailName":\#(jsonString(trail.arn))}"#)
    (trail.writes, trail.reads) = selectors.withView(Trail.managementEvents)
    return trail
  }

  /// The newest writing calls of IAM of the last 24 hours, as the account's event history has them.
  func recordedCalls(since: Timestamp, in region: String) async throws(CallFailure) -> [RecordedCall] {
    let answer = try await json(
      .lookupEvents, in: region,
      #"{"LookupAttributes":[{"AttributeKey":"EventSource","AttributeValue":"iam.amazonaws.com"}],"#
        + #""StartTime":\#(since.seconds),"MaxResults":50}"#)
    return answer.withView { view in
      view.list("Events") { event in
        guard event.string("ReadOnly") == "false", let seconds = event.number("EventTime"),
          let name = event.string("EventName")
        else { return nil }
        return RecordedCall(time: Timestamp(seconds: Int64(seconds)), name: name)
      }
    }
  }
}

extension Trail {
  /// Whether selectors of either kind take management events that write, and those that read (CloudTrail user guide, "Logging management
  /// events": of advanced selectors `eventCategory` is `Management`, and `readOnly` narrows).
  fileprivate static func managementEvents(_ answer: JSONView) -> (writes: Bool, reads: Bool) {
    var (writes, reads) = (false, false)
    for type in answer.list("EventSelectors", basic) {
      writes = writes || type != "ReadOnly"
      reads = reads || type != "WriteOnly"
    }
    for readOnly in answer.list("AdvancedEventSelectors", advanced) {
      writes = writes || readOnly != "true"
      reads = reads || readOnly != "false"
    }
    return (writes, reads)
  }

  /// The type of a selector that takes management events.
  private static func basic(_ selector: JSONView) -> String? {
    guard selector.truth("IncludeManagementEvents") ?? true else { return nil }
    return selector.string("ReadWriteType") ?? "All"
  }

  /// What `readOnly` has to be for a selector that takes management events; empty for either.
  private static func advanced(_ selector: JSONView) -> String? {
    let fields = selector.list("FieldSelectors") { field in
      field.string("Field").map { ($0, field.strings("Equals")) }
    }
    guard fields.contains(where: { $0.0 == "eventCategory" && $0.1.contains("Management") }) else {
      return nil
    }
    return fields.first { $0.0 == "readOnly" }?.1.first ?? ""
  }
}
