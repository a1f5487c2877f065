import Audit
import CloudTrail
import Query
import Terminal

/// Keys in the open filter bar: completing, and typing as ever.
extension Model {
  /// The most values asked of the store.
  private static let mostValues = 200

  mutating func typeFilter(_ key: Key) -> [Command] {
    if key == .tab || key == .backTab { return complete(key == .tab ? 1 : -1) }
    let before = filter.completedFrom
    filter.completedFrom = nil
    // What was completed and not yet typed behind goes as one piece.
    if let before, key == .escape || key == .backspace {
      filter.write(before, now: now)
      return lookForCompletions(isWanted: true)
    }
    switch filter.take(key, now: now) {
    case .refused: return [.bell]
    case .editing: return lookForCompletions(isWanted: false)
    case .closed:
      if let held = heldBeforeTyping { events.select(again: held.id, line: held.line) }
      return []
    }
  }

  /// Writes the next candidate into the line. The only one needs no choosing: what may come behind it is looked for at once.
  private mutating func complete(_ step: Int) -> [Command] {
    var commands: [Command] = []
    if filter.completion == nil { commands = lookForCompletions(isWanted: true) }
    guard let line = filter.completion?.next(step) else {
      return filter.completion?.pending == nil ? [.bell] : commands
    }
    filter.completedFrom = filter.completion?.typed
    filter.write(line, now: now)
    return filter.completion?.candidates.count == 1 ? lookForCompletions(isWanted: false) : commands
  }

  /// Takes the candidate in this line of the list.
  mutating func chooseCandidate(_ index: Int) {
    guard let line = filter.completion?.choose(index) else { return }
    filter.completedFrom = filter.completion?.typed
    filter.write(line, now: now)
  }

  /// Looks for what may come at the cursor.
  ///
  /// - Parameter isWanted: also where nothing was typed yet.
  private mutating func lookForCompletions(isWanted: Bool) -> [Command] {
    guard let editor = filter.editor else { return [] }
    let point = CompletionPoint(before: editor.halves.before)
    let known = Candidates(saved: savedFilters, rules: settings.rules, now: now)
    switch point.wanted {
    case .nothing: filter.completion = nil
    case .term where point.typed.isEmpty && !isWanted: filter.completion = nil
    case .term:
      filter.completion = Completion(typed: editor, point: point, candidates: known.terms(point.typed))
    case .value(field: let field):
      if let values = known.values(of: field, point.typed) {
        filter.completion = Completion(typed: editor, point: point, candidates: values)
      } else {
        return askValues(of: field, editor, point)
      }
    }
    return []
  }

  private mutating func askValues(of name: String, _ editor: LineEditor, _ point: CompletionPoint)
    -> [Command]
  {
    guard let field = FieldAlias.eventField(named: name) else {
      filter.completion = nil
      return []
    }
    lastRequest += 1
    // Until the answer is here, what is known already and fits stays.
    let typed = point.typed.lowercased()
    let before = filter.completion.map { $0.point.wanted == point.wanted ? $0.candidates : [] } ?? []
    let kept = before.filter { ($0.shown + " " + $0.note).lowercased().contains(typed) }
    filter.completion = Completion(typed: editor, point: point, candidates: kept, pending: lastRequest)
    let request = SeenValuesRequest(field: field, part: point.typed, limit: Model.mostValues)
    return [.values(request: lastRequest, request)]
  }

  mutating func take(_ seen: SeenValues, request: Int) {
    guard let point = filter.completion?.point, case .value(field: let name) = point.wanted,
      let field = FieldAlias.eventField(named: name)
    else { return }
    let candidates = seen.values.map {
      Completion.Candidate($0, of: field, typed: point.typed, names: settings.accountNames)
    }
    filter.completion?.take(candidates, total: seen.total, request: request)
  }
}
