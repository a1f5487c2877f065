import CloudTrail
import Query
import Text

/// A store elsewhere, as our code asks it.
protocol ProbedEngine {
  /// The question that finds the events, as JSON, and whether it says all that the predicate says.
  func query(_ predicate: Predicate, _ context: EvaluationContext) -> (json: String, isExact: Bool)
  func counting(_ request: SummaryRequest) -> any ProbedCounting
}

/// Events being counted by an engine.
protocol ProbedCounting {
  /// The next question, on one line; nil when everything has been answered.
  var question: String? { get }
  mutating func take(_ answer: String) throws
  var answer: EngineAnswer { get }
}

struct OpenSearchEngine: ProbedEngine {
  let shape: DocumentShape

  func query(_ predicate: Predicate, _ context: EvaluationContext) -> (json: String, isExact: Bool) {
    let query = OpenSearchQuery(predicate, shape: shape, context: context)
    return (String(decoding: query.json, as: UTF8.self), query.isExact)
  }

  func counting(_ request: SummaryRequest) -> any ProbedCounting { OpenSearchSummary(request, shape: shape) }
}

extension OpenSearchSummary: ProbedCounting {
  var question: String? { nextRequest.map { String(decoding: $0, as: UTF8.self) } }
  mutating func take(_ answer: String) throws { try take(Array(answer.utf8)) }
}

struct InsightsEngine: ProbedEngine {
  let root: InsightsQuery.RecordRoot

  func query(_ predicate: Predicate, _ context: EvaluationContext) -> (json: String, isExact: Bool) {
    let query = InsightsQuery(predicate, root: root, context: context)
    return (jsonString(query.text), query.isExact)
  }

  func counting(_ request: SummaryRequest) -> any ProbedCounting { InsightsSummary(request, root: root) }
}

extension InsightsSummary: ProbedCounting {
  var question: String? { nextQuery.map(jsonString) }

  /// - Parameter answer: a list of rows, each an object of the columns that it has.
  mutating func take(_ answer: String) throws {
    var rows: [[String: String]] = []
    try JSONDocument(parsing: Array(answer.utf8)).withView { list in
      list.forEachElement { row in
        var columns: [String: String] = [:]
        row.forEachMember { name, value in
          columns[name.string] = value.text?.string
          return true
        }
        rows.append(columns)
        return true
      }
    }
    take(rows)
  }
}
