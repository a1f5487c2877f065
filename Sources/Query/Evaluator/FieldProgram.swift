import CloudTrail

/// What many predicates ask of the text of one field, as steps that say which comes next: no object has to be followed on the way, whose
/// owners threads would wait for each other to count. Each predicate has a number.
package final class FieldProgram: Sendable {
  private let field: RecordedField
  private let asked: [FieldPredicate]
  /// Of each predicate the number and the step to begin at.
  private let entries: [(number: Int, step: Int)]
  /// Those that hold of events without the field.
  private let holdingWithout: [Int]
  private let code: FieldCode

  /// - Parameter asked: predicates of the same field, each with its number.
  package init(_ field: RecordedField, _ asked: [(number: Int, predicate: FieldPredicate)]) {
    var code = FieldCode()
    entries = asked.map { number, predicate in
      (number, code.add(predicate.test, passed: FieldCode.End.holds, failed: FieldCode.End.fails))
    }
    (self.field, self.asked, self.code) = (field, asked.map(\.predicate), code)
    holdingWithout = asked.filter(\.predicate.holdsWithout).map(\.number)
  }

  package var numbers: [Int] { entries.map(\.number) }

  /// Adds the numbers of those that hold of an event; false where only the record itself tells what the field is.
  package func addHolding(of event: EventView, to found: inout [Int]) -> Bool {
    switch event.recorded(field) {
    case .absent: found += holdingWithout
    case .found(let text): text.withUTF8 { addHolding($0, of: event, to: &found) }
    case .other: return false
    }
    return true
  }

  private func addHolding(
    _ text: UnsafeBufferPointer<UInt8>, of event: EventView, to found: inout [Int]
  ) {
    // Other letters are equal by more than their bytes.
    guard !CaseFolding.hasNonASCII(text) else {
      for place in entries.indices where asked[place].holds(text, of: event) {
        found.append(entries[place].number)
      }
      return
    }
    for entry in entries where code.ends(from: entry.step, text, event) == FieldCode.End.holds {
      found.append(entry.number)
    }
  }
}
