import Testing

@testable import Terminal

@Suite("Calling a person")
struct TerminalNoticeTests {
  private let plain = Clipboard { ["TERM": "xterm"][$0] }

  @Test("a bell is one byte, in tmux too")
  func bell() {
    let tmux = Clipboard { ["TMUX": "/tmp/x"][$0] }
    #expect(TerminalNotice.bell.sequence("x", through: plain) == "\u{7}")
    #expect(TerminalNotice.bell.sequence("x", through: tmux) == "\u{7}")
  }

  @Test("a notification carries its text, in the form asked for")
  func text() {
    #expect(TerminalNotice.osc9.sequence("high: x", through: plain) == "\u{1B}]9;high: x\u{7}")
    #expect(
      TerminalNotice.osc777.sequence("a;b", through: plain) == "\u{1B}]777;notify;iamwatch;a,b\u{7}")
  }

  @Test("tmux hands a notification on")
  func tmux() {
    let tmux = Clipboard { ["TMUX": "/tmp/x"][$0] }
    #expect(
      TerminalNotice.osc9.sequence("x", through: tmux) == "\u{1B}Ptmux;\u{1B}\u{1B}]9;x\u{7}\u{1B}\\")
  }

  @Test("nothing in a text ends the sequence or begins another", arguments: [TerminalNotice.osc9, .osc777])
  func hostile(_ form: TerminalNotice) {
    let text = form.sequence("a\u{7}\u{1B}]52;c;eA==\u{9C}\u{9D}b\u{1B}\\", through: plain)
    #expect(text.unicodeScalars.filter { $0 == "\u{1B}" }.count == 1)
    #expect(
      text.unicodeScalars.filter { $0 == "\u{7}" || $0 == "\u{9C}" }.count == 1 && text.hasSuffix("\u{7}"))
  }

  @Test("a long text is cut")
  func long() {
    #expect(TerminalNotice.osc9.sequence(String(repeating: "x", count: 9999), through: plain).count < 250)
  }
}
