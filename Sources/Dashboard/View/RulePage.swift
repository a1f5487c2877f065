import Audit
import CloudTrail
import Query
import Terminal

/// A rule as it was written, with the lines that the event looked at matched, and what it means.
struct RulePage {
  private let width: Int
  private var lines: [DetailsLine] = []

  /// The page of the rule that is shown, in lines of `width` columns.
  static func lines(of model: Model, width: Int) -> [DetailsLine] {
    guard let id = model.ruleShown else { return [] }
    var page = RulePage(width: width)
    guard let rule = model.settings.rule(id) else {
      page.add("the rule \(id) is not loaded any more", style: .warn)
      return page.lines
    }
    page.head(rule, model)
    page.text(rule, model)
    return page.lines
  }

  private init(width: Int) { self.width = width }

  private mutating func head(_ rule: Settings.Rule, _ model: Model) {
    let signs = Signs(glyphs: model.settings.glyphs)
    add("\(signs.severity(rule.severity)) \(rule.title)  \(rule.severity.name)", style: rule.severity.style)
    for decision in model.decided where decision.scope.rule == rule.id { decided(decision, model) }
    let matched = model.details.shown?.rules.first { $0.id == rule.id }
    section("Why the event in the details is one", matched?.why ?? [])
    section("What it means, and what to do next", rule.description.isEmpty ? [] : [rule.description])
    section("Harmless work that looks the same", rule.falsePositives)
    section("Tags", rule.tags.isEmpty ? [] : [rule.tags.joined(separator: " ")])
    section("References", rule.references)
  }

  private mutating func decided(_ decision: AlertDecision, _ model: Model) {
    let what =
      switch decision.kind {
      case .acknowledged(let through): "acknowledged through \(model.times.whole(through))"
      case .muted(nil): "muted"
      case .muted(let until?): "muted until \(model.times.whole(until))"
      }
    let whence =
      decision.isConfigured ? "by the configuration" : "on \(model.times.whole(decision.decidedAt))"
    add(
      "\(what), \(model.words(for: decision.scope)), \(whence): \(decision.reason)", indent: 2, style: .warn)
  }

  private mutating func section(_ title: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    lines.append(DetailsLine(text: ""))
    lines.append(DetailsLine(text: title, style: .header))
    for text in texts {
      for line in text.split(whereSeparator: \.isNewline) { add(String(line), indent: 2) }
    }
  }

  /// The text with the numbers of its lines; a mark stands at those that the event matched.
  private mutating func text(_ rule: Settings.Rule, _ model: Model) {
    guard !rule.text.isEmpty else { return }
    let matched = RulePage.matchedLines(of: rule.id, model)
    let note = matched.isEmpty ? "" : "  > what the event in the details matched"
    lines.append(DetailsLine(text: ""))
    lines.append(DetailsLine(text: rule.file + note, style: .header))
    let written = rule.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let digits = "\(rule.firstLine + written.count)".count
    for (index, line) in written.enumerated() {
      let number = rule.firstLine + index
      let isMatched = matched.contains(number)
      let margin =
        "\(isMatched ? ">" : " ") \(String(repeating: " ", count: digits - "\(number)".count))\(number)"
      for (part, piece) in Wrapping.lines(of: String(line), columns: max(10, width - digits - 4)).enumerated()
      {
        let left = part == 0 ? margin : String(repeating: " ", count: digits + 2)
        lines.append(DetailsLine(text: "\(left)  \(piece)", style: isMatched ? .accent : .text))
      }
    }
  }

  private static func matchedLines(of rule: String, _ model: Model) -> Set<Int> {
    Set(model.details.shown?.rules.first { $0.id == rule }?.reasons.compactMap(\.line) ?? [])
  }

  private mutating func add(_ text: String, indent: Int = 0, style: Style = .text) {
    for line in Wrapping.lines(of: text, columns: max(10, width - indent)) {
      lines.append(DetailsLine(text: String(repeating: " ", count: indent) + line, style: style))
    }
  }
}

extension Model {
  /// Shows the text of the rule that is looked at: the selected one, else the worst that the event matched.
  mutating func showRule() -> [Command] {
    guard let target = alertLookedAt else {
      say("select an alert, or an event that is one", .warn)
      return [.bell]
    }
    ruleShown = target.rule
    show(.rule)
    return []
  }
}
