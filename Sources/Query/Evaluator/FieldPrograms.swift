import CloudTrail

/// What predicates ask of the texts of fields, as programs of which each event runs a few.
///
/// There are many, and what takes time is not to run one but to fetch it: so each lies in one piece, and nothing in it is owned.
///
///     head │ where each predicate begins │ steps │ literals and networks │ the member's name
package struct FieldPrograms: Sendable {
  /// The most predicates that one program asks.
  package static let mostParts = UInt64.bitWidth

  /// One of them.
  package struct Program: BitwiseCopyable, Sendable {
    /// Where it lies.
    fileprivate let start: UInt32
  }

  fileprivate struct Head: BitwiseCopyable {
    let place: Place
    /// Counts up from 0.
    let number: UInt32
    /// The answers where the field is missing.
    let without: UInt64
    let count: UInt32
    /// Where its steps begin, and its literals and networks, counted from the head.
    let steps: UInt32
    let data: UInt32
  }

  /// An ``AskedField``, its name in the program.
  fileprivate enum Place: BitwiseCopyable {
    case recorded(RecordedField)
    /// - Parameter name: where it begins, counted from the head.
    case member(RecordedPart, name: UInt32, length: UInt32)
  }

  private var code: [UInt8] = []
  private var others: [CompiledTest] = []
  /// By program, what it asks of.
  private var fields: [AskedField] = []
  /// By program, for texts that are more than ASCII.
  private var parts: [[FieldPredicate]] = []

  package init() {}

  /// Adds a program.
  /// - Parameter parts: predicates of the field, at most ``mostParts``.
  package mutating func add(_ field: AskedField, _ parts: [FieldPredicate]) -> Program {
    var made = FieldCode(firstOther: others.count)
    let begins = parts.map { made.add($0.test, passed: FieldCode.End.holds, failed: FieldCode.End.fails) }
    let steps = MemoryLayout<Head>.size + begins.count * MemoryLayout<Int32>.size
    let data = steps + made.steps.count * MemoryLayout<FieldCode.Step>.stride
    let program = Program(start: UInt32(code.count))
    let (place, name) = FieldPrograms.place(of: field, at: data + made.data.count)
    code.append(
      copyOf: Head(
        place: place, number: UInt32(self.parts.count),
        without: FieldPrograms.bits(parts.map(\.holdsWithout)), count: UInt32(parts.count),
        steps: UInt32(steps),
        data: UInt32(data)))
    for begin in begins { code.append(copyOf: begin) }
    made.steps.withUnsafeBytes { code.append(contentsOf: $0) }
    code += made.data
    code += name
    others += made.others
    fields.append(field)
    self.parts.append(parts)
    return program
  }

  private static func place(of field: AskedField, at end: Int) -> (Place, name: [UInt8]) {
    switch field {
    case .recorded(let field): (.recorded(field), [])
    case .member(let part, let name): (.member(part, name: UInt32(end), length: UInt32(name.count)), name)
    }
  }

  /// The field that a program asks.
  package func field(of program: Program) -> AskedField { fields[number(of: program)] }

  /// A program's number, counted up from 0.
  package func number(of program: Program) -> Int { Int(head(of: program).number) }

  /// Which of a program's predicates hold of an event, a bit each from the lowest; nil where only the record itself tells what the field
  /// is.
  package func answers(of event: EventView, _ program: Program) -> UInt64? {
    let head = head(of: program)
    switch text(of: head.place, program, event) {
    case .absent: return head.without
    case .found(let text):
      if text.isPlain { return answers(text.raw, of: event, program) }
      return text.withUTF8 { text in
        // Other letters are equal by more than their bytes.
        CaseFolding.hasNonASCII(text)
          ? FieldPrograms.bits(parts[Int(head.number)].map { $0.holds(text, of: event) })
          : answers(text, of: event, program)
      }
    case .other: return nil
    }
  }

  private func text(of place: Place, _ program: Program, _ event: EventView) -> Recorded<JSONText> {
    switch place {
    case .recorded(let field): return event.recorded(field)
    case .member(let part, let name, let length):
      switch event.recorded(part) {
      case .absent: return .absent
      case .other: return .other
      case .found(let object):
        let member = code.withUnsafeBytes { code in
          object.member(FieldRun(code, from: program.start).bytes(at: name, count: length))
        }
        guard let member else { return .absent }
        return member.text.map { .found($0) } ?? .other
      }
    }
  }

  /// The answers in ``answers(of:_:)``, one by one.
  package func each(_ answers: UInt64, of program: Program) -> [Bool] {
    parts[number(of: program)].indices.map { answers >> $0 & 1 == 1 }
  }

  @inline(__always)
  private func head(of program: Program) -> Head {
    code.withUnsafeBytes { FieldRun($0, from: program.start).head }
  }

  private func answers(
    _ text: UnsafeBufferPointer<UInt8>, of event: EventView, _ program: Program
  ) -> UInt64 {
    code.withUnsafeBytes { code in
      FieldRun(code, from: program.start).answers(text) {
        Evaluation.passes(others[$0], of: event, text: text, .unread)
      }
    }
  }

  private static func bits(_ answers: [Bool]) -> UInt64 {
    answers.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
  }
}

