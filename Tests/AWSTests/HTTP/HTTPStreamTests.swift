import Glibc
import Synchronization
import Testing

@testable import AWS

private let client = HTTPClient(route: HTTPRoute(AWSEnvironment([:])))

@Suite("The HTTP client: streams", .timeLimit(.minutes(1)))
struct HTTPStreamTests {
  private func request(_ server: LocalServer) -> HTTPRequest {
    HTTPRequest(method: "POST", url: server.url, timeLimit: nil)
  }

  /// What the reader and the server of a test take turns by.
  private final class Turn: Sendable {
    private let value = Atomic(false)

    func set(_ value: Bool) { self.value.store(value, ordering: .releasing) }

    func wait(for value: Bool) {
      while self.value.load(ordering: .acquiring) != value { usleep(1000) }
    }
  }

  @Test("the head is there before the body, and pieces as they are sent")
  func pieces() async throws {
    let isRead = Turn()
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n")
      isRead.wait(for: true)
      connection.send("3\r\none\r\n")
      isRead.wait(for: false)
      connection.send("3\r\ntwo\r\n0\r\n\r\n")
    }
    let stream = try await client.open(request(server))
    #expect(stream.status == 200)
    #expect(stream.headers["x-a"] == "b")
    isRead.set(true)
    #expect(try await stream.next() == Array("one".utf8))
    isRead.set(false)
    #expect(try await stream.next() == Array("two".utf8))
    #expect(try await stream.next() == nil)
    #expect(try await stream.next() == nil)
  }

  @Test("a stream that breaks gives what had come, then the error")
  func broken() async throws {
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
    }
    let stream = try await client.open(request(server))
    #expect(try await stream.next() == Array("one".utf8))
    await #expect(throws: HTTPError.self) { try await stream.next() }
  }

  @Test("a reader that waits is woken when its task is cancelled")
  func cancelled() async throws {
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      connection.hang()
    }
    let stream = try await client.open(request(server))
    let task = Task { try await stream.next() }
    task.cancel()
    await #expect(throws: HTTPError.cancelled) { try await task.value }
  }

  @Test("letting go of a stream closes its connection")
  func letGo() async throws {
    let (closed, close) = AsyncStream<Void>.makeStream()
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
      connection.hang()
      close.yield()
    }
    _ = try await client.open(request(server))
    for await _ in closed { break }
  }

  @Test("what nobody reads is not fetched, and all of it comes once somebody does")
  func backPressure() async throws {
    let size = 64 << 20
    let sent = Counter()
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      let part = [UInt8](repeating: 7, count: 1 << 16)
      while sent.value < size, connection.send(part) { sent.add(part.count) }
    }
    let stream = try await client.open(request(server))
    // Until the sender has stood still: what fits into the sockets' buffers is the system's to say.
    var before = -1
    while before != sent.value {
      before = sent.value
      try await Task.sleep(for: .milliseconds(200))
    }
    #expect(before < size / 2)
    var count = 0
    while let piece = try await stream.next() { count += piece.count }
    #expect(count == size)
  }
}
