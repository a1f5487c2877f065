import CloudTrail

/// What a field's value may be: one of these, in the order in which they are written.
struct EventPatternValues: Hashable {
  private(set) var list: [EventPatternValue]

  init(_ values: [EventPatternValue]) {
    var seen: Set<EventPatternValue> = []
    list = values.filter { seen.insert($0).inserted }
    // Whatever is there passes `present`: nothing else but absence says more.
    if list.contains(.present) { list.removeAll { $0 != .present && $0 != .absent } }
  }

  /// Whether nothing is asked: the field may be anything or missing.
  var isAnything: Bool { list.contains(.present) && list.contains(.absent) }

  /// Whether it names what passes, one value after the other.
  var isOfSingleValues: Bool { list.allSatisfy(\.isOneValue) }

  /// What the one or the other lets pass.
  func union(_ other: EventPatternValues) -> EventPatternValues { EventPatternValues(list + other.list) }

  /// Whether each of these is among the other's, or the other takes whatever is there.
  func isWithin(_ other: EventPatternValues) -> Bool {
    list.allSatisfy { other.list.contains($0) || $0 != .absent && other.list.contains(.present) }
  }

  /// What both let pass, as near as one array can say it: never less. Nil where no value is left.
  /// - Parameter isSingle: the field has one value at most, so that one value has to pass both.
  func intersection(_ other: EventPatternValues, isSingle: Bool) -> EventPatternValues? {
    let absence: [EventPatternValue] = list.contains(.absent) && other.list.contains(.absent) ? [.absent] : []
    let (left, right) = (list.filter { $0 != .absent }, other.list.filter { $0 != .absent })
    let both = EventPatternValues.both(left, right, isSingle: isSingle) + absence
    return both.isEmpty ? nil : EventPatternValues(both)
  }

  private static func both(
    _ left: [EventPatternValue], _ right: [EventPatternValue], isSingle: Bool
  ) -> [EventPatternValue] {
    if left.isEmpty || right.isEmpty { return [] }
    if left == [.present] { return right }
    if right == [.present] { return left }
    let (isLeftNarrow, isRightNarrow) = (left.allSatisfy(\.isOneValue), right.allSatisfy(\.isOneValue))
    guard isSingle else { return isRightNarrow && (!isLeftNarrow || right.count < left.count) ? right : left }
    if isLeftNarrow { return left.filter { value in right.contains { value.mayPass($0) } } }
    if isRightNarrow { return right.filter { value in left.contains { value.mayPass($0) } } }
    if left.count == 1, right.count == 1, case .anythingBut(let form, let some) = left[0],
      case .anythingBut(let otherForm, let others) = right[0], form == otherForm
    {
      return [.anythingBut(form, some + others.filter { !some.contains($0) })]
    }
    // Of two that cannot be joined the one that says what the value is, not what it is not.
    if case .anythingBut? = left.first { return right }
    return left
  }

  var json: QueryJSON { .array(list.map(\.json)) }
}