/// A program where it lies, while it runs.
///
/// Unsafe, as it reads numbers of several kinds out of bytes: what is read, and where, is what ``FieldPrograms/add(_:_:)`` wrote.
private struct FieldRun {
  private let start: UnsafeRawPointer
  let head: FieldPrograms.Head

  init(_ code: UnsafeRawBufferPointer, from start: UInt32) {
    guard let base = code.baseAddress else { preconditionFailure("a program has a head") }
    self.start = base + Int(start)
    head = self.start.loadUnaligned(as: FieldPrograms.Head.self)
  }

  func bytes(at offset: UInt32, count: UInt32) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: (start + Int(offset)).assumingMemoryBound(to: UInt8.self), count: Int(count))
  }

  /// The answers of the predicates for a text of ASCII.
  /// - Parameter other: whether it passes one of the tests that are more than a comparison of bytes.
  func answers(_ text: UnsafeBufferPointer<UInt8>, other: (Int) -> Bool) -> UInt64 {
    let (begins, steps) = (start + MemoryLayout<FieldPrograms.Head>.size, start + Int(head.steps))
    var asked = AskedText(text, data: start + Int(head.data))
    var answers: UInt64 = 0
    for part in 0..<Int(head.count) {
      var next = begins.loadUnaligned(fromByteOffset: part * MemoryLayout<Int32>.size, as: Int32.self)
      while next >= 0 {
        let step = steps.loadUnaligned(
          fromByteOffset: Int(next) * MemoryLayout<FieldCode.Step>.stride, as: FieldCode.Step.self)
        next = asked.passes(step) ?? other(Int(step.start)) ? step.passed : step.failed
      }
      if next == FieldCode.End.holds { answers |= 1 << UInt64(truncatingIfNeeded: part) }
    }
    return answers
  }
}

/// The text of a field while it is asked about.
private struct AskedText {
  private let text: UnsafeBufferPointer<UInt8>
  private let data: UnsafeRawPointer
  /// Read once for all that ask.
  private lazy var address = IPAddress(text)

  init(_ text: UnsafeBufferPointer<UInt8>, data: UnsafeRawPointer) { (self.text, self.data) = (text, data) }

  /// Nil for a test that is more than a comparison of bytes.
  @inline(__always)
  mutating func passes(_ step: FieldCode.Step) -> Bool? {
    let count = Int(step.count)
    switch step.test {
    case .isText: return text.count == count && isLiteral(step, at: 0)
    case .hasStart: return text.count >= count && isLiteral(step, at: 0)
    case .hasEnd: return text.count >= count && isLiteral(step, at: text.count - count)
    case .hasPart:
      return SubstringSearch.isFound(literal(of: step), isCaseSensitive: step.isCaseSensitive, in: text)
    case .isInNetworks:
      guard let address else { return false }
      return (0..<count).contains { place in
        let offset = Int(step.start) + place * MemoryLayout<Network>.size
        return data.loadUnaligned(fromByteOffset: offset, as: Network.self).contains(address)
      }
    case .other: return nil
    }
  }

  private func literal(of step: FieldCode.Step) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: (data + Int(step.start)).assumingMemoryBound(to: UInt8.self), count: Int(step.count))
  }

  private func isLiteral(_ step: FieldCode.Step, at offset: Int) -> Bool {
    SubstringSearch.isNeedle(literal(of: step), step.isCaseSensitive, text, at: offset)
  }
}
