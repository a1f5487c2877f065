import CloudTrail
import Query
import Text

/// Random predicates, what they compile to and which documents they hold for.
struct PredicatesProbe {
  let events: [KeptEvent]
  let engine: any ProbedEngine

  func printQueries(seed: UInt64, count: Int) {
    var predicates = DataPredicate(seed: seed, events: events)
    let context = EvaluationContext()
    let asked = (0..<count).map { _ in predicates.predicate() }
    let compiled = asked.map { CompiledPredicate($0, context: context) }
    var matches = [[Int]](repeating: [], count: count)
    for (number, event) in events.enumerated() {
      event.withEvent { event in
        for place in compiled.indices where compiled[place].matches(event) { matches[place].append(number) }
      }
    }
    for (predicate, matches) in zip(asked, matches) {
      let (query, isExact) = engine.query(predicate, context)
      print(
        """
        {"predicate":\(jsonString(predicate.description)),"exact":\(isExact),"query":\(query),"matches":\(matches)}
        """)
    }
  }
}
