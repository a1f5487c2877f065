import Seeded
import Testing

@testable import CloudTrail

@Suite("Identities that are known again")
struct KnownIdentitiesTests {
  /// What an event says of who acted.
  private struct Actor: Equatable {
    var seen: SeenEvent
    var accessKey: String?
    var session: String?
    var parts: [String?]
    var record: [String]

    init(_ event: EventView) {
      seen = SeenEvent(event)
      (accessKey, session) = (event.accessKeyId?.string, event.session?.string)
      seen.position = nil
      parts = [RecordedField.principalType, .principalArn, .principalId, .userName, .invokedBy, .accessKeyId]
        .map { field in
          if case .found(let text) = event.recorded(field) { text.string } else { nil }
        }
      record = []
      if case .found(let identity) = event.recorded(RecordedPart.userIdentity) {
        identity.forEachMember { key, value in
          record.append(key.string + String(decoding: value.source, as: UTF8.self))
          return true
        }
      }
    }
  }

  private static func identity(_ number: Int) -> String {
    let id = 100_000 + number
    let session =
      #"{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/r-\#(id)","userName":"r"},"attributes":{"mfaAuthenticated":"false"}}"#
    switch number % 7 {
    case 0:
      return
        #"{"type":"AssumedRole","principalId":"AROA\#(id):s","arn":"arn:aws:sts::111122223333:assumed-role/r/s-\#(id)","accessKeyId":"ASIA\#(id)","sessionContext":\#(session)}"#
    case 1:
      return
        #"{"type":"IAMUser","principalId":"AIDA\#(id)","arn":"arn:aws:iam::111122223333:user/päivi-\#(id)","accountId":"111122223333","userName":"p\u00e4ivi","accessKeyId":"AKIA\#(id)"}"#
    case 2:
      return
        #"{ "type" : "Root" , "arn" : "arn:aws:iam::111122223333:root" , "accountId" : 111122223333, "list": [1, {"a": "\#(id)"}, "\#(String(repeating: "x", count: 200))"] }"#
    case 3: return #"{"type":"AWSService","invokedBy":"s-\#(id).amazonaws.com"}"#
    case 4: return #""not an object, but longer than the shortest identity that is known again: \#(id)""#
    case 5:
      return
        #"{"arn":"first","arn":"arn:aws:iam::111122223333:user/\#(String(repeating: "long", count: 300))-\#(id)","type":"IAMUser"}"#
    default:
      return
        #"{"type":"WebIdentityUser","principalId":"provider:\#(id)","userName":"","identityProvider":"\#(String(repeating: "p", count: 90))","accessKeyId":7}"#
    }
  }

  private static func record(_ number: Int, identity: String, before: String = "") -> String {
    #"{\#(before)"userIdentity":\#(identity),"eventTime":"2026-11-01T10:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser","eventID":"\#(number)"}"#
  }

  private func actors(_ text: String, memory: ReadingMemory = ReadingMemory()) -> [Actor] {
    var actors: [Actor] = []
    var reader = EventReader(MemorySource(Array(text.utf8)), memory: memory) { actors.append(Actor($0)) }
    _ = reader.read()
    reader.finish()
    return actors
  }

