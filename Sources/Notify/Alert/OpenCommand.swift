import Audit

extension RaisedAlert {
  /// The command that opens the event on the screen; nil where it has no id. An id is an attacker's to choose where logs can be written
  /// to: it is one word to a shell, whatever is in it.
  package var openCommand: String? {
    event.eventID.map { "iamwatch tui --event \(RaisedAlert.shellWord($0))" }
  }

  private static func shellWord(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix("-")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
          true
        default: false
        }
      }
    guard !isPlain else { return text }
    let inner = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
    return "'\(inner)'"
  }
}
