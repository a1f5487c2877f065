import CNcurses

extension TerminalStrings {
  /// Those of the terminal that ncurses has opened.
  init(openTerminal: Void) {
    func string(_ name: String) -> TerminalString {
      TerminalString(TerminalString.taken { iw_string(name, $0, $1) })
    }
    (address, column, forward) = (string("cup"), string("hpa"), string("cuf"))
    (rowStart, down) = (string("cr"), string("cud1"))
    eraseRow = iw_flag("bce") ? string("el") : TerminalString("")
    (region, insertRows, deleteRows) = (string("csr"), string("il"), string("dl"))
    (foreground, background) = (string("setaf"), string("setab"))
    plain = string("sgr0").withoutCharacterSet
    (bold, underline, reverse) = (string("bold"), string("smul"), string("rev"))
    colours = foreground.isEmpty || background.isEmpty ? 0 : Int(max(0, iw_number("colors")))
    losesColour = Attributes(rawValue: max(0, iw_number("ncv")))
    movesAttributed = iw_flag("msgr")
    scrollsAtCorner = iw_flag("am") && !iw_flag("xenl")
    isUTF8 = iw_screen_is_utf8()
    synchronises = iw_screen_has_extras()
    // A sign beside every change of look (xmc) would move the columns: such a terminal gets plain text.
    if iw_number("xmc") > 0 || plain.isEmpty { dropLooks() }
  }

  private mutating func dropLooks() {
    (bold, underline, reverse, colours) = (TerminalString(""), TerminalString(""), TerminalString(""), 0)
  }
}

extension TerminalString {
  /// Without the choice of the usual character set, ESC ( B and SI: another one is never chosen.
  fileprivate var withoutCharacterSet: TerminalString {
    var rest = bytes[...]
    var kept: [UInt8] = []
    while let byte = rest.first {
      if rest.starts(with: [0x1B, 0x28, 0x42]) {
        rest = rest.dropFirst(3)
      } else {
        if byte != 0x0F { kept.append(byte) }
        rest = rest.dropFirst()
      }
    }
    return TerminalString(kept)
  }
}
