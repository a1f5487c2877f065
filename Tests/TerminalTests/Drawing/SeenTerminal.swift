import Text

@testable import Terminal

/// A terminal that understands what frames are written with, and has an opinion of its own on the width of what
/// terminals disagree on.
struct SeenTerminal {
  enum Opinion: CaseIterable { case agrees, narrow, wide, joining }

  struct Place: Equatable {
    var text = " "
    var look = Look()
  }

  let columns: Int
  let opinion: Opinion
  private(set) var places: [[Place]]
  /// What the frames should never have made it do.
  private(set) var complaints: [String] = []
  private(set) var isHoldingBack = false
  private var pen = Look()
  private(set) var region: Range<Int>
  private var x = 0
  private var y = 0

  init(columns: Int, rows: Int, opinion: Opinion = .agrees) {
    (self.columns, self.opinion) = (columns, opinion)
    region = 0..<rows
    // Something stands there already.
    places = Array(
      repeating: Array(repeating: Place(text: "#", look: Look(foreground: 1)), count: columns), count: rows)
  }

  mutating func write(_ bytes: [UInt8]) {
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": obey(&rest)
      case "\r": x = 0
      case "\n": y += 1
      default: show(scalar)
      }
    }
  }

  private mutating func obey(_ rest: inout Substring.UnicodeScalarView) {
    guard rest.popFirst() == "[" else { return complaints.append("an escape that is no control sequence") }
    let end = rest.firstIndex { ("@"..."~").contains($0) } ?? rest.endIndex
    let parameters = String(rest[..<end])
    let final = rest[end]
    rest = rest[rest.index(after: end)...]
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    switch final {
    case "H": (y, x) = (numbers[0] - 1, numbers[1] - 1)
    case "G": x = numbers[0] - 1
    case "C": x += numbers[0]
    case "K": for column in x..<columns { places[y][column] = Place(look: Look(background: pen.background)) }
    case "r": (region, x, y) = ((numbers[0] - 1)..<numbers[1], 0, 0)
    case "L": shift(by: numbers[0])
    case "M": shift(by: -numbers[0])
    case "m": paint(numbers[...])
    case "h" where parameters == "?2026": isHoldingBack = true
    case "l" where parameters == "?2026": isHoldingBack = false
    default: complaints.append("an unknown sequence \(parameters)\(final)")
    }
    if "HGC".contains(Character(final)), !(0..<columns).contains(x) || !places.indices.contains(y) {
      complaints.append("left the screen")
    }
  }

  /// Moves the rows of the region from the cursor's on; those that come in have the pen's ground.
  private mutating func shift(by distance: Int) {
    guard region.contains(y) else { return complaints.append("shifted outside of the region") }
    let before = places
    let blank = Array(repeating: Place(look: Look(background: pen.background)), count: columns)
    for row in y..<region.upperBound {
      let from = row - distance
      places[row] = (y..<region.upperBound).contains(from) ? before[from] : blank
    }
  }

  private mutating func paint(_ numbers: ArraySlice<Int>) {
    var rest = numbers
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Look()
      case 1: pen.bold = true
      case 4: pen.underline = true
      case 7: pen.reverse = true
      case 30...37: pen.foreground = Int32(number - 30)
      case 40...47: pen.background = Int32(number - 40)
      case 90...97: pen.foreground = Int32(number - 82)
      case 100...107: pen.background = Int32(number - 92)
      case 38: (_, pen.foreground) = (rest.removeFirst(), Int32(rest.removeFirst()))
      case 48: (_, pen.background) = (rest.removeFirst(), Int32(rest.removeFirst()))
      default: complaints.append("an unknown colour \(number)")
      }
    }
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    let width = width(of: scalar)
    guard width > 0 else {
      let base = x > 1 && places[y][x - 1].text.isEmpty ? x - 2 : x - 1
      if base >= 0 { places[y][base].text.unicodeScalars.append(scalar) }
      return
    }
    guard x + width <= columns else { return complaints.append("wrote beyond the right edge") }
    for column in x..<(x + width) { splitWide(at: column) }
    places[y][x] = Place(text: String(scalar), look: pen)
    if width == 2 { places[y][x + 1] = Place(text: "", look: pen) }
    x += width
  }

  /// Of a wide character that loses one half, the other becomes a blank.
  private mutating func splitWide(at column: Int) {
    if places[y][column].text.isEmpty, column > 0 { places[y][column - 1].text = " " }
    if column + 1 < columns, places[y][column + 1].text.isEmpty { places[y][column + 1].text = " " }
  }

  private func width(of scalar: Unicode.Scalar) -> Int {
    guard let glyph = Array(Glyphs(String(scalar))).first, glyph.base == scalar else { return 0 }
    if glyph.hasCertainWidth { return Int(glyph.width) }
    switch opinion {
    case .agrees: return Int(glyph.width)
    case .narrow: return 1
    case .wide: return 2
    case .joining: return 0
    }
  }
}
