import CloudTrail

/// What has to be said of counts that an engine made, and not the store here.
package struct EngineNote: Hashable, Sendable {
  /// When the engine was asked.
  package var asOf: Timestamp
  /// What is known to keep the counts from being those of the events.
  package var remarks: Set<EngineRemark>
  /// The engine has not told all yet.
  package var isCounting: Bool

  package init(asOf: Timestamp, remarks: Set<EngineRemark>, isCounting: Bool = false) {
    (self.asOf, self.remarks, self.isCounting) = (asOf, remarks, isCounting)
  }

  /// A part of what was asked is not in the counts, whatever else they are.
  package var isPartial: Bool {
    isCounting || !remarks.isDisjoint(with: [.partialAnswer, .missingSource, .cutOff])
  }
}
