import Audit
import CloudTrail
import Feeds

/// One reading thread's way into the store.
final class StoreSink: EventSink {
  private var intake: Intake
  private let store: EventStore
  private let committed: @Sendable (Int) -> Void

  /// - Parameter committed: told how many events each commit brought.
  init(_ intake: Intake, store: EventStore, committed: @escaping @Sendable (Int) -> Void = { _ in }) {
    (self.intake, self.store, self.committed) = (intake, store, committed)
  }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) {
    intake.take(event, file: file, isReadable: isReadable)
  }

  func commit() { commit(setAside()) }

  func setAside() -> RowsSetAside { intake.setAside() }

  func commit(_ rows: RowsSetAside) {
    let count = rows.count
    guard count > 0 else { return }
    intake.commit(rows, to: store)
    committed(count)
  }
}
