import CloudTrail
import Query

/// A predicate prepared for the rows of a store: what depends on one column is decided once for each value in it, and rows are decided
/// many at a time. What needs the record comes last, from what a search has found out or by reading.
///
/// For one question: it is not safe to be asked by two threads.
final class ColumnPlan {
  indirect enum Node {
    case all([Node])
    case any([Node])
    case not(Node)
    case memo(ColumnMemo)
    case error, denied, alert
    /// ``EventFlag/write``.
    case write
    case time(TimeRange)
    /// A test of several columns, or of one that hardly repeats.
    case row(CompiledPredicate)
    case record(RecordTest)
  }

  /// A part of the predicate that needs the record.
  struct RecordTest {
    let predicate: Predicate
    let test: CompiledPredicate
    /// What is known of it so far; nil to read the records at once.
    let found: RecordMatches?
  }

  private let root: Node
  /// The parts that need the record.
  let recordTests: [RecordTest]
  private let archive: (any RecordArchive)?
  /// The verdicts of each block decided, by its first row.
  private var decided: [Int: [UInt8]] = [:]

  /// - Parameters:
  ///   - searches: where it is looked up what is known of the records; nil to read them from `archive` as rows are decided.
  init(
    _ predicate: Predicate, context: EvaluationContext, archive: (any RecordArchive)?,
    searches: RecordSearches?
  ) {
    var maker = NodeMaker(context: context, searches: searches)
    root = maker.node(predicate)
    recordTests = maker.recordTests
    self.archive = archive
  }

  /// The verdicts given before: a question may go over the rows more than once, and is decided once.
  func known(on block: RowBlock) -> [UInt8]? { decided[block.start] }

  /// The verdict on each row of `block`: no on those that are not `wanted`.
  func verdicts(
    on block: RowBlock, wanted: [UInt8], of events: borrowing StoredEvents
  ) -> [UInt8] {
    var output = [UInt8](repeating: Verdict.yes.rawValue, count: block.cores.count)
    decide(root, block, wanted, &output, of: events)
    for index in output.indices { output[index] = min(output[index], wanted[index]) }
    decided[block.start] = output
    return output
  }

  private func decide(
    _ node: Node, _ block: RowBlock, _ wanted: [UInt8], _ output: inout [UInt8],
    of events: borrowing StoredEvents
  ) {
    switch node {
    case .all(let parts): combine(parts, from: .yes, decisive: .no, block, wanted, &output, of: events)
    case .any(let parts): combine(parts, from: .no, decisive: .yes, block, wanted, &output, of: events)
    case .not(let part):
      decide(part, block, wanted, &output, of: events)
      for index in output.indices { output[index] = Verdict.yes.rawValue - output[index] }
    case .memo(let memo): memo.decide(block, into: &output, of: events)
    case .error: decide(block, &output) { $0.flags.contains(.error) }
    case .denied: decide(block, &output) { $0.flags.contains(.denied) }
    case .alert: decide(block, &output) { $0.alerts != 0 }
    case .time(let range): decide(block, &output) { range.contains($0.time) }
    case .write:
      for (index, core) in block.cores.enumerated() {
        output[index] = Verdict(events.isWrite(core)).rawValue
      }
    case .row(let test):
      for (index, core) in block.cores.enumerated() where wanted[index] != 0 {
        output[index] =
          Verdict(test.matches(events.subject(block.start + index, core, archive: nil))).rawValue
      }
    case .record(let test): decide(test, block, wanted, &output, of: events)
    }
  }

  private func decide(_ block: RowBlock, _ output: inout [UInt8], _ holds: (Row.Core) -> Bool) {
    for (index, core) in block.cores.enumerated() { output[index] = Verdict(holds(core)).rawValue }
  }

  /// Decides a row by part after part, until one is decisive.
  private func combine(
    _ parts: [Node], from start: Verdict, decisive: Verdict, _ block: RowBlock, _ wanted: [UInt8],
    _ output: inout [UInt8], of events: borrowing StoredEvents
  ) {
    var open = wanted
    var result = [UInt8](repeating: start.rawValue, count: block.cores.count)
    for part in parts {
      decide(part, block, open, &output, of: events)
      var isAnyOpen = false
      for index in result.indices {
        let verdict =
          decisive == .no ? min(result[index], output[index]) : max(result[index], output[index])
        if open[index] != 0 { result[index] = verdict }
        if result[index] == decisive.rawValue { open[index] = 0 }
        if open[index] != 0 { isAnyOpen = true }
      }
      guard isAnyOpen else { break }
    }
    output = result
  }

  private func decide(
    _ test: RecordTest, _ block: RowBlock, _ wanted: [UInt8], _ output: inout [UInt8],
    of events: borrowing StoredEvents
  ) {
    for (index, core) in block.cores.enumerated() where wanted[index] != 0 {
      let row = block.start + index
      let verdict =
        test.found.map { $0.verdict(on: row) }
        ?? Verdict(test.test.matches(events.subject(row, core, archive: archive)))
      output[index] = verdict.rawValue
    }
  }
}
