/// The open palette: the line typed into it, and what it offers for that.
struct PaletteState: Sendable {
  /// An entry with how it was found; nil places where the entries stand in their own order.
  struct Offer: Hashable, Sendable {
    var entry: PaletteEntry
    var places: [Int] = []
  }

  var editor: LineEditor
  private(set) var offers: [Offer] = []
  private(set) var chosen = 0

  init(editor: LineEditor) { self.editor = editor }

  /// Takes what is offered for a line that has changed.
  mutating func offer(_ offers: [Offer]) { (self.offers, chosen) = (offers, 0) }

  /// Goes on by so many entries, round at the ends.
  mutating func move(by steps: Int) {
    guard !offers.isEmpty else { return }
    chosen = ((chosen + steps) % offers.count + offers.count) % offers.count
  }

  mutating func choose(_ index: Int) { if offers.indices.contains(index) { chosen = index } }

  var chosenEntry: PaletteEntry? { offers.indices.contains(chosen) ? offers[chosen].entry : nil }
}
