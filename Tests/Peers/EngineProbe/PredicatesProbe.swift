import CloudTrail
import Query
import Text

/// Random predicates, what they compile to and which documents they hold for.
struct OpenSearchProbe {
  let events: [KeptEvent]
  let shape: DocumentShape

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
      let query = OpenSearchQuery(predicate, shape: shape, context: context)
      print(
        """
        {"predicate":\(jsonString(predicate.description)),"exact":\(query.isExact),\
        "query":\(String(decoding: query.json, as: UTF8.self)),"matches":\(matches)}
        """)
    }
  }
}
