import CloudTrail
import Query

/// Reads an EventBridge rule file: what `aws events describe-rule` prints with `Level` and `Tags` perhaps, or a bare pattern.
struct EventRuleReader {
  let file: RuleFile

  func rule() throws(RuleRefusal) -> Rule {
    let bytes = Array(file.text.utf8)
    guard JSONCheck.fault(in: bytes) == nil, let document = try? JSONDocument(parsing: bytes) else {
      return try bare()
    }
    let result: Result<Rule, RuleRefusal> = document.withView { view in
      Result { () throws(RuleRefusal) in try rule(from: view, bytes) }
    }
    return try result.get()
  }

  private func rule(from view: JSONView, _ bytes: [UInt8]) throws(RuleRefusal) -> Rule {
    guard view.kind == .object, let pattern = view.member("EventPattern") else { return try bare() }
    return try described(view, pattern, bytes)
  }

  private func refusal(_ error: EventPatternError) -> RuleRefusal {
    RuleRefusal(
      path: file.path, line: error.line, column: error.column,
      reason: "Event pattern is not valid. Reason: \(error.reason)")
  }

  private func bare() throws(RuleRefusal) -> Rule {
    do {
      return rule(try EventPatternSyntax.predicate(from: file.text), EventRuleHeader(title: file.name))
    } catch { throw refusal(error) }
  }

  private func described(_ view: JSONView, _ pattern: JSONView, _ bytes: [UInt8]) throws(RuleRefusal) -> Rule
  {
    let indent = bytes.prefix { $0 <= 0x20 }.count
    let start = view.source.baseAddress
    let offset = { (view: JSONView) -> Int in
      guard let start, let at = view.source.baseAddress else { return 0 }
      return at - start + indent
    }
    let header = try EventRuleHeader(view, title: file.name) { reason, view in
      let error = EventPatternError(reason, at: offset(view), in: bytes)
      return RuleRefusal(path: file.path, line: error.line, column: error.column, reason: reason)
    }
    do {
      if let text = pattern.text?.string {
        return rule(try inner(text, at: offset(pattern), in: bytes), header)
      }
      return rule(
        try EventPatternSyntax.predicate(from: pattern, in: bytes, indent: offset(pattern)), header)
    } catch { throw refusal(error) }
  }

  /// A pattern that is a string is all on one line of the file.
  private func inner(_ text: String, at offset: Int, in bytes: [UInt8]) throws(EventPatternError)
    -> WrittenPredicate
  {
    do { return try EventPatternSyntax.predicate(from: text) } catch {
      throw EventPatternError(error.reason, at: offset, in: bytes)
    }
  }

  private func rule(_ written: WrittenPredicate, _ header: EventRuleHeader) -> Rule {
    Rule(
      id: file.name, title: header.title, description: header.description, level: header.level,
      tags: header.tags, references: [], falsePositives: [], written: written, root: .envelope,
      place: RulePlace(path: file.path, line: 1), testEvents: header.testEvents,
      text: RuleText(whole: file.text))
  }
}

/// What an EventBridge rule file says beside its pattern.
struct EventRuleHeader {
  private(set) var title: String
  private(set) var description = ""
  private(set) var level = Severity.medium
  private(set) var tags: [String] = []
  private(set) var testEvents = Rule.TestEvents(mustMatch: [], mustNotMatch: [])

  init(title: String) { self.title = title }

  init(
    _ view: JSONView, title: String, refuse: (String, JSONView) -> RuleRefusal
  ) throws(RuleRefusal) {
    self.title = title
    if let name = view.member("Name") {
      guard let text = name.text?.string, !text.isEmpty else { throw refuse("Name must be a text", name) }
      self.title = text
    }
    description = view.member("Description")?.text?.string ?? ""
    if let word = view.member("Level") {
      guard let level = word.text.flatMap({ Severity(named: $0.string) }) else {
        throw refuse("Level is one of \(Severity.allCases.map(\.name).joined(separator: " "))", word)
      }
      self.level = level
    }
    if let list = view.member("Tags") { tags = try EventRuleHeader.tags(list, refuse) }
    if let tests = view.member("Tests") {
      testEvents = Rule.TestEvents(
        mustMatch: EventRuleHeader.events(tests.member("MustMatch")),
        mustNotMatch: EventRuleHeader.events(tests.member("MustNotMatch")))
    }
  }

  private static func tags(
    _ list: JSONView, _ refuse: (String, JSONView) -> RuleRefusal
  ) throws(RuleRefusal) -> [String] {
    var (tags, bad): ([String], JSONView?) = ([], list.kind == .array ? nil : list)
    list.forEachElement { element in
      if let text = element.text { tags.append(text.string) } else { bad = element }
      return bad == nil
    }
    if let bad { throw refuse("Tags must be a list of texts", bad) }
    return tags
  }

  private static func events(_ list: JSONView?) -> [String] {
    var events: [String] = []
    list?.forEachElement { element in
      events.append(element.withUTF8 { String(decoding: $0, as: UTF8.self) })
      return true
    }
    return events
  }
}
