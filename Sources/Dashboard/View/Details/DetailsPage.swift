import Audit
import Terminal
import Text

/// A piece of what the details say: a word that says what it is about, and a text of any length.
struct DetailsParagraph: Hashable, Sendable {
  var label = ""
  var text: String
  var style = Style.text
  /// Begins at the pane's edge, not behind the column of the words on the left.
  var isFlush = false
  /// Its text is sanitised already.
  var isClean = false
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
  init() {}

  init(_ paragraphs: [DetailsParagraph], width: Int) {
    guard width > DetailsPage.labelColumns else { return }
    self.paragraphs.reserveCapacity(paragraphs.count)
    lines.reserveCapacity(paragraphs.count)
    for paragraph in paragraphs where lines.count < DetailsPage.mostLines { add(paragraph, width: width) }
  }

  private mutating func add(_ written: DetailsParagraph, width: Int) {
    var paragraph = written
    if !paragraph.isClean { paragraph.text = RecordText.shown(written.text) }
    firstLines.append(lines.count)
    let columns = paragraph.isFlush ? width : width - DetailsPage.labelColumns
    if paragraph.text.utf8.count <= columns, isPrintableASCII(paragraph.text) {
      append(paragraph.text, of: paragraph, start: 0, lead: 0)
    } else {
      wrap(paragraph, columns: columns)
    }
    paragraphs.append(paragraph)
  }

  private mutating func wrap(_ paragraph: DetailsParagraph, columns: Int) {
    let pieces = Wrapping.pieces(
      of: paragraph.text, columns: columns, signs: paragraph.isFlush ? " -+" : " ",
      most: DetailsPage.mostLines - lines.count)
    let bytes = paragraph.text.utf8
    for piece in pieces {
      let text = String(repeating: " ", count: piece.lead) + piece.text
      let start = bytes.distance(from: bytes.startIndex, to: piece.text.startIndex)
      append(text, of: paragraph, start: start, lead: piece.lead)
    }
  }

  private mutating func append(_ text: String, of paragraph: DetailsParagraph, start: Int, lead: Int) {
    lines.append(
      DetailsLine(
        label: start == 0 ? paragraph.label : "", text: text, style: paragraph.style,
        isFlush: paragraph.isFlush, isHeading: paragraph.heading != nil, paragraph: paragraphs.count,
        start: start, lead: lead))
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
