import Seeded
import Testing
import Text

@testable import Terminal

extension TerminalStrings {
  /// Those of xterm's description, 256 colours and erasing in the ground's colour included.
  static var xterm: TerminalStrings {
    var strings = TerminalStrings()
    strings.eraseRow = TerminalString("\u{1B}[K")
    let number = "%?%p1%{8}%<%t#%p1%d%e%p1%{16}%<%t*%p1%{8}%-%d%e@8;5;%p1%d%;m"
    func colour(_ plain: String, _ bright: String, _ digit: String) -> TerminalString {
      TerminalString(
        "\u{1B}["
          + number.replacing("#", with: plain).replacing("*", with: bright).replacing("@", with: digit))
    }
    strings.foreground = colour("3", "9", "3")
    strings.background = colour("4", "10", "4")
    strings.colours = 256
    strings.synchronises = true
    strings.region = TerminalString("\u{1B}[%i%p1%d;%p2%dr")
    strings.insertRows = TerminalString("\u{1B}[%p1%dL")
    strings.deleteRows = TerminalString("\u{1B}[%p1%dM")
    return strings
  }
}

@Suite("The bytes of a frame") struct FrameWriterTests {
  private static func theme(_ name: String = "dark") throws -> Theme {
    try ThemeLibrary(environment: { _ in nil }).theme(name)
  }

  private static func writer(_ strings: TerminalStrings = .xterm) throws -> FrameWriter {
    FrameWriter(terminal: strings, theme: try theme())
  }

  private func canvas(_ lines: String..., columns: Int = 30) -> Canvas {
    canvas(lines: lines, columns: columns)
  }

  private func canvas(lines: [String], columns: Int = 30) -> Canvas {
    var canvas = Canvas(columns: columns, rows: lines.count)
    for (y, line) in lines.enumerated() { canvas.draw(line, x: 0, y: y) }
    return canvas
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("a frame like the one before is no byte")
  func nothing() throws {
    var writer = try Self.writer()
    let shown = canvas("a", "데이터")
    _ = writer.frame(shown, over: nil)
    #expect(writer.frame(shown, over: shown).isEmpty)
  }

  @Test("a frame begins and ends as one piece, and only where the terminal may know that")
  func synchronised() throws {
    var writer = try Self.writer()
    let bytes = text(writer.frame(canvas("a"), over: nil))
    #expect(bytes.hasPrefix("\u{1B}[?2026h") && bytes.hasSuffix("\u{1B}[?2026l"))
    #expect(bytes.components("\u{1B}[?2026") == 2)
    var plain = try Self.writer(TerminalStrings())
    #expect(!text(plain.frame(canvas("a"), over: nil)).contains("2026"))
  }

  @Test("one changed letter is one letter and the way to it")
  func oneLetter() throws {
    var strings = TerminalStrings.xterm
    strings.synchronises = false
    var writer = try Self.writer(strings)
    let before = canvas("", "clock 14:03:20")
    _ = writer.frame(before, over: nil)
    let bytes = text(writer.frame(canvas("", "clock 14:03:21"), over: before))
    #expect(bytes == "\u{1B}[14G1")
  }

  @Test("a short way between two changes is written again, a long one is jumped over")
  func gaps() throws {
    var strings = TerminalStrings.xterm
    strings.synchronises = false
    var writer = try Self.writer(strings)
    let before = canvas("a b                     c")
    _ = writer.frame(before, over: nil)
    #expect(
      text(writer.frame(canvas("x y                     z"), over: before)) == "\u{1B}[1Gx y\u{1B}[25Gz")
  }

