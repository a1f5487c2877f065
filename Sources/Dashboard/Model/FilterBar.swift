import CloudTrail
import Query
import Terminal

/// The filter that is in force, and the line it is edited in.
struct FilterBar: Sendable {
  /// What stands in the bar; empty lets everything through.
  private(set) var text = ""
  private(set) var predicate: Predicate?
  /// The line being edited; nil while the bar is closed.
  private(set) var editor: LineEditor?
  /// Why the edited text is no filter.
  private(set) var error: FilterError?
  /// What may come where the cursor is.
  var completion: Completion?
  /// The line before the completion that the last key made; nil once anything else was typed.
  var completedFrom: LineEditor?
  /// The filters applied before, oldest first.
  var history: [String] = []
  /// What `@name` stands for.
  var saved: [SavedFilter]
  private var before: (text: String, predicate: Predicate?) = ("", nil)

  /// The lines remembered.
  static let longestHistory = 100

  init(saved: [SavedFilter] = []) { self.saved = saved }

  /// Opens the bar on the filter in force.
  mutating func open() {
    before = (text, predicate)
    editor = LineEditor(text: text)
    error = nil
  }

  /// Puts `text` in force; false, with ``error`` set, when it is no filter.
  mutating func set(_ text: String, now: Timestamp) -> Bool {
    do throws(FilterError) {
      let parsed = try FilterSyntax.predicate(from: text, now: now, saved: saved)
      self.text = text
      predicate = parsed == .always ? nil : parsed
      error = nil
      return true
    } catch {
      self.error = error
      return false
    }
  }

  /// Puts a filter in force that was so before.
  mutating func restore(_ text: String, _ predicate: Predicate?) {
    (self.text, self.predicate) = (text, predicate)
    close()
  }

  /// What a key did to the open bar.
  enum Outcome: Hashable, Sendable {
    /// The bar is open still; the predicate may be another.
    case editing
    case closed
    /// The key means nothing here.
    case refused
  }

  /// Puts in force what can be read of the line being edited: all of it, else the terms before the one that is wrong or not
  /// finished. ``error`` says what is wrong with the whole.
  private mutating func narrow(to line: String, now: Timestamp) {
    if set(line, now: now) { return }
    let wrong = error
    var terms = line[...]
    repeat {
      terms = terms[..<(terms.lastIndex(of: " ") ?? terms.startIndex)]
    } while !set(String(terms), now: now)
    error = wrong
  }

  /// Lets the open bar take a key: the filter narrows with every letter.
  mutating func take(_ key: Key, now: Timestamp) -> Outcome {
    switch key {
    case .enter:
      guard apply(editor?.text ?? "", now: now) else { return .refused }
      close()
      return .closed
    case .escape:
      (text, predicate) = before
      close()
      return .closed
    default:
      guard editor?.take(key, history: history) == true else { return .refused }
      narrow(to: editor?.text ?? "", now: now)
      return .editing
    }
  }

  /// Puts another line into the open bar, as a completion does.
  mutating func write(_ line: LineEditor, now: Timestamp) {
    editor = line
    narrow(to: line.text, now: now)
  }

  /// Puts `text` in force and remembers it; false when it is no filter.
  mutating func apply(_ text: String, now: Timestamp) -> Bool {
    guard set(text, now: now) else { return false }
    if !text.isEmpty {
      history.removeAll { ExactString($0) == ExactString(text) }
      history.append(text)
      history.removeFirst(max(0, history.count - FilterBar.longestHistory))
    }
    return true
  }

  private mutating func close() { (editor, error, completion, completedFrom) = (nil, nil, nil, nil) }
}
