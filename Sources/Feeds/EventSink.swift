import CloudTrail

/// Where a feed's reading thread puts events. One sink serves one thread and one source.
package protocol EventSink: AnyObject, SendableMetatype {
  /// Takes one event of `file`; `isReadable` says whether its record stands in the file as it is, at the event's position.
  func take(_ event: EventView, file: UInt32, isReadable: Bool)
  /// What was taken since the last call counts.
  func commit()
  /// What was taken since the last commit or discard never happened.
  func discard()
}
