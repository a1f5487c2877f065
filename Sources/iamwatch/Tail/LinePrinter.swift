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

  func take(_ event: EventView) {
    state.withLock { state in
      guard let line = state.maker.line(for: event) else { return }
      if isJSON {
        printResult(line.json())
      } else {
        printResult(Array("\(line.text(accountNames: accountNames, glyphs: glyphs))\n".utf8))
      }
      if given != nil, let id = line.eventID { state.printed.append(id) }
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

  init(_ printer: LinePrinter) { self.printer = printer }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { printer.take(event) }
  func commit() { printer.commit() }
  func discard() {}
}
