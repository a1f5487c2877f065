import Testing

@testable import Terminal

@Suite("From the keyboard's codes to keys") struct InputParserTests {
  private func keys(_ chunks: String...) -> [Key] {
    var parser = InputParser()
    return chunks.flatMap { parser.keys(from: $0.unicodeScalars.map(InputToken.scalar)) }
  }

  @Test("letters of any script are characters")
  func characters() {
    #expect(keys("aG/한") == [.character("a"), .character("G"), .character("/"), .character("한")])
  }

  @Test("control codes have names")
  func controls() {
    #expect(
      keys("\t\r\u{8}\u{7F}\u{C}\u{0}") == [
        .tab, .enter, .backspace, .backspace, .control("l"), .control("@"),
      ])
  }

  @Test("ESC alone is escape, with a character at once it is Alt")
  func escape() {
    #expect(keys("\u{1B}", "x") == [.escape, .character("x")])
    #expect(keys("\u{1B}x") == [.alt("x")])
    #expect(keys("\u{1B}\u{1B}") == [.escape, .escape])
  }

  @Test(
    "an unknown sequence is no command", arguments: ["\u{1B}[1;5A", "\u{1B}[I", "\u{1B}OZ", "\u{1B}[?1;2c"])
  func unknown(sequence: String) {
    #expect(keys(sequence + "q") == [.character("q")])
  }

  @Test("arrows and their kin in the forms of terminals that do not switch to the application's")
  func unmodified() {
    #expect(
      keys("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D\u{1B}[H\u{1B}[F\u{1B}[Z") == [
        .up, .down, .right, .left, .home, .end, .backTab,
      ])
    #expect(keys("\u{1B}[3~\u{1B}[5~\u{1B}[6~") == [.delete, .pageUp, .pageDown])
  }

  @Test("a mouse report is a click in the cell it names, also beyond column 223")
  func mouse() {
    #expect(keys("\u{1B}[<0;301;5M") == [.mouse(MouseEvent(x: 300, y: 4, action: .press, button: .left))])
    #expect(keys("\u{1B}[<2;1;1m") == [.mouse(MouseEvent(x: 0, y: 0, action: .release, button: .right))])
    #expect(keys("\u{1B}[<65;2;3M") == [.mouse(MouseEvent(x: 1, y: 2, action: .wheelDown))])
  }

  @Test("a movement is a drag while a button is held down, and nothing without one")
  func drags() {
    #expect(keys("\u{1B}[<32;4;5M") == [.mouse(MouseEvent(x: 3, y: 4, action: .drag, button: .left))])
    // With shift held down too.
    #expect(keys("\u{1B}[<36;4;5M") == [.mouse(MouseEvent(x: 3, y: 4, action: .drag, button: .left))])
    #expect(keys("\u{1B}[<35;4;5M", "\u{1B}[<32;4;5m", "\u{1B}[<96;4;5M").isEmpty)
  }

  @Test(
    "a malformed mouse report is dropped",
    arguments: [
      "\u{1B}[<0;0;5M", "\u{1B}[<M", "\u{1B}[<1;2M", "\u{1B}[<99999999999999999999;1;1M",
    ])
  func malformed(report: String) {
    #expect(keys(report).isEmpty)
  }

  @Test("a report cut in two is put together")
  func cut() {
    #expect(keys("\u{1B}[<0;3", ";5M") == [.mouse(MouseEvent(x: 2, y: 4, action: .press, button: .left))])
  }

  @Test("a paste is one piece, its letters and codes no commands")
  func paste() {
    #expect(keys("\u{1B}[200~q\r\u{1B}", "[A~\u{1B}[201~x") == [.paste("q\r\u{1B}[A~"), .character("x")])
  }

  @Test("an endless paste is cut off and takes no more memory")
  func longPaste() throws {
    let text = String(repeating: "ab", count: 200_000)
    let key = try #require(keys("\u{1B}[200~" + text + "\u{1B}[201~").first)
    guard case .paste(let pasted) = key else {
      Issue.record("\(key)")
      return
    }
    #expect(pasted.unicodeScalars.count == InputParser.longestPaste)
  }

  @Test("a sequence that never ends does not swallow what follows")
  func endless() {
    let sequence = "\u{1B}[" + String(repeating: "1", count: 33)
    #expect(keys(sequence, "q").last == .character("q"))
  }
}
