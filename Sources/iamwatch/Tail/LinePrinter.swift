import Audit
import CloudTrail
import Feeds
import Query
import Synchronization
import Text

/// Prints lines from any thread, whole and each event once over all sources.
final class LinePrinter: Sendable {
  private struct State {
    var maker: LineMaker
    /// The `eventID`s printed that are not yet kept as given.
    var printed: [String] = []
  }

  private let state: Mutex<State>
  private let accountNames: [ExactString: String]
  private let isJSON: Bool
  private let glyphs: GlyphSet
  private let given: GivenLines?

  /// - Parameter given: keeps what was printed; nil where no other run goes on behind this one.
  init(_ maker: LineMaker, _ question: Question, isJSON: Bool, given: GivenLines?) {
    state = Mutex(State(maker: maker))
    (accountNames, self.isJSON, glyphs) = (question.accountNames, isJSON, Look.glyphs)
    self.given = given
  }

  /// - Parameter source: the name of the source that brought it.
  func take(_ event: EventView, of source: String) {
    state.withLock { state in
      guard let line = state.maker.line(for: event, of: source) else { return }
      write(line)
      if given != nil, let id = line.eventID { state.printed.append(id) }
    }
  }

  /// Prints what tells of silences found now.
  func tick(isCaughtUp: Bool) {
    state.withLock { state in
      for line in state.maker.tick(Clock.now, isCaughtUp: isCaughtUp) { write(line) }
    }
  }

  private func write(_ line: EventLine) {
    if isJSON {
      printResult(line.json())
    } else {
      printResult(Array("\(line.text(accountNames: accountNames, glyphs: glyphs))\n".utf8))
    }
  }

  /// Keeps what was printed as given, before whoever read it goes on.
  func commit() {
    guard let given else { return }
    state.withLock { state in
      given.keep(state.printed)
      state.printed = []
    }
  }
}

final class PrintingSink: EventSink {
  private let printer: LinePrinter
  private let source: String

  /// - Parameter source: the source's name.
  init(_ printer: LinePrinter, of source: String) { (self.printer, self.source) = (printer, source) }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { printer.take(event, of: source) }
  func commit() { printer.commit() }
}
