/// The clipboard of the machine the person sits at, reached through the terminal by OSC 52, so it works over SSH.
package struct Clipboard: Hashable, Sendable {
  /// What stands between the program and the terminal, and swallows sequences that it does not know.
  enum Multiplexer: Hashable, Sendable { case none, tmux, screen }

  let multiplexer: Multiplexer
  /// False where the sequence would be written onto the screen.
  package let exists: Bool

  /// The most bytes that terminals are known to take: 100,000 in base64 (hterm's limit; xterm's is higher).
  package static let mostBytes = 74_994

  /// - Parameter environment: the value of a variable, nil when it is not set.
  package init(environment: (String) -> String?) {
    let terminal = environment("TERM") ?? ""
    if environment("TMUX") != nil {
      multiplexer = .tmux
    } else {
      multiplexer = environment("STY") != nil || terminal.hasPrefix("screen") ? .screen : .none
    }
    exists = terminal != "linux" || multiplexer == .tmux
  }

  /// What to write so that `text` gets onto the clipboard.
  package func sequence(_ text: String) -> String {
    let plain = "\u{1B}]52;c;" + base64(Array(text.utf8)) + "\u{7}"
    // tmux takes the plain form where set-clipboard is on, and hands the wrapped one on where allow-passthrough is.
    return (multiplexer == .tmux ? plain : "") + passed(plain)
  }

  /// A sequence wrapped so that a multiplexer hands it on to the terminal.
  func passed(_ plain: String) -> String {
    switch multiplexer {
    case .none: return plain
    case .tmux:
      let doubled = plain.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        .joined(separator: "\u{1B}\u{1B}")
      return "\u{1B}Ptmux;" + doubled + "\u{1B}\\"
    case .screen:
      // screen hands a device control string on, of at most 768 bytes: the terminal sees them as one.
      return stride(from: 0, to: plain.utf8.count, by: Clipboard.screenPiece).map { start in
        let end = min(start + Clipboard.screenPiece, plain.utf8.count)
        return "\u{1B}P" + String(decoding: Array(plain.utf8)[start..<end], as: UTF8.self) + "\u{1B}\\"
      }.joined()
    }
  }

  private static let screenPiece = 512
}
