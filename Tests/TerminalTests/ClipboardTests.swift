import Testing

@testable import Terminal

@Suite("The clipboard")
struct ClipboardTests {
  private func clipboard(_ variables: [String: String]) -> Clipboard { Clipboard { variables[$0] } }

  @Test("in a terminal of its own it is OSC 52 with the text in base64")
  func plain() {
    #expect(clipboard(["TERM": "xterm-256color"]).sequence("hello") == "\u{1B}]52;c;aGVsbG8=\u{7}")
  }

  @Test("in tmux it is sent both ways: for tmux itself and handed on")
  func tmux() {
    let found = clipboard(["TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"]).sequence("hello")
    #expect(
      found == "\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}\\")
  }

  @Test("in screen it is handed on in pieces that screen takes", arguments: [1, 300, 500, 5000])
  func screen(length: Int) {
    let text = String(repeating: "é", count: length)
    let found = clipboard(["TERM": "screen.xterm-256color", "STY": "1.pts-0"]).sequence(text)
    let pieces = found.components(between: "\u{1B}P", and: "\u{1B}\\")
    #expect(pieces.allSatisfy { $0.utf8.count <= 764 })
    #expect(pieces.joined() == clipboard(["TERM": "xterm"]).sequence(text))
  }

  @Test("the most that is taken is 100,000 letters of base64")
  func most() {
    #expect(base64([UInt8](repeating: 0, count: Clipboard.mostBytes)).count <= 100_000)
    #expect(base64([UInt8](repeating: 0, count: Clipboard.mostBytes + 7)).count > 100_000)
  }

  @Test("the linux console has none, unless tmux does")
  func console() {
    #expect(clipboard(["TERM": "linux"]).exists == false)
    #expect(clipboard(["TERM": "linux", "TMUX": "x"]).exists)
    #expect(clipboard(["TERM": "xterm"]).exists)
  }
}

extension String {
  /// The texts that stand between two marks, the whole being nothing else.
  fileprivate func components(between opening: String, and closing: String) -> [String] {
    var rest = Substring(self)
    var found: [String] = []
    while rest.hasPrefix(opening) {
      rest = rest.dropFirst(opening.count)
      var piece = ""
      while !rest.isEmpty, !rest.hasPrefix(closing) { piece.append(rest.removeFirst()) }
      rest = rest.dropFirst(closing.count)
      found.append(piece)
    }
    return found
  }
}