  @Test("looks that follow each other are one sequence, and only what differs")
  func looks() throws {
    var strings = TerminalStrings.xterm
    strings.synchronises = false
    var writer = try Self.writer(strings)
    var shown = Canvas(columns: 3, rows: 1)
    shown.draw("a", x: 0, y: 0)
    shown.draw("b", x: 1, y: 0, style: .warn)
    shown.draw("c", x: 2, y: 0, style: .critical)
    // dark: text #d3d9e0 is 253, background #101418 is 233, warn #e3c265 179, critical #ff7b85 210.
    #expect(
      text(writer.frame(shown, over: nil))
        == "\u{1B}[1;1H\u{1B}[0;38;5;253;48;5;233ma\u{1B}[38;5;179mb\u{1B}[1;38;5;210mc")
  }

  @Test("a list that moves by a row is moved by the terminal, and only its new row is written")
  func shifting() throws {
    var strings = TerminalStrings.xterm
    strings.synchronises = false
    var writer = try Self.writer(strings)
    let rows = ["a walrus sings", "my big brown dog", "jumps over", "quick foxes wait", "never before noon"]
    let before = canvas(lines: ["title"] + rows + ["end"])
    _ = writer.frame(before, over: nil)
    let after = canvas(lines: ["title", "new"] + rows.dropLast() + ["end"])
    #expect(
      text(writer.frame(after, over: before))
        == "\u{1B}[2;6r\u{1B}[2;1H\u{1B}[1L\u{1B}[1;7r\u{1B}[2;1Hnew\u{1B}[K")
  }

  @Test("rows are not moved where what stands beside them would have to be written again")
  func notShifting() throws {
    let beside = (0..<6).map { "beside the list stands a long text \($0)" }
    let lists = (["a", "b", "c", "d", "e", "f"], ["n", "a", "b", "c", "d", "e"])
    func canvas(_ list: [String]) -> Canvas {
      var canvas = Canvas(columns: 100, rows: 6)
      for (y, word) in list.enumerated() {
        canvas.draw(word, x: 0, y: y)
        canvas.draw(beside[y], x: 60, y: y)
      }
      return canvas
    }
    #expect(Shift(from: canvas(lists.0), to: canvas(lists.1)) == nil)
  }

  @Test("the blank end of a row is erased, not written")
  func erasing() throws {
    var strings = TerminalStrings.xterm
    strings.synchronises = false
    var writer = try Self.writer(strings)
    let before = canvas("a long line of text here")
    _ = writer.frame(before, over: nil)
    #expect(text(writer.frame(canvas("a"), over: before)) == "\u{1B}[3G\u{1B}[K")
  }

  @Test("a terminal that scrolls at its lower right corner is written up to it")
  func corner() throws {
    var strings = TerminalStrings()
    strings.scrollsAtCorner = true
    var writer = try Self.writer(strings)
    #expect(text(writer.frame(canvas("abc", columns: 3), over: nil)).hasSuffix("ab"))
    #expect(!text(writer.frame(canvas("a한", columns: 3), over: nil)).contains("한"))
  }

  @Test("without UTF-8 what is no ASCII is a question mark in as many columns")
  func ascii() throws {
    var strings = TerminalStrings()
    strings.isUTF8 = false
    var writer = try Self.writer(strings)
    #expect(text(writer.frame(canvas("é한e\u{301}", columns: 4), over: nil)).hasSuffix("?? e"))
  }

  @Test("colours are the terminal's: none, eight with bright ones bold, sixteen, 256 or direct")
  func depths() throws {
    var shown = Canvas(columns: 1, rows: 1)
    shown.draw("x", x: 0, y: 0, style: Style(.good))
    func frame(_ colours: Int) throws -> String {
      var strings = TerminalStrings.xterm
      (strings.synchronises, strings.colours) = (false, colours)
      if colours > 256 { strings.foreground = TerminalString("<%p1%d>") }
      var writer = try Self.writer(strings)
      return text(writer.frame(shown, over: nil))
    }
    // dark's good: #6fd08c, nearest 78; bright-green.
    #expect(try frame(0) == "\u{1B}[1;1H\u{1B}[mx")
    #expect(try frame(8) == "\u{1B}[1;1H\u{1B}[0;1;32;40mx")
    #expect(try frame(16) == "\u{1B}[1;1H\u{1B}[0;92;40mx")
    #expect(try frame(88) == "\u{1B}[1;1H\u{1B}[0;92;40mx")
    #expect(try frame(256).contains("38;5;78"))
    #expect(try frame(1 << 24).contains("<\(0x6FD08C)>"))
  }

  @Test("attributes that a terminal cannot show with colours are left out")
  func colourOrAttributes() throws {
    var strings = TerminalStrings()
    strings.losesColour = .underline
    var writer = try Self.writer(strings)
    var shown = Canvas(columns: 1, rows: 1)
    shown.draw("x", x: 0, y: 0, style: Style(.text, underline: true))
    #expect(!text(writer.frame(shown, over: nil)).contains("4m"))
  }

  @Test(
    "whatever a terminal makes of doubtful glyphs, every other cell is where the canvas has it",
    arguments: SeenTerminal.Opinion.allCases, 0..<2)
  func roundTrip(opinion: SeenTerminal.Opinion, seed: UInt64) throws {
    var dice = SeededRandom(state: seed)
    var writer = try Self.writer()
    var palette = Palette(theme: try Self.theme(), terminal: .xterm)
    var seen = SeenTerminal(columns: 40, rows: 8, opinion: opinion)
    var canvas = Canvas(columns: 40, rows: 8)
    var before: Canvas?
    for _ in 0..<80 {
      for _ in 0..<Int.random(in: 1..<5, using: &dice) { Self.scribble(on: &canvas, &dice) }
      seen.write(writer.frame(canvas, over: before))
      before = canvas
      #expect(!seen.isHoldingBack && seen.region == 0..<8)
      #expect(seen.complaints == [])
      #expect(Self.differences(canvas, seen, &palette) == [])
      if !seen.complaints.isEmpty { return }
    }
  }

  private static func scribble(on canvas: inout Canvas, _ dice: inout SeededRandom) {
    let texts = [
      "plain text", "x", "데이터베이스", "日本語", "é", "e\u{301}\u{302}", "👩‍👩‍👧", "🇰🇷", "नमस्ते", "\u{1B}[31m", "    ",
      "───█▁▲",
      "⌚✔☀", "ᅟᅠ각", "עברית", "\u{1F9FF}\u{1FAE8}", "กำ",
    ]
    if Int.random(in: 0..<6, using: &dice) == 0 { return canvas = shifted(canvas, &dice) }
    let styles: [Style] = [.text, .dim, .selection, .critical, .warn, Style(.accent, underline: true)]
    canvas.draw(
      texts.randomElement(using: &dice) ?? "", x: Int.random(in: -2..<canvas.columns, using: &dice),
      y: Int.random(in: 0..<canvas.rows, using: &dice), style: styles.randomElement(using: &dice) ?? .text)
  }

  /// The canvas with some of its rows moved, as a list moves.
  private static func shifted(_ canvas: Canvas, _ dice: inout SeededRandom) -> Canvas {
    let distance = Int.random(in: -3...3, using: &dice)
    var other = Canvas(columns: canvas.columns, rows: canvas.rows)
    for y in 0..<canvas.rows {
      let from = min(canvas.rows - 1, max(0, y < 2 ? y : y - distance))
      for x in 0..<canvas.columns where canvas[x, from].width > 0 {
        other.draw(canvas[x, from].text, x: x, y: y, style: canvas[x, from].style)
      }
    }
    return other
  }

  /// The cells of certain width that do not look as the canvas says.
  private static func differences(_ canvas: Canvas, _ seen: SeenTerminal, _ palette: inout Palette)
    -> [String]
  {
    var found: [String] = []
    for y in 0..<canvas.rows {
      for x in 0..<canvas.columns where canvas[x, y].width > 0 && canvas[x, y].glyph.hasCertainWidth {
        let (cell, place) = (canvas[x, y], seen.places[y][x])
        let look = palette.look(of: cell.style)
        let isSame =
          cell.glyph.isBlank && place.text.unicodeScalars.first == " "
          ? place.look == look || place.look.isSameGround(as: look)
          : place.text.unicodeScalars.first == cell.glyph.base && place.look == look
        let isWhole = cell.width < 2 || seen.places[y][x + 1].text.isEmpty
        if !isSame || !isWhole { found.append("\(x),\(y) \(cell.text) is \(place.text)") }
      }
    }
    return found
  }
}

extension String {
  /// How often `part` occurs.
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
