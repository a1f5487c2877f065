import CloudTrail
import Detection
import Query

@testable import Audit

/// A record; members in `more` come last and so override what stands before them.
func record(_ id: String?, at time: String = "12:00:00", _ more: String = "") -> String {
  var text = #"{"eventTime":"2026-11-01T\#(time)Z","eventSource":"iam.amazonaws.com","eventName":"GetUser""#
  text +=
    #","recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana"}"#
  if let id { text += #","eventID":"\#(id)""# }
  return text + (more.isEmpty ? "}" : ",\(more)}")
}

/// 2026-11-01 at a time of day.
func time(_ clock: String) -> Timestamp { Timestamp("2026-11-01T\(clock)Z") ?? Timestamp(milliseconds: 0) }

func rule(_ id: String, _ filter: String, _ level: Severity = .low) throws -> Rule {
  Rule(
    id: id, title: "Title of \(id)", description: "", level: level, tags: [], falsePositives: [],
    predicate: try FilterSyntax.predicate(from: filter, now: time("12:00:00")),
    testEvents: .init(mustMatch: [], mustNotMatch: []))
}

/// The rules and correlations of a file.
func ruleSet(_ text: String) throws -> RuleSet {
  let loaded = try RuleFiles.load([RuleFile(path: "t.yml", text: text)])
  return RuleSet(loaded.rules, correlations: loaded.correlations)
}

/// The rule `get`, as a document of a rule file: it matches what ``record(_:at:_:)`` makes.
let ruleOfGetUser = """
  title: Get
  id: get
  logsource: {product: aws}
  detection:
    s: {eventName: GetUser}
    condition: s

  """

/// Records that are kept in memory, as files would be.
final class MemoryArchive: RecordArchive {
  let texts: [[UInt8]]
  init(_ texts: [String]) { self.texts = texts.map { Array($0.utf8) } }
  func keep(_ record: UnsafeBufferPointer<UInt8>) -> RecordPlace? { nil }
  func record(at place: RecordPlace) -> [UInt8]? {
    Array(texts[Int(place.file)][Int(place.offset)..<Int(place.offset) + Int(place.length)])
  }
}

/// A store that has taken each text as a source of its own, in the order of `reading`, else in the order given.
func store(
  _ sources: [String], judge: Judge = Judge(scope: .all), duplicates: EventStore.Duplicates = .least,
  keepsDetails: Bool = false, keep: Int = .max, reading: [Int]? = nil
) -> EventStore {
  let store = EventStore(
    rules: judge.rules, sources: sources.count, duplicates: duplicates, keepsDetails: keepsDetails, keep: keep
  )
  for source in reading ?? Array(sources.indices) {
    var intake = Intake(judge: judge, source: source, keepsDetails: keepsDetails)
    var reader = EventReader(MemorySource(Array(sources[source].utf8))) { event in
      intake.take(event, file: UInt32(source), isReadable: true)
    }
    _ = reader.read()
    reader.finish()
    intake.commit(to: store)
  }
  return store
}

extension EventStore {
  func counts() -> [StoredEvents.SourceCounts] { read { $0.sources } }
}
