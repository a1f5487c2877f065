import Testing

@testable import AWS

private let client = HTTPClient(route: HTTPRoute(AWSEnvironment([:])))

@Suite("The HTTP client: what goes wrong", .timeLimit(.minutes(1)))
struct HTTPFailureTests {
  /// The error that a server's script leads to.
  private func error(
    from script: @escaping LocalServer.Script, with change: (inout HTTPRequest) -> Void = { _ in }
  ) async throws -> HTTPError? {
    let server = try LocalServer(script)
    var request = HTTPRequest(method: "GET", url: server.url)
    change(&request)
    do throws(HTTPError) { _ = try await client.send(request) } catch { return error }
    return nil
  }

  private func isBroken(_ error: HTTPError?) -> Bool {
    if case .broken = error { true } else { false }
  }

  @Test("an answer that ends before its length is broken")
  func truncated() async throws {
    let error = try await error { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
    }
    #expect(isBroken(error))
  }

  @Test("a chunked answer without its last chunk is broken")
  func chunked() async throws {
    let error = try await error { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")
    }
    #expect(isBroken(error))
  }

  @Test("a connection that is reset within the body is broken")
  func reset() async throws {
    let error = try await error { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
      connection.reset()
    }
    #expect(isBroken(error))
  }

  @Test("what is no HTTP is broken")
  func garbage() async throws {
    let error = try await error { connection in
      guard connection.request() != nil else { return }
      connection.send("hello\r\n\r\n")
    }
    #expect(isBroken(error))
  }

  @Test("what says gzip and is none is broken")
  func noGzip() async throws {
    let error = try await error { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")
    }
    #expect(isBroken(error))
  }

  @Test("a server that never answers is given up on after the time limit")
  func hang() async throws {
    let error = try await error(from: { $0.hang() }, with: { $0.timeLimit = .milliseconds(200) })
    #expect(error == .timedOut(.milliseconds(200)))
  }

  @Test("a server that stops within the body is given up on after the limit of silence")
  func silence() async throws {
    let error = try await error(
      from: { connection in
        guard connection.request() != nil else { return }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
        connection.hang()
      },
      with: {
        $0.timeLimit = nil
        $0.silenceLimit = .seconds(1)
      })
    #expect(error == .timedOut(.seconds(1)))
  }

  @Test("TLS that is never agreed on is given up on after the limit of connecting")
  func handshake() async throws {
    let server = try LocalServer { $0.hang() }
    var request = HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)")
    request.connectLimit = .milliseconds(200)
    await #expect(throws: HTTPError.noConnection(.milliseconds(200))) { try await client.send(request) }
  }

  @Test("a port where nobody listens is unreachable, and the message names it")
  func refused() async throws {
    let server = try LocalServer { _ in }
    server.stop()
    let port = server.port
    let error = await #expect(throws: HTTPError.self) {
      try await client.send(HTTPRequest(method: "GET", url: "http://127.0.0.1:\(port)"))
    }
    guard case .unreachable(let reason) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(reason.hasPrefix("http://127.0.0.1:\(port): "))
  }

  @Test("a name that nobody knows is unreachable, and the message says what to check")
  func unknownHost() async throws {
    await #expect(
      throws: HTTPError.unreachable(
        "nosuch.invalid cannot be found; check the endpoint, the region and the name service")
    ) {
      try await client.send(HTTPRequest(method: "GET", url: "https://nosuch.invalid/"))
    }
  }

  @Test("cancelling the task ends the request, and the server sees it")
  func cancelled() async throws {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let (closed, close) = AsyncStream<Void>.makeStream()
    let server = try LocalServer { connection in
      _ = connection.request()
      ask.yield()
      connection.hang()
      close.yield()
    }
    let task = Task { try await client.send(HTTPRequest(method: "GET", url: server.url)) }
    for await _ in asked { break }
    task.cancel()
    await #expect(throws: HTTPError.cancelled) { try await task.value }
    for await _ in closed { break }
  }

  @Test("a request of a task that was cancelled before never leaves")
  func cancelledBefore() async throws {
    let server = try LocalServer { $0.hang() }
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.send(HTTPRequest(method: "GET", url: server.url))
    }
    task.cancel()
    await #expect(throws: HTTPError.cancelled) { try await task.value }
    #expect(server.connections == 0)
  }

  @Test("hundreds of cancellations at any moment leave no request behind")
  func storm() async throws {
    let server = try LocalServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          let task = Task { try? await client.send(HTTPRequest(method: "GET", url: server.url)) }
          for _ in 0..<number % 7 { await Task.yield() }
          task.cancel()
          _ = await task.value
        }
      }
    }
    #expect(try await client.send(HTTPRequest(method: "GET", url: server.url)).status == 200)
  }
}
