/// One of the sixteen colours every colour terminal has, in the order of their numbers; what each looks like is the terminal's
/// to choose.
package enum Ansi16: UInt8, CaseIterable, Sendable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow
  case brightBlue, brightMagenta, brightCyan, brightWhite

  /// The colour as themes write it: `red`, `bright-red`.
  package var name: String {
    let base = Ansi16.baseNames[Int(rawValue % 8)]
    return rawValue < 8 ? base : "bright-" + base
  }

  /// The colour with this name, or nil.
  package init?(name: some StringProtocol) {
    guard let colour = Ansi16.allCases.first(where: { $0.name == name }) else { return nil }
    self = colour
  }

  private static let baseNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]
}
