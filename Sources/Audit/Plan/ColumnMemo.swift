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

  @inline(__always)
  private func decide(
    _ block: RowBlock, _ output: inout [UInt8], of events: borrowing StoredEvents, values: Int,
    _ number: (Row.Core) -> Int
  ) {
    decide(block, &output, of: events, values: values) { _, core in number(core) }
  }

  private func decideByDetails(
    _ field: KeyPath<Row.Details, UInt32>, _ block: RowBlock, _ output: inout [UInt8],
    of events: borrowing StoredEvents
  ) {
    decide(block, &output, of: events, values: events.strings.count) { index, _ in
      block.details.isEmpty ? 0 : Int(block.details[index][keyPath: field])
    }
  }

  /// Decides the rows, a row's number given by its index in the block and its core.
  @inline(__always)
  private func decide(
    _ block: RowBlock, _ output: inout [UInt8], of events: borrowing StoredEvents, values: Int,
    _ number: (Int, Row.Core) -> Int
  ) {
    if verdicts.count < values {
      verdicts += [UInt8](repeating: Self.unasked, count: values - verdicts.count)
    }
    verdicts.withUnsafeMutableBufferPointer { verdicts in
      for (index, core) in block.cores.enumerated() {
        let number = number(index, core)
        if verdicts[number] == Self.unasked {
          let subject = events.subject(block.start + index, core, archive: nil)
          verdicts[number] = Verdict(test.matches(subject)).rawValue
        }
        output[index] = verdicts[number]
      }
    }
  }
}
