import Seeded
import Testing
import Text

@Suite("Fitting text into columns") struct FitTests {
  @Test("a text that fits stays whole", arguments: ["", "abc", "한국"])
  func fits(text: String) {
    #expect(truncatedToFit(text, 4) == text)
  }

  @Test("the end gives way to an ellipsis")
  func end() {
    #expect(truncatedToFit("sandbox-kim", 8) == "sandbox…")
  }

  @Test("the middle gives way and both ends stay")
  func middle() {
    #expect(truncatedToFit("arn:aws:iam::1:role/Deploy", 9, .middle) == "arn:…ploy")
  }

  @Test("in ASCII the ellipsis is a tilde")
  func ascii() {
    #expect(truncatedToFit("sandbox-kim", 8, glyphs: .ascii) == "sandbox~")
  }

  @Test("a wide character is not cut in half")
  func wide() {
    #expect(truncatedToFit("한국어", 4) == "한…")
    #expect(truncatedToFit("한국어", 5) == "한국…")
  }

  @Test("without room nothing is left", arguments: [0, -1])
  func noRoom(width: Int) {
    #expect(truncatedToFit("abc", width).isEmpty)
  }

  @Test("one column shows that there is something")
  func oneColumn() {
    #expect(truncatedToFit("abc", 1, .middle) == "…")
  }

  @Test("nothing is ever wider than asked, however odd the text")
  func neverWider() {
    var generator = SeededRandom(state: 3)
    for _ in 0..<2000 {
      let text = generator.text()
      for width in 0..<9 {
        #expect(cellWidth(truncatedToFit(text, width, .middle)) <= width)
        #expect(cellWidth(truncatedToFit(text, width, .end)) <= width)
      }
    }
  }

  @Test("padding fills to the column on the side asked for")
  func padding() {
    #expect(padded("한", 4) == "한  ")
    #expect(padded("7", 3, .right) == "  7")
    #expect(padded("ab", 5, .centre) == " ab  ")
    #expect(padded("abc", 2) == "abc")
  }

  @Test(
    "thousands are grouped",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (48211, "48,211"), (1_234_567, "1,234,567"), (-1200, "-1,200"),
      (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func groups(number: Int, text: String) {
    #expect(grouped(number) == text)
  }
}
