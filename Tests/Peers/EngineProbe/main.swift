// What the engines' Python tests ask of our code:
//
//     EngineProbe predicates DOCUMENTS ENGINE SEED COUNT
//         for each of COUNT random predicates a line {"predicate","query","exact","matches":[places of documents]}
//     EngineProbe summary DOCUMENTS ENGINE FILTER [SINCE UNTIL]
//         a question to the engine on each line, to be answered by a line; at the end {"done","remarks","engine":[lines],"store":[lines]}
//
// DOCUMENTS holds one document a line. ENGINE is an answer of _field_caps, or insights:detail and insights:record for Logs Insights over
// events in EventBridge's envelope and over plain records.
import CloudTrail
import Glibc
import Query

func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
  return bytes
}

let arguments = CommandLine.arguments
guard arguments.count >= 5 else { fatalError("not a command: \(arguments)") }
let events = bytes(of: arguments[2]).split(separator: UInt8(ascii: "\n")).map { KeptEvent(text: Array($0)) }
let engine: any ProbedEngine =
  switch arguments[3] {
  case "insights:detail": InsightsEngine(root: .detail)
  case "insights:record": InsightsEngine(root: .record)
  default: OpenSearchEngine(shape: try DocumentShape(fieldCapabilities: bytes(of: arguments[3])))
  }
switch arguments[1] {
case "predicates":
  PredicatesProbe(events: events, engine: engine)
    .printQueries(seed: UInt64(arguments[4]) ?? 0, count: Int(arguments[5]) ?? 0)
case "summary":
  let predicate = try FilterSyntax.predicate(from: arguments[4], now: Timestamp(milliseconds: 0))
  let times = arguments.dropFirst(5).map { Timestamp($0) }
  try SummaryProbe(events: events).run(
    SummaryRequest(
      since: times.first ?? nil, until: times.last ?? nil, predicate: predicate,
      tables: [.accounts, .principals, .actions, .groups, .timeline]), by: engine)
default: fatalError("not a command: \(arguments)")
}
