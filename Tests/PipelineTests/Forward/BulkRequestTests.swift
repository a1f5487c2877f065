import CloudTrail
import Testing

@testable import Pipeline

@Suite("A request to index")
struct BulkRequestTests {
  private func documents(_ count: Int) -> [EventDocument] {
    (0..<count).flatMap { EventDocument.documents(of: line(envelope(eventID: "e-\($0)")), prefix: "cwl-") }
  }

  @Test("is two lines for each document, each with its end")
  func body() {
    let request = BulkRequest(documents: documents(2))
    let lines = String(decoding: request.body, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 5)
    #expect(lines[0] == #"{"index":{"_index":"cwl-2026.11.24","_id":"e-0"}}"#)
    #expect(lines[2] == #"{"index":{"_index":"cwl-2026.11.24","_id":"e-1"}}"#)
    #expect(lines[4] == "")
  }

  @Test("holds no more bytes than it may, all in their order", arguments: [1, 2_000, 5_000, 1 << 20])
  func sizes(size: Int) {
    let all = documents(20)
    let requests = BulkRequest.requests(of: all, size: size)
    #expect(requests.flatMap(\.documents) == all)
    #expect(requests.allSatisfy { $0.documents.count == 1 || $0.body.count <= size })
  }
}
