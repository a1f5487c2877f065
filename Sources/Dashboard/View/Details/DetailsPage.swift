import Terminal
import Text

/// A piece of what the details say: a word that says what it is about, and a text of any length.
struct DetailsParagraph: Hashable, Sendable {
  var label = ""
  var text: String
  var style = Style.text
  /// Begins at the pane's edge, not behind the column of the words on the left.
  var isFlush = false
  /// What the paragraphs behind it are about.
  var heading: Heading?

  /// The parts of the details below the sentence.
  enum Heading: Hashable, Sendable { case policy, other }
}

/// A line of the details, or of what lies over the panes.
struct DetailsLine: Hashable, Sendable {
  var label = ""
  var text: String
  var style = Style.text
  var isFlush = false
  var isHeading = false
  /// Which paragraph it is a part of, from which byte of its text on, behind how many blanks of the line's
  /// own.
  var paragraph = 0
  var start = 0
  var lead = 0
}

/// Paragraphs broken into lines for a width.
struct DetailsPage: Sendable {
  private(set) var paragraphs: [DetailsParagraph] = []
  private(set) var lines: [DetailsLine] = []
  /// The line that each paragraph begins in.
  private var firstLines: [Int] = []

  /// The columns of the words on the left.
  static let labelColumns = 6
  /// The most lines a record is shown in.
  static let mostLines = 20_000
  /// The longest text of a paragraph, in bytes: more than CloudTrail keeps of a request (FACTS).
  static let longestText = 128 << 10

  init() {}

  init(_ paragraphs: [DetailsParagraph], width: Int) {
    guard width > DetailsPage.labelColumns else { return }
    for paragraph in paragraphs where lines.count < DetailsPage.mostLines { add(paragraph, width: width) }
  }

  private mutating func add(_ written: DetailsParagraph, width: Int) {
    var paragraph = written
    paragraph.text = DetailsPage.shown(written.text)
    firstLines.append(lines.count)
    let pieces = Wrapping.pieces(
      of: paragraph.text, columns: paragraph.isFlush ? width : width - DetailsPage.labelColumns,
      signs: paragraph.isFlush ? " -+" : " ",
      most: DetailsPage.mostLines - lines.count)
    let bytes = paragraph.text.utf8
    for (index, piece) in pieces.enumerated() {
      lines.append(
        DetailsLine(
          label: index == 0 ? paragraph.label : "",
          text: piece.lead == 0 ? String(piece.text) : String(repeating: " ", count: piece.lead) + piece.text,
          style: paragraph.style, isFlush: paragraph.isFlush, isHeading: paragraph.heading != nil,
          paragraph: paragraphs.count,
          start: bytes.distance(from: bytes.startIndex, to: piece.text.startIndex), lead: piece.lead))
    }
    paragraphs.append(paragraph)
  }

  private static func shown(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.count > longestText else { return sanitised(text) }
    let start = String(decoding: bytes.prefix(longestText), as: UTF8.self)
    return sanitised(start) + " and \(grouped(bytes.count - longestText)) bytes more"
  }

  /// The line that byte `offset` of a paragraph is shown in.
  func line(of paragraph: Int, offset: Int) -> Int {
    guard firstLines.indices.contains(paragraph) else { return 0 }
    var line = firstLines[paragraph]
    while line + 1 < lines.count, lines[line + 1].paragraph == paragraph, lines[line + 1].start <= offset {
      line += 1
    }
    return line
  }

  /// The line of the first heading of a kind.
  func line(of heading: DetailsParagraph.Heading) -> Int? {
    paragraphs.firstIndex { $0.heading == heading }.map { firstLines[$0] }
  }
}