  @Test("An event says the same of who acted after others as alone")
  func alone() {
    var random = SeededRandom(state: 11)
    let records = (0..<2000).map { number in
      let before = random.pick(["", #""eventVersion":"1.11","#, " "])
      return Self.record(number, identity: Self.identity(random.below(40)), before: before)
    }
    #expect(actors(records.joined(separator: "\n")) == records.flatMap { actors($0) })
  }

  @Test("More identities than are remembered take each other's places, and none another's parts")
  func many() {
    let records = (0..<12_000).map { Self.record($0, identity: Self.identity($0 % 6000 * 7)) }
    let arns = actors(records.joined()).map { $0.parts[1] ?? "" }
    #expect(
      arns == (0..<12_000).map { "arn:aws:sts::111122223333:assumed-role/r/s-\(100_000 + $0 % 6000 * 7)" })
  }

  @Test("Identities that differ in one byte are told apart, wherever it stands")
  func oneByte() {
    let identity = Array(Self.identity(0).utf8)
    let letters = identity.indices.filter { identity[$0] | 0x20 >= 0x61 && identity[$0] | 0x20 <= 0x79 }
    let known = (0..<200).map { Self.record($0, identity: String(decoding: identity, as: UTF8.self)) }
    let others = letters.map { place in
      var changed = identity
      changed[place] += 1
      return Self.record(place, identity: String(decoding: changed, as: UTF8.self))
    }
    let found = actors((known + others).joined()).dropFirst(known.count)
    #expect(Array(found) == others.flatMap { actors($0) })
  }

  @Test("The text that ends within an identity that is known is as broken as any")
  func cut() {
    let known = (0..<200).map { Self.record($0, identity: Self.identity(0)) }.joined()
    let last = Self.record(200, identity: Self.identity(0))
    for length in [60, 150, 200, 300] {
      #expect(read(known + last.prefix(length))?.events.count == 200)
    }
  }

  @Test("What is no object is not known again: a number may go on")
  func otherValues() {
    let numbers = (0..<300).map { String(repeating: "7", count: 128 + $0 % 90) + ($0 % 2 == 0 ? "" : ".5e1") }
    let records = numbers.enumerated().map { Self.record($0, identity: $1) }
    #expect(actors(records.joined()).map(\.seen.eventID) == (0..<300).map(String.init))
  }

  @Test("A number stands for one identity, whatever the reader")
  func numbers() {
    var identities: [UInt64: Set<String>] = [:]
    var counts: [Int] = []
    for shift in 0..<3 {
      let text = (0..<1000).map { Self.record($0, identity: Self.identity(($0 % 50 + shift * 20) * 7)) }
      var count = 0
      var reader = EventReader(MemorySource(Array(text.joined().utf8))) { event in
        guard let number = event.identityNumber else { return }
        count += 1
        identities[number, default: []].insert(event.accessKeyId?.string ?? "")
      }
      _ = reader.read()
      reader.finish()
      counts.append(count)
    }
    #expect(identities.values.allSatisfy { $0.count == 1 })
    #expect(counts.allSatisfy { $0 > 800 })
  }

  @Test("What a text taught is known in the next")
  func nextText() {
    let text = (0..<200).map { Self.record($0, identity: Self.identity(0)) }.joined()
    var first = EventReader(MemorySource(Array(text.utf8))) { _ in }
    _ = first.read()
    var isKnown: [Bool] = []
    var second = EventReader(
      MemorySource(Array(Self.record(1, identity: Self.identity(0)).utf8)), memory: first.finish()
    ) { isKnown.append($0.identityNumber != nil) }
    _ = second.read()
    second.finish()
    #expect(isKnown == [true])
  }
}

@Suite struct TextHashTests {
  private func hash(_ text: [UInt8], first: Int) -> TextHash {
    text.withUnsafeBufferPointer { text in
      var hash = TextHash()
      guard let start = text.baseAddress else { return hash }
      let keys = TextHash.Keys()
      hash.add(start, blocks: 0..<first, keys)
      hash.addRest(start, behind: first, length: text.count, keys)
      return hash
    }
  }

  @Test("It does not depend on how many blocks come first", arguments: [16, 17, 128, 200, 1023, 1024])
  func parts(length: Int) {
    var random = SeededRandom(state: UInt64(length))
    let text = (0..<length).map { _ in UInt8(random.below(256)) }
    let hashes = (0...length / 16).map { hash(text, first: $0) }
    #expect(hashes.allSatisfy { $0 == hashes[0] })
  }

  @Test("Every byte counts", arguments: [16, 17, 128, 143, 144, 1024])
  func everyByte(length: Int) {
    let text = [UInt8](repeating: 0x61, count: length)
    for place in 0..<length {
      var other = text
      other[place] ^= 1
      #expect(hash(other, first: 1) != hash(text, first: 1))
    }
  }
}
