import CloudTrail
import Query

/// A test that depends on one number of a row: it is made once for each value that the number takes.
final class ColumnMemo {
  /// The number that decides.
  enum Key {
    case group, alerts
    /// `errorCode`; where an event failed without one, that it failed.
    case error
    case details(KeyPath<Row.Details, UInt32>)
  }

  private static let unasked: UInt8 = 0xFF

  private let key: Key
  private let test: CompiledPredicate
  private var verdicts: [UInt8] = []

  init(_ key: Key, _ test: CompiledPredicate) { (self.key, self.test) = (key, test) }

  /// Fills `verdicts` for the rows of `block`.
  func decide(_ block: RowBlock, into output: inout [UInt8], of events: borrowing StoredEvents) {
    switch key {
    case .group: decide(block, &output, of: events, values: events.groups.count) { Int($0.group) }
    case .alerts: decide(block, &output, of: events, values: events.alertSets.sets.count) { Int($0.alerts) }
    case .error:
      // 0 for no error, 1 for one without a code.
      decide(block, &output, of: events, values: events.strings.count + 1) { core in
        core.error > 0 ? Int(core.error) + 1 : core.flags.contains(.error) ? 1 : 0
      }
    case .details(let field): decideByDetails(field, block, &output, of: events)
    }
  }

  private func decide(
    _ block: RowBlock, _ output: inout [UInt8], of events: borrowing StoredEvents, values: Int,
    _ number: (Row.Core) -> Int
  ) {
    makeRoom(for: values)
    for (index, core) in block.cores.enumerated() {
      output[index] = verdict(number(core), row: block.start + index, core, of: events)
    }
  }

  private func decideByDetails(
    _ field: KeyPath<Row.Details, UInt32>, _ block: RowBlock, _ output: inout [UInt8],
    of events: borrowing StoredEvents
  ) {
    makeRoom(for: events.strings.count)
    for (index, core) in block.cores.enumerated() {
      let number = block.details.isEmpty ? 0 : Int(block.details[index][keyPath: field])
      output[index] = verdict(number, row: block.start + index, core, of: events)
    }
  }

  private func makeRoom(for values: Int) {
    guard verdicts.count < values else { return }
    verdicts += [UInt8](repeating: Self.unasked, count: values - verdicts.count)
  }

  @inline(__always)
  private func verdict(_ number: Int, row: Int, _ core: Row.Core, of events: borrowing StoredEvents) -> UInt8
  {
    let known = verdicts[number]
    if known != Self.unasked { return known }
    let verdict = Verdict(test.matches(events.subject(row, core, archive: nil))).rawValue
    verdicts[number] = verdict
    return verdict
  }
}
