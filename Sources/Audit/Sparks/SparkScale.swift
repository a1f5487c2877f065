import CloudTrail
import Query

/// The parts of a window, and since when what appears in it is new. All times are milliseconds since the epoch.
///
/// The window is the one asked for; where it is open, it is bounded by the events held, whatever filter is asked with: so all tables
/// have one scale, and what is new stays new under any selection.
struct SparkScale: Hashable, Sendable {
  let start: Int64
  /// Exclusive.
  let end: Int64
  let parts: Int
  /// A key is new when it was first seen between this moment and `end`.
  ///
  /// That is the window's start, if at least an eighth of the time held up to the window's end lies before it: there is something
  /// to be new against. Else, as in a window that holds everything, only the last eighth of that time counts as new.
  let newSince: Int64

  /// - Parameters:
  ///   - held: the first and the last event's time.
  ///   - parts: 1 or more.
  init(since: Timestamp?, until: Timestamp?, held: ClosedRange<Int64>, parts: Int) {
    start = since?.milliseconds ?? held.lowerBound
    end = max(start + 1, until?.milliseconds ?? held.upperBound + 1)
    self.parts = parts
    let eighth = (end - held.lowerBound) / 8
    newSince = start - held.lowerBound >= eighth ? start : end - eighth
  }

  /// The first moment of a part; of the one behind the last, the window's end.
  func start(of part: Int) -> Int64 {
    let (whole, rest) = (end - start).quotientAndRemainder(dividingBy: Int64(parts))
    // The product is split, so that no window is too long for it.
    return start + whole * Int64(part) + (rest * Int64(part) + Int64(parts) - 1) / Int64(parts)
  }

  /// The part that a time of the window lies in.
  func part(of time: Int64) -> Int {
    var part = min(parts - 1, max(0, Int(Double(time - start) / Double(end - start) * Double(parts))))
    while part > 0, time < start(of: part) { part -= 1 }
    while part < parts - 1, time >= start(of: part + 1) { part += 1 }
    return part
  }

  func isNew(_ firstSeen: Int64) -> Bool { firstSeen >= newSince && firstSeen < end }
}
