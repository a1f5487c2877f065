import CloudTrail
import Seeded
import Testing

@testable import Feeds

@Suite struct KnownDocumentsTests {
  private func time(_ milliseconds: Int) -> Timestamp { Timestamp(milliseconds: Int64(milliseconds)) }

  @Test func `what is known is what was given and has not been forgotten, whatever came in between`() {
    var random = SeededRandom(state: 5)
    for _ in 0..<20 {
      var documents = KnownDocuments()
      var expected: [String: Int] = [:]
      let names = 1 + random.below(3000)
      for _ in 0..<4000 {
        let (id, storedAt) = ("index/\(random.below(names))", random.below(1000))
        let isNew = documents.insert(id, storedAt: time(storedAt))
        #expect(isNew == (expected.updateValue(storedAt, forKey: id) == nil))
        guard random.below(500) == 0 else { continue }
        let moment = random.below(1000)
        documents.forget(before: time(moment))
        expected = expected.filter { $0.value >= moment }
      }
    }
  }

  @Test func `names that only look alike are two`() {
    var documents = KnownDocuments()
    let areNew = ["\u{E9}", "e\u{301}", "\u{E9}"].map { documents.insert($0, storedAt: time(0)) }
    #expect(areNew == [true, true, false])
  }
}
