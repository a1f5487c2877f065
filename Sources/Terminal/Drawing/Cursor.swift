/// Where the terminal's cursor is, and the bytes that move it.
struct Cursor {
  private let terminal: TerminalStrings
  /// Nil while it is not known: at the start, and where the terminal may have gone on by another width.
  private(set) var place: (x: Int, y: Int)?

  init(terminal: TerminalStrings) { self.terminal = terminal }

  mutating func forget() { place = nil }

  /// Notes that something `width` columns wide was written, on a screen of so many columns.
  mutating func advance(by width: Int, columns: Int) {
    guard let (x, y) = place else { return }
    // In the last column terminals differ in where the cursor stays.
    place = x + width < columns ? (x + width, y) : nil
  }

  /// The fewest bytes that move it to a place.
  func motion(toX x: Int, y: Int) -> [UInt8] {
    var ways = [terminal.address.filled(y, x)]
    if let place, place.y == y {
      if place.x == x { return [] }
      ways.append(terminal.column.filled(x))
      if place.x < x { ways.append(terminal.forward.filled(x - place.x)) }
    } else if let place, place.y < y, y - place.y < ways[0].count, !terminal.rowStart.isEmpty {
      ways.append(nextRows(y - place.y, x: x))
    }
    return ways.filter { !$0.isEmpty }.min { $0.count < $1.count } ?? []
  }

  /// To column `x` of the row so many below, by its start; empty where the terminal cannot.
  private func nextRows(_ rows: Int, x: Int) -> [UInt8] {
    let forward = x == 0 ? [] : terminal.forward.filled(x)
    guard !terminal.down.isEmpty, x == 0 || !forward.isEmpty else { return [] }
    return terminal.rowStart.bytes + Array(repeating: terminal.down.bytes, count: rows).joined() + forward
  }

  mutating func stand(atX x: Int, y: Int) { place = (x, y) }
}
