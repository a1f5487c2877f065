// What the engines' Python tests ask of our code. Lines of JSON go both ways:
//
//     EngineProbe opensearch DOCUMENTS CAPABILITIES SEED COUNT
//         for each of COUNT random predicates a line {"predicate","query","exact","matches":[numbers of documents]}
//
// DOCUMENTS holds one document a line, CAPABILITIES an answer of _field_caps.
import CloudTrail
import Glibc
import Query
import Text

func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
  return bytes
}

func events(in path: String) -> [KeptEvent] {
  bytes(of: path).split(separator: UInt8(ascii: "\n")).map { KeptEvent(text: Array($0)) }
}

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "opensearch" where arguments.count == 6:
  try OpenSearchPeer(
    events: events(in: arguments[2]), shape: DocumentShape(fieldCapabilities: bytes(of: arguments[3]))
  ).printQueries(seed: UInt64(arguments[4]) ?? 0, count: Int(arguments[5]) ?? 0)
default: fatalError("not a command: \(arguments)")
}
