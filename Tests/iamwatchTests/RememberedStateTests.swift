import Audit
import CloudTrail
import Dashboard
import Digest
import Query
import State
import Testing

@testable import iamwatch

@Suite("What the state keeps of the screen")
struct RememberedStateTests {
  private func text(_ id: String?) -> [UInt8] {
    let id = id.map { #","eventID":"\#($0)""# } ?? ""
    return Array(
      #"{"eventTime":"2026-11-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser"\#(id)}"#
        .utf8)
  }

  private func mark(_ record: [UInt8]?, id: EventRow.ID) -> Mark {
    let row = EventRow(
      id: id, time: Timestamp(milliseconds: 1_793_541_667_123), account: "555566667777", principal: "p",
      principalType: "IAMUser", session: "s", action: "iam:GetUser", region: "us-east-1",
      sourceIP: "203.0.113.9",
      target: "user/x", errorCode: "AccessDenied", isError: true, isWrite: true, severity: .high,
      rules: ["a", "b"])
    return Mark(row: row, record: record, note: "n", markedAt: Timestamp(milliseconds: 7))
  }

  @Test("a mark comes back as it was", arguments: ["3a7b1c9e-0000-4000-8000-00000000abcd", "custom-1", nil])
  func roundTrip(eventID: String?) throws {
    let record = text(eventID)
    let id = try #require(EventRow.ID(ofRecord: record))
    #expect(Mark(mark(record, id: id).kept) == mark(record, id: id))
  }

  @Test("a mark without its record comes back by the eventID that its identity spells")
  func withoutRecord() {
    let id = EventRow.ID(eventID: "3a7b1c9e-0000-4000-8000-00000000abcd")
    #expect(Mark(mark(nil, id: id).kept) == mark(nil, id: id))
  }

  @Test("an event without an eventID is told from others by its record")
  func nameless() throws {
    let record = text(nil)
    let id = try #require(EventRow.ID(ofRecord: record))
    #expect(mark(record, id: id).kept.event == "sha256:\(SHA256(of: record))")
  }

  @Test("a context is the sources in their order, files by their whole path")
  func context() throws {
    let sources = try ["demo:7", "/a/b", "c"].map { name in try EventSource(name) }
    let lines = StateKeeping.context(of: sources).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "demo:7")
    #expect(lines[1] == "/a/b")
    #expect(lines[2].hasPrefix("/"))
    #expect(lines[2].hasSuffix("/c"))
  }
}
