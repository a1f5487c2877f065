import CloudTrail
import YAML

/// One `field|modifiers: values` of a map, or keywords without a field.
struct SigmaItem {
  /// The field's name and its modifiers as written; empty for keywords.
  let key: String
  let line: Int
  let values: [YAMLNode]
  let placeholders: SigmaSyntax.Placeholders

  /// What it asks of a record.
  func predicate(at node: YAMLNode, keyAt entry: YAMLEntry? = nil) throws(SigmaError) -> WrittenPredicate {
    let parts = SigmaItem.split(key, at: "|")
    let field = parts.first.map(String.init) ?? ""
    let chain: SigmaChain
    do { chain = try SigmaChain(parts.dropFirst()) } catch {
      throw entry.map { SigmaError(error.reason, at: $0) } ?? SigmaError(error.reason, at: node)
    }
    guard !values.isEmpty else { throw SigmaError("\"\(key)\" has no value", at: node) }
    let isKeyword = field.isEmpty
    if isKeyword, let kind = chain.kind ?? chain.affix {
      throw SigmaError("\(kind.rawValue) needs a field; this is a keyword", at: node)
    }
    let path = isKeyword ? [] : SigmaItem.path(field)
    var terms: [WrittenPredicate] = []
    for value in values {
      let reader = SigmaValueReader(chain: chain, path: path, placeholders: placeholders)
      terms.append(
        .term(WrittenPredicate.Term(try reader.predicate(value), line: value.line, field: field)))
    }
    let joined = terms.count == 1 ? terms[0] : chain.isAll ? .all(terms) : .any(terms)
    return chain.isNegated ? .not(joined) : joined
  }

  /// The place in the record that a dotted name stands for.
  static func path(_ field: String) -> [FieldPath.Step] {
    split(field, at: ".").map { .key(ExactString(String($0))) }
  }

  /// By bytes: where characters begin and end is nothing to it, and long to find out.
  private static func split(_ text: String, at separator: Unicode.Scalar) -> [Substring] {
    let separator = UInt8(ascii: separator)
    // Most have none.
    guard text.utf8.contains(separator) else { return [text[...]] }
    return text.utf8.split(separator: separator, omittingEmptySubsequences: false).map { Substring($0) }
  }
}

/// The modifiers of one item, in an order that means something.
struct SigmaChain {
  /// Why modifiers cannot be honoured.
  struct Refusal: Error { let reason: String }

  /// re, cidr, exists and so on; nil for texts.
  private(set) var kind: SigmaModifier?
  /// contains, startswith or endswith.
  private(set) var affix: SigmaModifier?
  private(set) var transformations: [SigmaModifier] = []
  private(set) var regexOptions: RegexPattern.Options = []
  private(set) var isAll = false
  private(set) var isCased = false
  private(set) var isNegated = false

  init(_ names: some Sequence<Substring>) throws(Refusal) {
    var previous: SigmaModifier?
    for name in names {
      guard let modifier = SigmaModifier(rawValue: String(name)) else {
        throw Refusal(reason: "the modifier \"\(name)\" is not supported")
      }
      try add(modifier, after: previous)
      previous = modifier
    }
    try check()
  }

  private mutating func add(_ modifier: SigmaModifier, after previous: SigmaModifier?) throws(Refusal) {
    switch modifier {
    case _ where modifier.isKind:
      guard kind == nil else { throw conflict(modifier, kind) }
      kind = modifier
    case _ where modifier.isRegexFlag:
      guard kind == .re, previous == .re || previous?.isRegexFlag ?? false else {
        throw Refusal(reason: "the modifier \(modifier.rawValue) stands right behind re only")
      }
      switch modifier {
      case .ignoreCase: regexOptions.insert(.ignoreCase)
      case .multiLine: regexOptions.insert(.multiLine)
      default: regexOptions.insert(.dotAll)
      }
    case _ where modifier.isTransformation:
      guard affix == nil || modifier == .expand || modifier == .windash else {
        throw conflict(modifier, affix)
      }
      transformations.append(modifier)
    case .contains, .startswith, .endswith:
      guard affix == nil else { throw conflict(modifier, affix) }
      affix = modifier
    case .all: isAll = true
    case .cased: isCased = true
    default: isNegated = true
    }
  }

  private func conflict(_ modifier: SigmaModifier, _ other: SigmaModifier?) -> Refusal {
    Refusal(reason: "the modifier \(modifier.rawValue) cannot follow \(other?.rawValue ?? "")")
  }

  private func check() throws(Refusal) {
    guard let kind else { return }
    if let affix, kind != .fieldref { throw conflict(affix, kind) }
    if let other = transformations.first(where: { $0 != .expand }) { throw conflict(other, kind) }
    if !transformations.isEmpty, kind == .exists || kind == .fieldref { throw conflict(.expand, kind) }
    if isAll, kind == .exists { throw conflict(.all, kind) }
    if isCased, kind != .fieldref { throw conflict(.cased, kind) }
  }
}
