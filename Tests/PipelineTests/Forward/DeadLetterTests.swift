import CloudTrail
import Testing

@testable import Pipeline

@Suite("A document that the domain never takes")
struct DeadLetterTests {
  private func letter(_ message: String) -> DeadLetter {
    DeadLetter(
      document: EventDocument.documents(of: line(message), prefix: "cwl-")[0],
      reason: BulkAnswer.Reason(status: 400, type: "t", reason: "r"))
  }

  private func parts(_ letter: DeadLetter, largest: Int) throws -> [(place: String, text: String)] {
    try letter.messages(largestPart: largest).map { message in
      try JSONDocument(parsing: Array(message.utf8)).withView { view in
        let place = ["part", "parts"].map {
          view.member($0.utf8).map { String(decoding: $0.source, as: UTF8.self) }
        }
        return (place.compactMap { $0 }.joined(separator: "/"), view.member("message")?.text?.string ?? "")
      }
    }
  }

  @Test("is kept in one message where it fits")
  func whole() throws {
    let kept = try parts(letter("line"), largest: 100)
    #expect(kept.map(\.place) == [""])
    #expect(kept.map(\.text) == ["line"])
  }

  @Test("is kept in parts that make it whole again, cut between characters")
  func cut() throws {
    let text = "a\"b\\c😀é\u{1}" + String(repeating: "😀", count: 20)
    for largest in 12...40 {
      let kept = try parts(letter(text), largest: largest)
      #expect(kept.map(\.text).joined() == text)
      #expect(kept.map(\.place) == (1...kept.count).map { "\($0)/\(kept.count)" })
    }
  }

  @Test("is kept in letters that SQS takes: ASCII without control characters")
  func ascii() {
    let message = letter("\u{FFFF}\u{7F}\u{1}é").messages()[0]
    #expect(message.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }
}
