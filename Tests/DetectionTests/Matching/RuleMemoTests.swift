import CloudTrail
import Query
import Testing

@testable import Detection

@Suite("What a thread remembers of events says the same of the next as asking anew")
struct RuleMemoTests {
  private func rules(_ filters: [String]) throws -> RuleSet {
    RuleSet(try filters.map { try Rule($0, filter: $0) })
  }

  private func record(_ members: String) -> String {
    #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser",\#(members)}"#
  }

  /// The events of which it says something else, and how many there were.
  private func differing(_ set: RuleSet, _ records: [String]) -> (events: [String], of: Int) {
    var thread = ReadingThread(set)
    var differing: [String] = []
    let asked: [Void] = RecordText.map(records.joined(separator: "\n")) { event in
      if thread.matches(event) != set.matches(event).alerts.indices {
        differing.append(String(decoding: event.recordBytes, as: UTF8.self))
      }
    }
    return (differing, asked.count)
  }

  @Test("where more rules ask a field than one program does")
  func manyParts() throws {
    let filters = (0..<3 * FieldPrograms.mostParts).map { number in
      "userIdentity.arn:*user-\(number)* \(number % 3 == 0 ? "-ip:10.0.0.0/8" : "")"
    }
    let records = (0..<300).map { number in
      record(
        #""sourceIPAddress":"\#(number % 2 == 0 ? "10" : "11").0.0.1","userIdentity":{"arn":"arn:aws:iam::1:user/user-\#(number)"}"#
      )
    }
    let differing = differing(try rules(filters), records + records)
    #expect(differing.events.isEmpty && differing.of == 600)
  }

  @Test("where one rule asks a field more than one program does")
  func manyPartsOfOne() throws {
    let pairs = (0..<2 * FieldPrograms.mostParts).map {
      "(userIdentity.arn:*user-\($0) awsRegion:region-\($0))"
    }
    let records = (0..<260).map { number in
      record(
        #""awsRegion":"region-\#(number % 130)","userIdentity":{"arn":"arn:aws:iam::1:user/user-\#(number / 2)"}"#
      )
    }
    let set = try rules([pairs.joined(separator: " OR ")])
    let differing = differing(set, records + records)
    #expect(differing.events.isEmpty && differing.of == 520)
    #expect(
      RecordText.map(record(#""awsRegion":"region-9","userIdentity":{"arn":"user-9"}"#)) {
        set.matches($0).alerts.indices
      } == [[0]])
  }

  @Test("where rules ask members of the record's parts, whatever these are")
  func members() throws {
    let filters = [
      "requestParameters.name:*a*", "-requestParameters.name:b*", "requestParameters.name:*é*",
      "requestParameters.name:a responseElements.name:*b",
      "requestParameters.name:* -requestParameters.other:7",
      "requestParameters.list.name:a OR requestParameters.name:c",
      "userIdentity.userName:a requestParameters.name:*b*",
    ]
    let values = [
      #""a""#, #""b""#, #""ab""#, #""é""#, #""\u00e9b""#, #""""#, "7", "null", "true", #"["a","b"]"#,
      #"{"name":"a"}"#,
      "[]",
    ]
    let parts = values.flatMap { value in
      [#"{"name":\#(value)}"#, #"{"other":\#(value),"name":"a"}"#, #"{"list":[{"name":\#(value)}]}"#]
    }
    let objects = parts + ["null", "[]", #""name""#, #"[{"name":"a"}]"#, #"{"name":"a","name":"b"}"#]
    let records = objects.enumerated().flatMap { place, object in
      [
        record(#""requestParameters":\#(object)"#), record(#""responseElements":\#(object)"#),
        record(#""requestParameters":\#(object),"responseElements":\#(objects[objects.count - 1 - place])"#),
        record(#""userIdentity":{"userName":"a"},"requestParameters":\#(object)"#),
      ]
    }
    let differing = differing(try rules(filters), records + records)
    #expect(differing.events.isEmpty && differing.of == 2 * records.count)
  }

  @Test("after more user agents than are remembered")
  func manyAgents() throws {
    let records = (0..<70_000).map { record(#""userAgent":"agent-\#($0)""#) }
    let differing = differing(try rules(["userAgent:*7", "-userAgent:*9*"]), records)
    #expect(differing.events.isEmpty && differing.of == 70_000)
  }

  @Test("after more ways than are remembered")
  func manyWays() throws {
    let tools = (0..<15).map { "tool-\(Character(UnicodeScalar(UInt8(97 + $0))))" }
    let records = (0..<1 << 15).map { some in
      let agent = tools.indices.filter { some >> $0 & 1 == 1 }.map { tools[$0] }.joined(separator: " ")
      return record(#""userAgent":"\#(agent)/1""#)
    }
    let set = try rules(
      tools.map { "userAgent:*\($0)* requestParameters.userName:kim" } + ["userAgent:*tool-c*"])
    let differing = differing(set, records)
    #expect(differing.events.isEmpty && differing.of == 1 << 15)
  }
}
