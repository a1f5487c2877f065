/// What a terminal understands, and what drawing has to know of its ways: the part of its terminfo description (see
/// terminfo(5), whose names stand beside) that frames are written with.
struct TerminalStrings: Sendable {
  /// Attributes that cannot be shown together with colours (`ncv`).
  struct Attributes: OptionSet {
    let rawValue: Int32
    static let underline = Attributes(rawValue: 2)
    static let bold = Attributes(rawValue: 32)
  }

  /// To a row and a column (`cup`).
  var address = TerminalString("\u{1B}[%i%p1%d;%p2%dH")
  /// To a column of the same row (`hpa`), or so many columns on (`cuf`); empty where there is none.
  var column = TerminalString("\u{1B}[%i%p1%dG")
  var forward = TerminalString("\u{1B}[%p1%dC")
  /// To the first column of the same row (`cr`), and to the same column of the next (`cud1`).
  var rowStart = TerminalString("\r")
  var down = TerminalString("\n")
  /// Blanks the rest of the row in the ground's colour (`el` of terminals with `bce`); empty where there is none.
  var eraseRow = TerminalString("")
  /// Sets the rows that the next two work on (`csr`); inserts and deletes rows at the cursor (`il`, `dl`).
  var region = TerminalString("")
  var insertRows = TerminalString("")
  var deleteRows = TerminalString("")
  var foreground = TerminalString("\u{1B}[3%p1%dm")
  var background = TerminalString("\u{1B}[4%p1%dm")
  /// Back to plain text in the terminal's own colours (`sgr0` without the choice of a character set).
  var plain = TerminalString("\u{1B}[m")
  var bold = TerminalString("\u{1B}[1m")
  var underline = TerminalString("\u{1B}[4m")
  var reverse = TerminalString("\u{1B}[7m")
  /// How many colours it has, 0 when it cannot show any.
  var colours = 8
  var losesColour: Attributes = []
  /// The cursor may be moved while attributes are on (`msgr`).
  var movesAttributed = true
  /// A character in the lower right corner scrolls the screen (`am` without `xenl`).
  var scrollsAtCorner = false
  /// What is written is taken as UTF-8.
  var isUTF8 = true
  /// A frame is held back until it is whole (DEC's private mode 2026; terminals that do not know it ignore it).
  var synchronises = false

  /// Whether it can move rows by itself.
  var shiftsRows: Bool { !region.isEmpty && !insertRows.isEmpty && !deleteRows.isEmpty }

  var depth: ColourDepth {
    switch colours {
    case ..<8: .monochrome
    case ..<256: .sixteen
    case 256: .palette256
    default: .trueColour
    }
  }
}
