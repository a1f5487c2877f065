import Seeded
import Testing

@testable import CloudTrail

@Suite("The order of keys")
struct KeyOrderTests {
  private static let members: [(String, String)] = [
    ("eventVersion", "\"1.11\""), ("eventTime", "\"2026-11-01T10:00:00Z\""),
    ("eventSource", "\"iam.amazonaws.com\""), ("eventName", "\"CreateUser\""),
    ("userIdentity", #"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/a"}"#),
    ("errorCode", "\"AccessDenied\""), ("recipientAccountId", "\"111122223333\""), ("readOnly", "true"),
    ("aKeyThatIsLongerThanAnyKeyThatIsRemembered", "[1, {\"eventName\": 2}]"), ("x", "null"),
    ("event\\u0053ource", "\"sts.amazonaws.com\""), ("eventSource", "\"signin.amazonaws.com\""),
  ]

  private static func blanks(_ random: inout SeededRandom) -> String {
    String(repeating: [" ", "\n", "\t"][random.below(3)], count: [0, 0, 0, 1, 3][random.below(5)])
  }

  /// A record with some of the members in some order, mostly the usual one, with blanks at random.
  private static func record(_ number: Int, _ random: inout SeededRandom) -> String {
    var chosen = members.filter { _ in random.below(5) > 0 }
    if random.below(3) == 0 { chosen.shuffle(using: &random) }
    chosen.append(("eventID", "\"\(number)\""))
    chosen.append(("eventTime", "\"2026-11-01T10:00:00Z\""))
    chosen.append(("eventName", "\"CreateUser\""))
    let written = chosen.map { key, value in
      let (before, after, end) = (blanks(&random), blanks(&random), blanks(&random))
      return "\"\(key)\"\(before):\(after)\(value)\(end)"
    }
    return "{" + blanks(&random) + written.joined(separator: "," + blanks(&random)) + "}"
  }

  @Test("a record is read the same after others as alone, whatever the order of its keys")
  func alone() throws {
    var random = SeededRandom(state: 7)
    let records = (0..<400).map { Self.record($0, &random) }
    let together = try #require(read(records.joined(separator: "\n"))).events
    let apart = try records.flatMap { try #require(read($0)).events }
    #expect(together.count == 400)
    #expect(together.map(Self.withoutPlace) == apart.map(Self.withoutPlace))
  }

  private static func withoutPlace(_ event: SeenEvent) -> SeenEvent {
    var event = event
    event.position = nil
    return event
  }

  @Test("a key is guessed only where the whole of it stands")
  func guess() {
    var order = KeyOrder(other: RecordKey.other)
    func text(_ text: String) -> [UInt8] { Array(text.utf8) + [UInt8](repeating: 0, count: 64) }
    func guessed(_ written: String) -> Int? {
      text(written).withUnsafeBufferPointer { bytes in
        bytes.baseAddress.flatMap { order.guess(at: $0)?.length }
      }
    }
    let name = "\"eventName\":"
    #expect(guessed(name) == nil)
    order.begin()
    text(name).withUnsafeBufferPointer {
      order.learn(.eventName, UnsafeBufferPointer(rebasing: $0[..<name.utf8.count]))
    }
    for (written, length) in [(name + "1", 12), ("\"eventName\" :", nil), ("\"eventName", nil), ("", nil)] {
      order.begin()
      #expect(guessed(written) == length, "\(written)")
    }
  }

  @Test("a text of endless new keys fills no memory")
  func bounded() throws {
    let keys = (0..<2000).map { "\"k\($0)\":0" }.joined(separator: ",")
    let record = #"{"eventTime":"2026-11-01T10:00:00Z","eventName":"A",\#(keys),"eventID":"1"}"#
    #expect(try #require(read(record)).ids == ["1"])
  }
}
