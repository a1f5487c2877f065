import CloudTrail

/// How the pipeline stands: each hop of each account in order, the Security account's last.
package struct DoctorReport: Sendable {
  package var generatedAt: Timestamp
  package var hops: [Hop]

  package init(generatedAt: Timestamp, hops: [Hop]) { (self.generatedAt, self.hops) = (generatedAt, hops) }

  /// Broken when any hop is; unknown when hops are only that.
  package var verdict: Hop.State {
    if hops.contains(where: { $0.state == .broken }) { return .broken }
    return hops.contains { $0.state == .unknown } ? .unknown : .ok
  }

  func count(_ state: Hop.State) -> Int { hops.count { $0.state == state } }
}
