import Terminal
import Testing

@Suite("Rectangles") struct RectTests {
  let rect = Rect(x: 2, y: 1, width: 10, height: 4)

  @Test("splitting covers the whole without overlap")
  func splits() {
    #expect(rect.split(top: 1).rest == Rect(x: 2, y: 2, width: 10, height: 3))
    #expect(rect.split(bottom: 1).bottom == Rect(x: 2, y: 4, width: 10, height: 1))
    #expect(rect.split(left: 3).rest == Rect(x: 5, y: 1, width: 7, height: 4))
    #expect(rect.split(right: 3).right == Rect(x: 9, y: 1, width: 3, height: 4))
  }

  @Test("splitting off more than there is leaves nothing")
  func tooMuch() {
    #expect(rect.split(top: 9).rest.isEmpty)
    #expect(rect.split(top: 9).top == rect)
    #expect(rect.split(left: -1).left.isEmpty)
  }

  @Test("an inset larger than the rectangle is empty, not negative")
  func inset() {
    #expect(rect.inset(left: 6, right: 6).width == 0)
    #expect(rect.inset(top: 1, bottom: 1).height == 2)
  }

  @Test("rectangles that do not meet have an empty intersection")
  func intersection() {
    #expect(rect.intersection(Rect(x: 20, y: 0, width: 3, height: 3)).isEmpty)
    #expect(
      rect.intersection(Rect(x: 0, y: 0, width: 4, height: 3)) == Rect(x: 2, y: 1, width: 2, height: 2))
  }
}
