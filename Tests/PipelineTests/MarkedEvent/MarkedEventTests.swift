import CloudTrail
import Testing

@testable import Pipeline

@Suite struct MarkedEventTests {
  private func event(_ high: UInt64 = .max, _ low: UInt64 = .max) -> MarkedEvent {
    MarkedEvent(
      account: "111122223333", region: "eu-west-1", time: Timestamp(seconds: 1_795_000_000),
      random: (high, low))
  }

  @Test func `its id is a UUID of version 4 whatever the bits`() {
    #expect(event().id == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    #expect(event(0, 0).id == "00000000-0000-4000-8000-000000000000")
  }

  @Test func `it is read as a record, so that the functions treat it as any other`() throws {
    let envelope = #"{"account":"111122223333","detail-type":"x","detail":\#(event().detail)}"#
    var ids: [String?] = []
    var reader = EventReader(MemorySource(Array(envelope.utf8))) { ids.append($0.eventID?.string) }
    _ = reader.read()
    reader.finish()
    #expect(ids == [event().id])
  }

  @Test func `EventBridge is told a source that is not AWS's`() throws {
    let entries = try JSONDocument(parsing: Array(event().entries.utf8))
    let sources = entries.withView { $0.list("Entries") { $0.string("Source") } }
    #expect(sources == ["iamwatch.test"])
  }

  @Test func `one hop that is missing outweighs what is unknown`() {
    var report = PipelineTestReport(event: event())
    report.hops = [TestedHop(.put, .arrived, "", seconds: 0), TestedHop(.logGroup, .unknown, "?")]
    #expect(report.verdict == .unknown)
    report.hops.append(TestedHop(.document, .missing, "not seen"))
    #expect(report.verdict == .missing)
  }

  @Test func `a hop's line has its time`() {
    var report = PipelineTestReport(event: event())
    report.hops = [TestedHop(.logGroup, .arrived, "it is in the log group", seconds: 2.34)]
    #expect(report.lines[1] == "  arrived  log group        2.3 s  it is in the log group")
  }
}
