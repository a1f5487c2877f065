import CloudTrail
import Query

/// What every question about the store says of the rows that it is about.
protocol RowQuestion {
  var predicate: Predicate? { get }
  var since: Timestamp? { get }
  var until: Timestamp? { get }
  var arrivedBefore: Int? { get }
}

extension SummaryRequest: RowQuestion {}
extension EventListRequest: RowQuestion {}
extension EventFindRequest: RowQuestion {}

/// Which of the counted rows are asked for.
struct Selection {
  let since: Timestamp?
  let until: Timestamp?
  /// The number of arrivals that it ends before: rows stand in the order they arrived in. Nil for all.
  var arrivedBefore: Int?
  let plan: ColumnPlan?

  init(since: Timestamp?, until: Timestamp?, arrivedBefore: Int? = nil, plan: ColumnPlan?) {
    (self.since, self.until, self.arrivedBefore, self.plan) = (since, until, arrivedBefore, plan)
  }

  init(
    of question: some RowQuestion, context: EvaluationContext, archive: (any RecordArchive)?,
    searches: RecordSearches?
  ) {
    self.init(
      since: question.since, until: question.until, arrivedBefore: question.arrivedBefore,
      plan: question.predicate.map {
        ColumnPlan($0, context: context, archive: archive, searches: searches)
      })
  }

  /// How many rows at the block's beginning are among those arrivals.
  func count(in block: RowBlock) -> Int {
    arrivedBefore.map { max(0, min($0 - block.start, block.cores.count)) } ?? block.cores.count
  }

  @inline(__always)
  func holds(_ core: Row.Core) -> Bool {
    core.flags.isCounted && (since.map { $0 <= core.time } ?? true) && (until.map { core.time < $0 } ?? true)
  }

  /// The ``Verdict`` on each row of the block, as its raw value.
  func verdicts(on block: RowBlock, of events: borrowing StoredEvents) -> [UInt8] {
    if let known = plan?.known(on: block) { return known }
    let wanted = block.cores.map { holds($0) ? Verdict.yes.rawValue : Verdict.no.rawValue }
    guard let plan, wanted.contains(Verdict.yes.rawValue) else { return wanted }
    return plan.verdicts(on: block, wanted: wanted, of: events)
  }
}

extension StoredEvents {
  /// Calls `body` with each row of a share that counts and that the selection lets through, in order of arrival. False when some could
  /// not be decided yet and were left out.
  func forEach(
    in selection: Selection, of share: Range<Int> = StoredEvents.allRows, _ body: (Int, Row.Core) -> Void
  ) -> Bool {
    var isComplete = true
    forEachBlock(of: share) { block in
      guard selection.plan != nil else {
        let cores = block.cores.prefix(selection.count(in: block))
        for (index, core) in cores.enumerated() where selection.holds(core) {
          body(block.start + index, core)
        }
        return true
      }
      let verdicts = selection.verdicts(on: block, of: self)
      for (index, core) in block.cores.prefix(selection.count(in: block)).enumerated() {
        if verdicts[index] == Verdict.yes.rawValue {
          body(block.start + index, core)
        } else if verdicts[index] == Verdict.unknown.rawValue {
          isComplete = false
        }
      }
      return true
    }
    return isComplete
  }
}
