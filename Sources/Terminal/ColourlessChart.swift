import Text

/// Charts without colours.
///
/// A stacked bar says by colour what a part of it counts, and a cell that holds two parts is a block (U+2581...U+2588) in the one's
/// ink on a ground of the other's. Where colours cannot tell the parts apart, signs do: `█` for the plain part, `▒` for errors, `▲`
/// for alerts.
extension Canvas {
  /// The canvas for those who see no colours: the same, but for the cells of charts.
  package var colourless: Canvas {
    var plain = self
    plain.replaceCells { $0.colourless }
    return plain
  }
}

extension Style {
  /// The role that most of a cell shows whose lower part, so many eighths of it, is a block in this style; an alert shows before
  /// everything else, however small.
  package func chartRole(eighths: Int) -> Role {
    guard let ground = background, ground.isChart else { return role }
    if role == .chartAlert || ground == .chartAlert { return .chartAlert }
    return eighths >= 4 ? role : ground
  }
}

extension Role {
  /// Whether it is the ink of a part of a chart's bar.
  var isChart: Bool { self == .chart || self == .chartError || self == .chartAlert }
}

extension Theme {
  /// Whether a chart's parts have three inks at this depth.
  func tellsChartApart(_ depth: ColourDepth) -> Bool {
    let inks = [Role.chart, .chartError, .chartAlert].map { paint(Style($0)).foreground }
    switch depth {
    case .monochrome: return false
    case .sixteen: return Set(inks.map(\.ansi)).count == inks.count
    case .palette256:
      return Set(inks.map { $0.colour?.nearest256 }).count == inks.count || tellsChartApart(.sixteen)
    case .trueColour: return Set(inks.map(\.colour)).count == inks.count || tellsChartApart(.sixteen)
    }
  }
}

extension Cell {
  private static let errorSign = sign("\u{2592}")
  private static let alertSign = sign("\u{25B2}")
  private static let fullBlock = sign("\u{2588}")

  private static func sign(_ character: Character) -> Glyph {
    Glyphs(String(character)).first { _ in true } ?? .blank
  }

  /// The cell for those who see no colours.
  fileprivate var colourless: Cell {
    guard style.role.isChart, (0x2581...0x2588).contains(glyph.base.value) else { return self }
    let eighths = Int(glyph.base.value) - 0x2580
    let isFull = style.background?.isChart == true
    var plain = style
    if isFull { plain.background = nil }
    plain.role = style.chartRole(eighths: eighths)
    let sign =
      switch plain.role {
      case .chartAlert: Cell.alertSign
      // Half a cell of errors is drawn as a cell of them; less would be taller than it is.
      case .chartError where isFull || eighths >= 4: Cell.errorSign
      default: isFull ? Cell.fullBlock : glyph
      }
    return Cell(glyph: sign, style: plain)
  }
}
