import CloudTrail
import Seeded
import Testing

@testable import Query

@Suite struct EvaluationPropertyTests {
  @Test("a compiled predicate says what a naive reading of it says", .timeLimit(.minutes(1)))
  func naive() {
    var cases = RandomCase(random: SeededRandom(state: 2))
    var held = 0
    for _ in 0..<1500 {
      let predicate = cases.predicate()
      let compiled = CompiledPredicate(predicate)
      for _ in 0..<4 {
        let (subject, naive) = event(&cases)
        let expected = naive.holds(predicate)
        if expected { held += 1 }
        #expect(compiled.matches(subject) == expected, "\(predicate) on \(naive.root.json) \(naive.fields)")
      }
    }
    #expect((1000...5000).contains(held))
  }

  @Test("many predicates that share one look at a record say what each says alone", .timeLimit(.minutes(1)))
  func shared() {
    var cases = RandomCase(random: SeededRandom(state: 4))
    for _ in 0..<400 {
      let predicates = (0..<4).map { _ in CompiledPredicate(cases.predicate()) }
      let (subject, _) = event(&cases)
      let alone = predicates.map { $0.matches(subject) }
      _ = subject.withRecord { record in
        guard let record else { return false }
        let shared = TopLevel(record)
        #expect(predicates.map { $0.matches(subject, pathsFrom: shared) } == alone)
        return true
      }
    }
  }

  @Test(
    "a predicate written as a filter and read back says the same, and from then on stays equal",
    .timeLimit(.minutes(1)))
  func written() throws {
    var cases = RandomCase(random: SeededRandom(state: 3))
    for _ in 0..<1500 {
      let predicate = cases.predicate()
      let text = FilterSyntax.text(of: predicate)
      let reread = try parse(text)
      #expect(try parse(FilterSyntax.text(of: reread)) == reread, "\(text)")
      for _ in 0..<4 {
        let (subject, _) = event(&cases)
        #expect(reread.matches(subject) == predicate.matches(subject), "\(text)")
      }
    }
  }

  private func event(_ cases: inout RandomCase) -> (TestSubject, NaiveEvaluator) {
    let (root, fields) = (cases.object(4), cases.eventFields())
    let subject = TestSubject(root.json, fields: fields)
    subject.isError = cases.random.below(2) == 0
    return (subject, NaiveEvaluator(root: root, fields: fields, isError: subject.isError))
  }
}
