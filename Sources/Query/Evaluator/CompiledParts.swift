import CloudTrail

/// Several nodes, what needs no record first.
final class CompiledParts: Sendable {
  let light: [CompiledNode]
  let heavy: [CompiledNode]
  /// The fields that parts ask alone.
  let asked: AskedFields
  /// The field whose text alone decides all of them; nil where something else may.
  let decidingField: AskedField?

  convenience init(_ parts: [Predicate], _ context: NodeContext) {
    var (light, recorded, heavy) = ([CompiledNode](), [CompiledNode](), [CompiledNode]())
    for part in parts {
      let node = CompiledNode(part, context)
      if !node.readsRecord {
        light.append(node)
      } else if node.isRecorded {
        recorded.append(node)
      } else {
        heavy.append(node)
      }
    }
    self.init(light: light, heavy: recorded + heavy)
  }

  init(light: [CompiledNode], heavy: [CompiledNode]) {
    (self.light, self.heavy) = (light, heavy)
    var asked = AskedFields.none
    for node in light { asked.formUnion(node.asked) }
    for node in heavy { asked.formUnion(node.asked) }
    self.asked = asked
    let field = (light.first ?? heavy.first)?.decidingField
    let isSame = { (node: CompiledNode) in node.decidingField == field }
    decidingField = field != nil && light.allSatisfy(isSame) && heavy.allSatisfy(isSame) ? field : nil
  }
}

/// A test of a field of the record that may be known without it; else at the path.
final class RecordedTest: Sendable {
  let field: RecordedField
  let test: CompiledTest
  let path: CompiledPath
  let quantifier: Quantifier
  /// Whether the field's text alone decides it.
  let isOfTextAlone: Bool

  init(field: RecordedField, test: CompiledTest, path: CompiledPath, quantifier: Quantifier) {
    (self.field, self.test, self.path, self.quantifier) = (field, test, path, quantifier)
    isOfTextAlone = test.looksAtTextAlone
  }
}

/// A test of a path whose first key is that of a part of the record whose place may be known: from there, else the whole of it.
final class PartTest: Sendable {
  let part: RecordedPart
  /// The path from the part on.
  let rest: CompiledPath
  let test: CompiledTest
  let whole: CompiledPath
  let quantifier: Quantifier
  /// The member whose text alone decides it; nil where something else may.
  let decidingField: AskedField?

  init(
    part: RecordedPart, rest: CompiledPath, test: CompiledTest, whole: CompiledPath, quantifier: Quantifier
  ) {
    (self.part, self.rest, self.test, self.whole, self.quantifier) = (part, rest, test, whole, quantifier)
    decidingField =
      test.looksAtTextAlone ? rest.onlyKey.map { .member(part, name: $0) } : nil
  }
}
