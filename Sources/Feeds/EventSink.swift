import CloudTrail

/// Where a feed's reading thread puts events. One sink serves one thread and one source.
package protocol EventSink: AnyObject, SendableMetatype {
  /// Events that were taken and wait for a commit of their own.
  associatedtype Waiting = Void

  /// Takes one event of `file`; `isReadable` says whether its record stands in the file as it is, at the event's position.
  func take(_ event: EventView, file: UInt32, isReadable: Bool)
  /// What was taken counts, as far as it was not set aside.
  func commit()
  /// Sets aside what was taken since the last commit or setting aside: unless it is committed it never happened.
  func setAside() -> Waiting
  /// What was set aside counts.
  func commit(_ waiting: Waiting)
}

/// Of a sink for which events count as soon as they are taken.
extension EventSink where Waiting == Void {
  package func setAside() {}
  package func commit(_ waiting: Void) { commit() }
}
