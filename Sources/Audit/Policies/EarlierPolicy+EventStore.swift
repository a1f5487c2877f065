import CloudTrail
import Detection
import Query

extension EventStore {
  /// The records read at most to find an earlier version: those of other policies of the same resource are
  /// passed over.
  private static let mostRecords = 64

  /// The version of the policy that event `id` writes, as the last earlier event held wrote it; nil when none
  /// is held, or when the event writes no policy that has versions.
  ///
  /// The columns tell which events may have written it, so only their records are read, the newest first.
  /// Calls that failed wrote nothing.
  package func earlierPolicy(before id: EventRow.ID, archive: (any RecordArchive)?) -> EarlierPolicy? {
    guard let writing = read({ $0.writing(of: id) }),
      let document = archive?.document(at: writing.place),
      let subject = document.withView({ PolicySubject(action: writing.action, record: $0) })
    else { return nil }
    let candidates = read { events in
      events.candidates(for: subject, before: writing).prefix(EventStore.mostRecords).map { row in
        (events.eventRow(row), events.places[row])
      }
    }
    for (row, place) in candidates {
      guard let record = archive?.document(at: place),
        record.withView({ PolicySubject(action: row.action, record: $0) }) == subject,
        let policy = FoundPolicy.all(in: record).first(where: \.isRequested)
      else { continue }
      return EarlierPolicy(row: row, document: policy.document)
    }
    return nil
  }
}

/// An event that writes a policy, as the columns know it.
private struct PolicyWriting: Sendable {
  var row: Int
  var core: Row.Core
  var region: UInt32
  var target: UInt32
  var action: String
  var place: RecordPlace
}

extension StoredEvents {
  fileprivate func writing(of id: EventRow.ID) -> PolicyWriting? {
    guard let row = row(of: id) else { return nil }
    let details = details(at: row)
    return PolicyWriting(
      row: row, core: cores[row], region: details.region, target: details.target,
      action: strings[groups[cores[row].group].action], place: places[row])
  }

  /// The rows that may have written a version of `subject` before, the newest first: calls of its kind that
  /// succeeded, in the same account and region, on what may be the same target.
  fileprivate func candidates(for subject: PolicySubject, before own: PolicyWriting) -> [Int] {
    let actions = Set(subject.kind.writers.compactMap { strings.id(of: $0.action.utf8) })
    let targets = subject.targets.map { names in
      Set(names.compactMap { strings.id(of: $0.utf8) } + [own.target])
    }
    let account = groups[own.core.group].account
    var found: [(time: Timestamp, row: Int)] = []
    cores.forEach { row, core in
      let group = groups[core.group]
      guard group.account == account, actions.contains(group.action), !core.flags.contains(.error),
        (core.time, row) < (own.core.time, own.row)
      else { return }
      let details = details(at: row)
      guard details.region == own.region, targets?.contains(details.target) ?? true else { return }
      found.append((core.time, row))
    }
    return found.sorted { $0 > $1 }.map(\.row)
  }

  private func details(at row: Int) -> Row.Details { details.end > row ? details[row] : Row.Details() }
}

extension RecordArchive {
  /// The record at `place`; nil when it cannot be read again.
  fileprivate func document(at place: RecordPlace) -> JSONDocument? {
    guard place != .nowhere, let bytes = record(at: place) else { return nil }
    return try? JSONDocument(parsing: bytes)
  }
}
