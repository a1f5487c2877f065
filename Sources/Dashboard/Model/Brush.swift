import CloudTrail

/// A person's place on the timeline: the cursor, and the stretch of time brushed with it.
struct Brush: Sendable {
  /// The cursor stands on the bar that holds this moment; nil until the pane is first used.
  var cursor: Timestamp?
  /// Where the brush began: while it is set, the brush follows the cursor.
  var anchor: Timestamp?
  /// What is brushed. It narrows every pane but the timeline, as a table's selection does.
  var window: TimeWindow?
  /// The mouse is held down since it was here.
  var press: Press?
  /// The zoom that the wheel made; the next turn of it goes on from there.
  var wheeled: TimeWindow?

  struct Press: Hashable, Sendable {
    /// The moment that was pressed on.
    var at: Timestamp
    /// The cursor stood there before.
    var isSecond: Bool
  }

  /// Lets go of what is brushed; false when nothing was.
  mutating func cancel() -> Bool {
    defer { (anchor, window) = (nil, nil) }
    return anchor != nil || window != nil
  }
}
