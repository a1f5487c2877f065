extension Summary {
  /// How a row's events lie in the window, and whether the row is new there: what a table shows beside its counts.
  package struct Spark: Hashable, Sendable {
    /// Events in each of as many equal parts of the window as were asked for, the oldest first.
    package var parts: [Int]
    /// The row's key was first seen in the window, while the store has held events for long enough before it to tell
    /// (`Audit/SparkScale` has the rule). A filter or another table's selection never changes it.
    package var isNew: Bool

    package init(parts: [Int], isNew: Bool) { (self.parts, self.isNew) = (parts, isNew) }
  }
}

extension Summary.Spark {
  /// Which way a row's events went in the last part of the window, against the parts before it.
  package enum Trend: Int, Hashable, Sendable { case down, steady, up }

  /// Up or down where the last part differs from the mean of the parts before it by more than a quarter of that mean, and by
  /// more than twice its square root and one: events that come independently of each other differ by that much by chance
  /// (a Poisson count's deviation is the root of its mean), so a calm row is steady, and so is one of a few events.
  package var trend: Trend {
    guard parts.count > 1, let last = parts.last else { return .steady }
    let mean = Double(parts.dropLast().reduce(0, +)) / Double(parts.count - 1)
    let difference = Double(last) - mean
    guard difference.magnitude > max(mean / 4, 2 * mean.squareRoot() + 1) else { return .steady }
    return difference > 0 ? .up : .down
  }
}
