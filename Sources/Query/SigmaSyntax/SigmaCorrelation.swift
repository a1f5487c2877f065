import CloudTrail

/// A question about several events within a span of time (Sigma correlation rules specification, version 2.1).
package struct SigmaCorrelation: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// Events that match any of the rules are counted.
    case eventCount = "event_count"
    /// Different values of a field are counted.
    case valueCount = "value_count"
    /// All rules match, in whatever order.
    case temporal
    /// All rules match, in the order written.
    case temporalOrdered = "temporal_ordered"
    /// A field has a value that the group has not had before; ours, no part of the specification.
    case firstSeen = "first_seen"
    /// A group has no events for longer than is usual for it; ours.
    case silence
  }

  /// A comparison of the condition.
  package enum Comparison: String, CaseIterable, Sendable {
    case gt, gte, lt, lte, eq, neq
  }

  /// Bounds on the count that must all hold.
  package struct Condition: Sendable {
    package let bounds: [(comparison: Comparison, value: Int)]

    package init(bounds: [(comparison: Comparison, value: Int)]) { self.bounds = bounds }

    package func holds(_ count: Int) -> Bool {
      bounds.allSatisfy { comparison, value in
        switch comparison {
        case .gt: count > value
        case .gte: count >= value
        case .lt: count < value
        case .lte: count <= value
        case .eq: count == value
        case .neq: count != value
        }
      }
    }

    /// The highest bound: counting further tells nothing new.
    package var highest: Int { bounds.map(\.value).max() ?? 0 }
  }

  /// A name that stands for another field in each of the rules.
  package struct Alias: Sendable {
    package let name: String
    /// The field, by the rule as it is referred to.
    package let fields: [String: String]
  }

  /// The most rules that one may name.
  package static let mostRules = 64
  /// The longest ``timespan`` of a silence, in milliseconds: 90 days.
  package static let longestRhythm: Int64 = 90 * 86_400_000
  /// The shortest ``baseline``, in milliseconds: a day, so that each hour of it is learnt.
  package static let shortestBaseline: Int64 = 86_400_000

  package let header: SigmaHeader
  package let kind: Kind
  /// None of a silence that every event ends.
  package let rules: [SigmaReference]
  package let groupBy: [String]
  /// Milliseconds; of a first_seen how long a value is remembered, of a silence how long its rhythm is.
  package let timespan: Int64
  /// For how many milliseconds of event time a group is learnt before it alerts, of a first_seen or a silence; 0 of all others.
  package let baseline: Int64
  package let condition: Condition?
  /// The fields whose values are counted together, of a value_count; or are to be new together, of a first_seen.
  package let fields: [String]
  package let aliases: [Alias]
  /// Whether the rules that it refers to alert by themselves as well.
  package let generates: Bool
}
