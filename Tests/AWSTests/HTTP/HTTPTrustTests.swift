import Glibc
import Testing

@testable import AWS

@Suite("The HTTP client: TLS and proxies", .timeLimit(.minutes(1)))
struct HTTPTrustTests {
  /// A server with a certificate that only itself vouches for.
  private struct SelfSigned: ~Copyable {
    let url: String
    let certificate: String
    private let folder: String
    private let process: SpawnedCommand

    private init(_ folder: String, _ url: String, _ process: consuming SpawnedCommand) {
      (self.folder, self.url, certificate) = (folder, url, "\(folder)/certificate.pem")
      self.process = process
    }

    static func started() async throws -> SelfSigned {
      var template = Array("/tmp/iamwatch-tls-XXXXXX".utf8CString)
      let folder = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
      let environment = ["PATH": "/usr/bin:/bin"]
      let files = ["-keyout", "\(folder)/key.pem", "-out", "\(folder)/certificate.pem"]
      var made = try SpawnedCommand(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
          + files
          + ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
        environment: environment)
      while made.status() == nil { try await Task.sleep(for: .milliseconds(5)) }
      let process = try SpawnedCommand(
        ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www"]
          + ["-cert", "\(folder)/certificate.pem", "-key", "\(folder)/key.pem"], environment: environment)
      var output: [UInt8] = []
      while true {
        process.read(into: &output)
        let text = String(decoding: output, as: UTF8.self)
        if let found = text.firstMatch(of: /ACCEPT 127.0.0.1:([0-9]+)\n/) {
          return SelfSigned(folder, "https://127.0.0.1:\(found.1)/", process)
        }
        try await Task.sleep(for: .milliseconds(5))
      }
    }

    deinit {
      unlink(certificate)
      unlink("\(folder)/key.pem")
      rmdir(folder)
    }
  }

  private func send(_ url: String, _ environment: [String: String]) async throws(HTTPError) -> HTTPAnswer {
    let client = HTTPClient(route: HTTPRoute(AWSEnvironment(environment)))
    return try await client.send(HTTPRequest(method: "GET", url: url))
  }

  @Test("a certificate that nobody vouches for is refused, and the message says what to do")
  func selfSigned() async throws {
    let server = try await SelfSigned.started()
    let url = server.url
    let error = await #expect(throws: HTTPError.self) { try await send(url, [:]) }
    guard case .untrusted(let reason) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(reason.hasSuffix("where a proxy inspects TLS, name its certificates in AWS_CA_BUNDLE"))
  }

  @Test("AWS_CA_BUNDLE names who is trusted")
  func bundle() async throws {
    let server = try await SelfSigned.started()
    let answer = try await send(server.url, ["AWS_CA_BUNDLE": server.certificate])
    #expect(answer.status == 200)
  }

  @Test("a bundle does not vouch for another name")
  func otherName() async throws {
    let server = try await SelfSigned.started()
    let url = server.url.replacing("127.0.0.1", with: "localhost")
    let bundle = server.certificate
    let error = await #expect(throws: HTTPError.self) { try await send(url, ["AWS_CA_BUNDLE": bundle]) }
    guard case .untrusted = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test("a bundle that is not there is named")
  func missingBundle() async throws {
    let server = try await SelfSigned.started()
    let url = server.url
    let expected = HTTPError.untrusted(
      "\(url.dropLast()): the certificates in /nowhere.pem cannot be read; correct AWS_CA_BUNDLE or the profile's ca_bundle"
    )
    await #expect(throws: expected) { try await send(url, ["AWS_CA_BUNDLE": "/nowhere.pem"]) }
  }

  @Test("a proxy is asked for the server and its refusal told, without the proxy's password")
  func proxy() async throws {
    let (asked, ask) = AsyncStream<String>.makeStream()
    let proxy = try LocalServer { connection in
      ask.yield(connection.request() ?? "")
      connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    }
    let error = await #expect(throws: HTTPError.self) {
      try await send(
        "https://logs.invalid/", ["HTTPS_PROXY": "http://user:\(canary)@127.0.0.1:\(proxy.port)"])
    }
    guard case .unreachable(let reason) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(reason.hasSuffix("check HTTPS_PROXY and NO_PROXY") && !reason.contains(canary))
    for await request in asked {
      #expect(request.hasPrefix("CONNECT logs.invalid:443 HTTP/1.1\r\n"))
      #expect(request.contains("\r\nProxy-Authorization: Basic "))
      break
    }
  }

  @Test("NO_PROXY's hosts, this machine and the credentials agents are reached directly")
  func direct() async throws {
    let proxy = try LocalServer { $0.hang() }
    let environment = ["https_proxy": "http://127.0.0.1:\(proxy.port)", "no_proxy": ".invalid,x.example"]
    for url in ["https://logs.invalid/", "https://127.0.0.1:1/"] {
      await #expect(throws: HTTPError.self) { try await send(url, environment) }
    }
    #expect(proxy.connections == 0)
  }

  @Test("a request that may not use the proxy does not")
  func mayNot() throws {
    let route = HTTPRoute(
      AWSEnvironment(["HTTPS_PROXY": "http://proxy.example:3128", "HTTP_PROXY": "http://other"]))
    var request = HTTPRequest(method: "GET", url: "https://search.example/")
    let origin = try HTTPOrigin(request.url)
    #expect(route.proxy(for: request, to: origin)?.exposed == "http://proxy.example:3128")
    request.mayUseProxy = false
    #expect(route.proxy(for: request, to: origin) == nil)
  }
}
