import Cores
import Testing

@Suite("Work on all cores")
struct AllCoresTests {
  @Test("Results stand in the order of the elements", arguments: [0, 1, 2, 1000])
  func order(count: Int) {
    let elements = Array(0..<count)
    #expect(elements.mapOnAllCores { $0 * $0 } == elements.map { $0 * $0 })
  }

  @Test("So they do where the heaviest begin first", arguments: [0, 1, 2, 1000])
  func heaviest(count: Int) {
    let elements = (0..<count).map { $0 * 7 % 10 }
    #expect(elements.mapOnAllCores(heaviestFirst: { $0 }) { $0 * $0 } == elements.map { $0 * $0 })
  }

  @Test("Of an optional result nil is one as well")
  func nothing() {
    let results = [1, 2, 3, 4].mapOnAllCores { $0 % 2 == 0 ? $0 : nil }
    #expect(results == [nil, 2, nil, 4])
  }

  @Test("Two closures give both their results")
  func two() {
    let (number, text) = onTwoCores({ 7 }, { "seven" })
    #expect(number == 7)
    #expect(text == "seven")
  }
}
