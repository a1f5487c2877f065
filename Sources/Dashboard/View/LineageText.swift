import Audit
import CloudTrail
import Query
import Terminal
import Text

/// A line of a lineage's tree.
struct LineageLine: Hashable, Sendable {
  /// What a line stands for: it stays while other lines come and go.
  enum Subject: Hashable, Sendable {
    case origin, gap
    case event(EventRow.ID)
    /// What was left out below an event, or below the origin.
    case omitted(EventRow.ID?)
  }

  var subject: Subject
  /// The branches that lead to the line; empty for the origin.
  var branch = ""
  /// How bad it is, where the line is an event.
  var sign: Character?
  var text: String
  /// What is to be known beside, in dim letters.
  var note = ""
  /// The earliest event held is of this moment, where that is to be known.
  var since: Timestamp?
  var style = Style.text
  var row: EventRow?
  /// The event that was asked about.
  var isAsked = false
  /// Whether event lists hold the event.
  var isListed = true
  /// Where the text gives way: the key that an event issued stands at its beginning.
  var ellipsis = Ellipsis.middle
  /// The key that those left out used.
  var key: String?
}

/// Writes a lineage as the lines of a tree, for the pane of its own and for any other that shows one: draw each with
/// `Painter.lineage(_:in:isSelected:…)`.
struct LineageText {
  private let lineage: Lineage
  private let settings: Settings
  private let words: LineageWords
  private var signs: Signs { Signs(glyphs: settings.glyphs) }
  private var lines: [LineageLine] = []

  static func lines(of lineage: Lineage, settings: Settings) -> [LineageLine] {
    var text = LineageText(lineage: lineage, settings: settings, words: LineageWords(settings: settings))
    text.write()
    return text.lines
  }

  private init(lineage: Lineage, settings: Settings, words: LineageWords) {
    (self.lineage, self.settings, self.words) = (lineage, settings, words)
  }

  private mutating func write() {
    let (name, note) = words.origin(lineage.origin)
    lines.append(LineageLine(subject: .origin, text: name, note: note, style: Style(.accent, bold: true)))
    var stem = ""
    if let gap = lineage.gap {
      let (text, note) = words.gap(gap)
      lines.append(
        LineageLine(
          subject: .gap, branch: signs.branch(isLast: true), sign: "?", text: text, note: note,
          since: gap.heldSince,
          style: .warn))
      stem = signs.stem(isLast: true)
    }
    write(lineage.nodes, lineage.omitted, below: nil, stem: stem)
  }

  private mutating func write(
    _ nodes: [Lineage.Node], _ omitted: Lineage.Omitted?, below parent: EventRow.ID?, stem: String
  ) {
    for (index, node) in nodes.enumerated() {
      let isLast = omitted == nil && index == nodes.count - 1
      lines.append(line(of: node, branch: stem + signs.branch(isLast: isLast)))
      write(node.children, node.omitted, below: node.row.id, stem: stem + signs.stem(isLast: isLast))
    }
    if let omitted {
      lines.append(
        LineageLine(
          subject: .omitted(parent), branch: stem + signs.branch(isLast: true), text: words.omitted(omitted),
          style: .dim, key: omitted.key))
    }
  }

  private func line(of node: Lineage.Node, branch: String) -> LineageLine {
    var notes = [words.note(of: node)]
    if !node.isListed { notes.append("not listed") }
    return LineageLine(
      subject: .event(node.row.id), branch: branch, sign: signs.sign(of: node.row), text: words.event(node),
      note: notes.filter { !$0.isEmpty }.joined(separator: "; "), style: Painter.style(of: node.row),
      row: node.row,
      isAsked: node.row.id == lineage.asked, isListed: node.isListed,
      ellipsis: node.issued == nil ? .middle : .end)
  }
}

extension Lineage.Gap {
  fileprivate var heldSince: Timestamp? {
    if case .issuerNotHeld(_, let since, _) = self { return since }
    return nil
  }
}

extension Signs {
  fileprivate func branch(isLast: Bool) -> String {
    glyphs == .utf8 ? (isLast ? "└─ " : "├─ ") : (isLast ? "`- " : "|- ")
  }

  fileprivate func stem(isLast: Bool) -> String { isLast ? "   " : glyphs == .utf8 ? "│  " : "|  " }

  /// The sign of a row: how bad the worst rule matched is, else whether it failed.
  func sign(of row: EventRow) -> Character {
    if let worst = row.severity, worst >= .high { return severity(worst) }
    return row.isError ? failed : severity(.informational)
  }
}
