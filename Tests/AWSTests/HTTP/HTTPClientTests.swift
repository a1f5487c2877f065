import Testing

@testable import AWS

private let client = HTTPClient(route: HTTPRoute(AWSEnvironment([:])))

@Suite("The HTTP client: requests and answers", .timeLimit(.minutes(1)))
struct HTTPClientTests {
  /// What a server gets to read of a request.
  private func received(_ request: (String) -> HTTPRequest) async throws -> String {
    let (requests, seen) = AsyncStream<String>.makeStream()
    let server = try LocalServer { connection in
      seen.yield(connection.request() ?? "")
      seen.finish()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    _ = try await client.send(request(server.url))
    for await text in requests { return text }
    return ""
  }

  @Test("the path and the query go out as they stand")
  func target() async throws {
    let text = try await received {
      HTTPRequest(method: "GET", url: "\($0)/cwl-*,audit-*/../%2a//_search?z=1&a&b=%20+*")
    }
    #expect(text.hasPrefix("GET /cwl-*,audit-*/../%2a//_search?z=1&a&b=%20+* HTTP/1.1\r\n"))
  }

  @Test("the host's header has the port, and headers go out as given")
  func headers() async throws {
    var port = Substring()
    let text = try await received {
      port = $0.dropFirst("http://127.0.0.1:".count)
      return HTTPRequest(
        method: "GET", url: $0,
        headers: [HTTPHeader("X-Amz-Target", "Logs_20140328.StartQuery"), HTTPHeader("X-B", "")])
    }
    #expect(text.contains("\r\nHost: 127.0.0.1:\(port)\r\n"))
    #expect(text.contains("\r\nX-Amz-Target: Logs_20140328.StartQuery\r\n"))
    #expect(text.contains("\r\nX-B:\r\n"))
    #expect(text.contains("\r\nAccept-Encoding: gzip\r\n"))
  }

  @Test("a body goes out whole, without a type of its own and without waiting for permission")
  func body() async throws {
    let body = String(repeating: "x", count: 2 << 20)
    let text = try await received { HTTPRequest(method: "POST", url: $0, body: Array(body.utf8)) }
    #expect(text.hasSuffix("\r\n\r\n\(body)"))
    #expect(!text.contains("Content-Type") && !text.contains("Expect"))
  }

  @Test("a POST without a body says so", arguments: ["POST", "PUT"])
  func emptyBody(method: String) async throws {
    let text = try await received { HTTPRequest(method: method, url: $0) }
    #expect(text.hasPrefix("\(method) / HTTP/1.1\r\n") && text.contains("\r\nContent-Length: 0\r\n"))
  }

  @Test("a DELETE may have a body, as the closing of a point in time does")
  func delete() async throws {
    let text = try await received { HTTPRequest(method: "DELETE", url: $0, body: Array("{}".utf8)) }
    #expect(text.hasPrefix("DELETE / HTTP/1.1\r\n") && text.hasSuffix("\r\n\r\n{}"))
  }

  private func answer(_ text: String, limit: Int = 1 << 20) async throws -> HTTPAnswer {
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send(text)
    }
    return try await client.send(HTTPRequest(method: "GET", url: server.url, largestAnswer: limit))
  }

  @Test("status, headers and body come back, whatever the status")
  func refusal() async throws {
    let answer = try await answer("HTTP/1.1 403 Forbidden\r\nX-A:  b \r\nContent-Length: 2\r\n\r\nno")
    #expect(answer.status == 403)
    #expect(answer.headers["x-a"] == "b")
    #expect(answer.body == Array("no".utf8))
  }

  @Test("an interim answer is passed over")
  func interim() async throws {
    let answer = try await answer(
      "HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!")
    #expect(answer.status == 200)
    #expect(answer.headers["X-A"] == nil)
    #expect(answer.body == Array("!".utf8))
  }

  @Test("a redirect is an answer and not followed")
  func redirect() async throws {
    let other = try LocalServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    let answer = try await answer("HTTP/1.1 302 Found\r\nLocation: \(other.url)\r\nContent-Length: 0\r\n\r\n")
    #expect(answer.status == 302)
    #expect(other.connections == 0)
  }

  // gzip of `hello, hello, hello` and of 1,000 times `a`, by another implementation.
  private static let hello: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 215, 81, 200, 64, 162, 0, 159, 161, 202, 9, 19,
    0, 0, 0,
  ]
  private static let bomb: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 76, 28, 5, 163, 96, 20, 12, 119, 0, 0, 3, 218, 56, 154, 232, 3, 0, 0,
  ]

  private func compressed(_ bytes: [UInt8], limit: Int = 1 << 20) async throws -> HTTPAnswer {
    let server = try LocalServer { connection in
      guard connection.request() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
      connection.send(bytes)
    }
    return try await client.send(HTTPRequest(method: "GET", url: server.url, largestAnswer: limit))
  }

  @Test("gzip is undone")
  func gzip() async throws {
    #expect(try await compressed(HTTPClientTests.hello).body == Array("hello, hello, hello".utf8))
  }

  @Test("the limit counts what was decompressed, and what just fits is taken")
  func limit() async throws {
    #expect(try await compressed(HTTPClientTests.bomb, limit: 1000).body.count == 1000)
    await #expect(throws: HTTPError.tooLarge(999)) { try await compressed(HTTPClientTests.bomb, limit: 999) }
  }

  @Test("connections are kept for the next request")
  func keepAlive() async throws {
    let server = try LocalServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    // One of its own: how many idle connections a client keeps is bounded, and the tests run side by side.
    let client = HTTPClient(route: HTTPRoute(AWSEnvironment([:])))
    for _ in 0..<5 { _ = try await client.send(HTTPRequest(method: "GET", url: server.url)) }
    #expect(server.connections == 1)
  }

  @Test("hundreds of requests at once are all answered, over a few connections")
  func concurrent() async throws {
    let server = try LocalServer { connection in
      while let request = connection.request() {
        let path = request.split(separator: " ")[1]
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
      }
    }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<300 {
        group.addTask {
          let answer = try await client.send(HTTPRequest(method: "GET", url: "\(server.url)/\(number)"))
          return answer.body == Array("/\(number)".utf8)
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(server.connections <= 8)
  }
}
