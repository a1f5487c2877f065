import Audit
import CloudTrail
import Query
import Terminal
import Text

/// A line of the details: a word that says what it is about, and the text.
struct DetailsLine: Hashable, Sendable {
  var label = ""
  var text: String
  var style = Style.text
}

/// One event as a sentence: who, did, to, with, from, why, next; below it the request and the response.
struct DetailsText {
  private let settings: Settings
  private let times: Times
  private var signs: Signs { Signs(glyphs: settings.glyphs) }
  private let width: Int
  private(set) var lines: [DetailsLine] = []

  /// The columns of the words on the left.
  static let labelColumns = 6
  /// The most lines a record is shown in.
  static let mostLines = 20_000

  /// The lines of an event, `width` columns wide: its raw record, or what it says.
  static func lines(
    of details: EventDetails, isRaw: Bool, settings: Settings, times: Times, width: Int
  ) -> [DetailsLine] {
    guard width > labelColumns else { return [] }
    var text = DetailsText(settings: settings, times: times, width: width)
    if isRaw { text.raw(details) } else { text.sentence(details) }
    return text.lines
  }

  private init(settings: Settings, times: Times, width: Int) {
    (self.settings, self.times, self.width) = (settings, times, width)
  }

  private mutating func sentence(_ details: EventDetails) {
    let row = details.row
    let facts = RecordFacts(details.record)
    let style = Painter.style(of: row)
    add("who", ShownPrincipal.form(of: row.principal), note: row.principalType)
    if let session = row.session { add("", "session \(session)") }
    if let key = facts.accessKey { add("", "key \(key)") }
    let outcome = row.isError ? "\(signs.failed) \(row.errorCode ?? "failed")" : "ok"
    add("did", row.action, note: "\(row.isWrite ? "write" : "read"), \(outcome)", style: style)
    if let message = facts.errorMessage { add("", message, style: style) }
    add(
      "to",
      [row.target, settings.accountName(row.account), row.region].compactMap { $0 }.joined(separator: "   "))
    add("from", [row.sourceIP, facts.userAgent].compactMap { $0 }.joined(separator: "   "))
    add("when", times.whole(row.time))
    rules(details.rules)
    if !details.complete { add("", "a part of the record could not be read", style: .warn) }
    record("with", facts.request)
    record("gave", facts.response)
  }

  private mutating func rules(_ rules: [EventDetails.MatchedRule]) {
    for (index, rule) in rules.enumerated() {
      add(
        index == 0 ? "why" : "", "\(signs.severity(rule.severity)) \(rule.title)", note: rule.severity.name,
        style: rule.severity.style)
    }
    for (index, text) in rules.compactMap(\.description).enumerated() { add(index == 0 ? "next" : "", text) }
  }

  private mutating func record(_ label: String, _ json: [String]) {
    guard !json.isEmpty else { return }
    lines.append(DetailsLine(text: ""))
    for (index, line) in json.prefix(DetailsText.mostLines).enumerated() {
      add(index == 0 ? label : "", line)
    }
  }

  private mutating func raw(_ details: EventDetails) {
    if let envelope = details.envelope {
      wrap(String(decoding: envelope.bytes, as: UTF8.self), label: "", room: width, .dim)
    }
    wrap(String(decoding: details.record.bytes, as: UTF8.self), label: "", room: width, .text)
  }

  private mutating func add(_ label: String, _ text: String, note: String? = nil, style: Style = .text) {
    let whole = note.map { "\(text)   \($0)" } ?? text
    guard !whole.isEmpty else { return }
    wrap(whole, label: label, room: width - DetailsText.labelColumns, style)
  }

  /// Breaks a text into lines of `room` columns, at blanks where it can; the indentation of the first line is
  /// kept.
  private mutating func wrap(_ text: String, label: String, room: Int, _ style: Style) {
    var label = label
    for line in Wrapping.lines(of: text, columns: room) {
      guard lines.count < DetailsText.mostLines else { return }
      lines.append(DetailsLine(label: label, text: line, style: style))
      label = ""
    }
  }
}
