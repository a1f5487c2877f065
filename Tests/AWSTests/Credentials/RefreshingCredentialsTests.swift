import CloudTrail
import Synchronization
import Testing

@testable import AWS

/// A source of credentials and a clock, both under the test's hand.
private final class Script: Sendable {
  private struct State {
    var now = Timestamp(seconds: 1_000_000)
    var results: [Result<Credentials, CredentialsError>] = []
    var asked = 0
  }

  private let state = Mutex(State())

  var now: Timestamp { state.withLock { $0.now } }
  var asked: Int { state.withLock { $0.asked } }

  func pass(minutes: Int64) { state.withLock { $0.now.milliseconds += minutes * 60_000 } }
  func pass(seconds: Int64) { state.withLock { $0.now.milliseconds += seconds * 1000 } }

  /// The next answer: credentials that end so many minutes from now.
  func answer(_ keyID: String, minutes: Int64?) {
    let end = minutes.map { Timestamp(milliseconds: now.milliseconds + $0 * 60_000) }
    let credentials = Credentials(accessKeyID: keyID, secretAccessKey: Secret("s"), expiration: end)
    state.withLock { $0.results.append(.success(credentials)) }
  }

  func fail(_ error: CredentialsError) { state.withLock { $0.results.append(.failure(error)) } }

  func source(asksAPerson: Bool = false) -> RefreshingCredentials {
    RefreshingCredentials(now: { self.now }, asksAPerson: asksAPerson) { () throws(CredentialsError) in
      let next = self.state.withLock { state -> Result<Credentials, CredentialsError> in
        state.asked += 1
        return state.results.isEmpty ? .failure(.container("exhausted")) : state.results.removeFirst()
      }
      await Task.yield()
      return try next.get()
    }
  }

  /// Waits until the source has been asked `count` times and the renewal is over.
  func settled(_ source: RefreshingCredentials, asked count: Int) async {
    while asked < count { await Task.yield() }
    for _ in 0..<100 { await Task.yield() }
  }
}

@Suite("Credentials are renewed ahead of their end, once however many ask")
struct RefreshingCredentialsTests {
  private let script = Script()

  @Test("Many that ask at once make one renewal")
  func singleFlight() async throws {
    script.answer("A", minutes: 60)
    let source = script.source()
    let keys = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<100 { group.addTask { try? await source.credentials().accessKeyID } }
      return await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(keys == ["A"])
    #expect(script.asked == 1)
  }

  @Test("What has no end is asked for once")
  func endless() async throws {
    script.answer("A", minutes: nil)
    let source = script.source()
    _ = try await source.credentials()
    script.pass(minutes: 10_000)
    #expect(try await source.credentials().accessKeyID == "A")
    #expect(script.asked == 1)
  }

  @Test("15 minutes before the end and a moment more nothing is renewed")
  func before() async throws {
    script.answer("A", minutes: 60)
    let source = script.source()
    _ = try await source.credentials()
    script.pass(minutes: 45)
    _ = try await source.credentials()
    #expect(script.asked == 1)
  }

  @Test("Between 15 and 10 minutes the old ones are handed out while new ones are fetched")
  func advisory() async throws {
    script.answer("A", minutes: 60)
    script.answer("B", minutes: 60)
    let source = script.source()
    _ = try await source.credentials()
    script.pass(minutes: 46)
    #expect(try await source.credentials().accessKeyID == "A")
    await script.settled(source, asked: 2)
    #expect(try await source.credentials().accessKeyID == "B")
    #expect(script.asked == 2)
  }

  @Test("In the last 10 minutes whoever asks waits for the new ones")
  func mandatory() async throws {
    script.answer("A", minutes: 60)
    script.answer("B", minutes: 60)
    let source = script.source()
    _ = try await source.credentials()
    script.pass(minutes: 51)
    #expect(try await source.credentials().accessKeyID == "B")
  }

