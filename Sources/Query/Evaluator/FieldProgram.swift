import CloudTrail

/// What predicates ask of the text of one field, as steps that say which comes next: no object has to be followed on the way, whose
/// owners threads would wait for each other to count.
package final class FieldProgram: Sendable {
  /// The most predicates that one asks.
  package static let mostParts = UInt64.bitWidth

  package let field: RecordedField
  private let parts: [FieldPredicate]
  /// Of each predicate the step to begin at.
  private let starts: [Int]
  private let code: FieldCode

  /// - Parameter parts: predicates of the field, at most ``mostParts``.
  package init(_ field: RecordedField, _ parts: [FieldPredicate]) {
    var code = FieldCode()
    starts = parts.map { code.add($0.test, passed: FieldCode.End.holds, failed: FieldCode.End.fails) }
    (self.field, self.parts, self.code) = (field, parts, code)
  }

  /// Which of the predicates hold of an event, a bit each from the lowest; nil where only the record itself tells what the field is.
  package func answers(of event: EventView) -> UInt64? {
    switch event.recorded(field) {
    case .absent: FieldProgram.bits(parts.map(\.holdsWithout))
    case .found(let text): text.withUTF8 { answers($0, of: event) }
    case .other: nil
    }
  }

  /// The answers in ``answers(of:)``, one by one.
  package func each(_ answers: UInt64) -> [Bool] { parts.indices.map { answers >> $0 & 1 == 1 } }

  private func answers(_ bytes: UnsafeBufferPointer<UInt8>, of event: EventView) -> UInt64 {
    // Other letters are equal by more than their bytes.
    if CaseFolding.hasNonASCII(bytes) { return FieldProgram.bits(parts.map { $0.holds(bytes, of: event) }) }
    return code.answers(from: starts, bytes, event)
  }

  private static func bits(_ answers: [Bool]) -> UInt64 {
    answers.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
  }
}
