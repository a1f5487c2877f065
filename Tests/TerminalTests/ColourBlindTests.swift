import Testing

@testable import Terminal

@Suite("The theme for the colour-blind") struct ColourBlindTests {
  /// Five times what can just be noticed: told apart at a glance and side by side.
  private static let enough = 12.0

  /// Roles that say different things in the same place: a row's colour, a bar's, a tag's.
  private static let groups: [[Role]] = [
    [.text, .warn, .high, .critical, .good], [.text, .warn, .high, .critical, .new], [.text, .dim],
    [.chart, .chartError, .chartAlert],
  ]

  @Test("roles that must be told apart are, with every kind of eye", arguments: Vision.allCases)
  func apart(vision: Vision) throws {
    for (one, other, colours) in try pairs() {
      let distance = vision.difference(colours.0, colours.1)
      #expect(distance >= Self.enough, "\(one) and \(other)")
    }
  }

  @Test("also where the terminal has 256 colours", arguments: Vision.allCases)
  func apartIn256(vision: Vision) throws {
    for (one, other, colours) in try pairs() {
      let reduced = (Colour(palette256: colours.0.nearest256), Colour(palette256: colours.1.nearest256))
      #expect(vision.difference(reduced.0, reduced.1) >= Self.enough, "\(one) and \(other)")
    }
  }

  @Test("the measure finds what a red-green blind eye confuses")
  func control() throws {
    let (red, green) = (Colour(0x93, 0x63, 0x2D), Colour(0x6F, 0x71, 0x2D))
    #expect(Vision.full.difference(red, green) > 20)
    #expect(Vision.deuteranopia.difference(red, green) < Self.enough)
  }

  private func pairs() throws -> [(Role, Role, (Colour, Colour))] {
    let theme = try ThemeLibrary(environment: { _ in nil }).theme("colour-blind")
    var found: [(Role, Role, (Colour, Colour))] = []
    for group in Self.groups {
      for (index, one) in group.enumerated() {
        for other in group[(index + 1)...] {
          found.append((one, other, (try #require(theme[one].colour), try #require(theme[other].colour))))
        }
      }
    }
    return found
  }
}