  @Test("Where a person has to type a code, nobody waits for it while the old ones are valid")
  func person() async throws {
    script.answer("A", minutes: 60)
    script.answer("B", minutes: 60)
    let source = script.source(asksAPerson: true)
    _ = try await source.credentials()
    script.pass(minutes: 59)
    #expect(try await source.credentials().accessKeyID == "A")
    await script.settled(source, asked: 2)
    #expect(try await source.credentials().accessKeyID == "B")
  }

  @Test("Once they have ended everybody waits for the code; who gives none is asked again after a minute")
  func nobody() async throws {
    script.answer("A", minutes: 60)
    script.fail(.multiFactorNeeded(serial: "m"))
    script.answer("B", minutes: 120)
    let source = script.source(asksAPerson: true)
    _ = try await source.credentials()
    script.pass(minutes: 60)
    await #expect(throws: CredentialsError.multiFactorNeeded(serial: "m")) { try await source.credentials() }
    script.pass(seconds: 59)
    await #expect(throws: CredentialsError.multiFactorNeeded(serial: "m")) { try await source.credentials() }
    #expect(script.asked == 2)
    script.pass(seconds: 1)
    #expect(try await source.credentials().accessKeyID == "B")
  }

  @Test("What cannot be renewed is used to its end, then told, then healed")
  func failing() async throws {
    script.answer("A", minutes: 60)
    let source = script.source()
    let end = try #require(try await source.credentials().expiration)
    script.pass(minutes: 55)
    script.fail(.container("down"))
    #expect(try await source.credentials().accessKeyID == "A")
    #expect(await source.state == .ending(end, .container("down")))
    #expect(await source.state.isUsable)

    script.pass(minutes: 6)
    script.fail(.container("down"))
    await #expect(throws: CredentialsError.container("down")) { try await source.credentials() }
    #expect(await source.state == .failed(.container("down")))

    script.pass(minutes: 1)
    script.answer("B", minutes: 60)
    #expect(try await source.credentials().accessKeyID == "B")
    #expect(await source.state == .valid(until: Timestamp(milliseconds: script.now.milliseconds + 3_600_000)))
  }

  @Test("After a failure nothing is asked for 5 seconds")
  func pause() async throws {
    script.fail(.container("down"))
    script.answer("A", minutes: 60)
    let source = script.source()
    _ = try? await source.credentials()
    script.pass(seconds: 4)
    await #expect(throws: CredentialsError.container("down")) { try await source.credentials() }
    #expect(script.asked == 1)
    script.pass(seconds: 1)
    #expect(try await source.credentials().accessKeyID == "A")
  }

  @Test("What a source hands out already ended is no credential")
  func ended() async throws {
    script.answer("A", minutes: -1)
    let source = script.source()
    let error = await #expect(throws: CredentialsError.self) { try await source.credentials() }
    #expect(error?.description.contains("A ended at 1970-01-12T13:45:40Z; renew them") == true)
  }

  @Test("A key that a service refuses is fetched anew; the same key stays refused until a service takes it")
  func refused() async throws {
    script.answer("A", minutes: 60)
    script.answer("A", minutes: 60)
    script.answer("B", minutes: 60)
    let source = script.source()
    let first = try await source.credentials()
    await source.refused(first, code: "ExpiredToken")
    #expect(await source.state == .refused(accessKeyID: "A", code: "ExpiredToken"))
    #expect(await !source.state.isUsable)

    let again = try await source.credentials()
    #expect(await source.state == .refused(accessKeyID: "A", code: "ExpiredToken"))
    await source.accepted(again)
    #expect(await source.state == .valid(until: again.expiration))

    await source.refused(again, code: "ExpiredToken")
    #expect(try await source.credentials().accessKeyID == "B")
    #expect(await source.state.isUsable)
  }

  @Test("A refusal that comes late, of a key no longer in use, changes nothing")
  func lateRefusal() async throws {
    script.answer("B", minutes: 60)
    let source = script.source()
    _ = try await source.credentials()
    await source.refused(Credentials(accessKeyID: "A", secretAccessKey: Secret("s")), code: "ExpiredToken")
    #expect(await source.state.isUsable)
  }
}
