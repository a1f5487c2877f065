import CloudTrail

/// An event in place is asked before any rule has seen it, so it has no alerts.
extension EventView: Subject {
  package func withRecord(_ body: (JSONView?) -> Bool) -> Bool { body(record) }
}
