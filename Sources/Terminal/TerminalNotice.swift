/// How a terminal is made to call a person who looks elsewhere.
package enum TerminalNotice: String, CaseIterable, Hashable, Sendable {
  /// BEL: a sound, a flash or a mark on the window, as the terminal is set.
  case bell
  /// A notification of the desktop: `OSC 9` (iTerm2, WezTerm, Ghostty, Windows Terminal).
  case osc9
  /// A notification of the desktop: `OSC 777;notify` (urxvt, foot, WezTerm, Ghostty).
  case osc777

  /// The most letters of a notification.
  private static let longest = 200

  /// What to write.
  /// - Parameter text: what is told, sanitised.
  func sequence(_ text: String) -> String {
    // What ends or divides the sequence must not come from the text.
    let plain = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
    let short = plain.prefix(TerminalNotice.longest)
    switch self {
    case .bell: return "\u{7}"
    case .osc9: return "\u{1B}]9;\(short)\u{7}"
    case .osc777: return "\u{1B}]777;notify;iamwatch;\(short.replacing(";", with: ","))\u{7}"
    }
  }

  /// What to write so that it passes what stands between the program and the terminal; a bell needs no help.
  package func sequence(_ text: String, through clipboard: Clipboard) -> String {
    self == .bell ? sequence(text) : clipboard.passed(sequence(text))
  }
}
