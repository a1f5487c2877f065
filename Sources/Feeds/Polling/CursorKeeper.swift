import CloudTrail
import State

/// Where a source's cursor is kept from one run to the next.
package struct CursorKeeper: Sendable {
  private let file: StateFile
  private let reader: String
  private let source: String

  /// - Parameters:
  ///   - reader: who reads: one command with one question.
  ///   - source: the source's name.
  package init(_ file: StateFile, reader: String, source: String) {
    (self.file, self.reader, self.source) = (file, reader, source)
  }

  /// The cursor of the run before; a new one that begins at `start` where there was none, or none that can be read.
  func cursor(from start: Timestamp, overlap: Overlap) -> Cursor {
    let saved = try? file.cursor(of: reader, source: source)
    return saved.map { Cursor($0, overlap: overlap) } ?? Cursor(start: start, overlap: overlap)
  }

  /// Keeps how the cursor has moved. Called once what it moved over has been given: whoever ends in between gives it again, which
  /// those who must not give twice find out by the events.
  func keep(_ step: CursorStep, health: FeedHealth) {
    do throws(StateError) { try file.keep(step, of: reader, source: source) } catch {
      health.fellShort("how far it was read cannot be kept: \(error)")
    }
  }
}
