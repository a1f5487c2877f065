import Synchronization
import Testing

@testable import AWS

@Suite("A service's streams")
struct StreamOpeningTests {
  private let request = HTTPRequest(method: "POST", url: "https://stream-logs.example/", timeLimit: nil)

  /// Opens the answers it was given, one after the other.
  private final class Network: HTTPTransport, HTTPStreaming {
    private let left: Mutex<ArraySlice<(Int, [String])>>
    private let log = Mutex<[HTTPRequest]>([])

    init(_ answers: (Int, [String])...) { left = Mutex(answers[...]) }

    var asked: [HTTPRequest] { log.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
      throw .badRequest("a stream was to be opened")
    }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
      log.withLock { $0.append(request) }
      guard let (status, pieces) = left.withLock({ $0.popFirst() }) else { throw .badRequest("nothing more") }
      return Pieces(status, pieces)
    }
  }

  private final class Pieces: HTTPStream {
    let status: Int
    let headers: [HTTPHeader] = []
    private let left: Mutex<ArraySlice<String>>

    init(_ status: Int, _ pieces: [String]) {
      self.status = status
      left = Mutex(pieces[...])
    }

    func next() async throws(HTTPError) -> [UInt8]? { left.withLock { $0.popFirst() }.map { Array($0.utf8) } }
  }

  private func open(
    _ network: Network, _ credentials: ListedCredentials = ListedCredentials("A", "B")
  ) async throws(AWSError) -> any HTTPStream {
    let client = ServiceClient(
      SignedService(name: "logs", region: "eu-west-1"), credentials: credentials, http: network,
      limit: RateLimit(perSecond: 1000), clock: TestClock().service)
    return try await client.stream(answering: request, through: network)
  }

  @Test("nothing of a stream is read before it is given")
  func opened() async throws {
    let network = Network((200, ["one", "two"]))
    let stream = try await open(network)
    #expect(try await stream.next() == Array("one".utf8))
    #expect(network.asked.count == 1)
  }

  @Test("the request is signed")
  func signed() async throws {
    let network = Network((200, []))
    _ = try await open(network)
    #expect(
      network.asked.first?.headers["Authorization"]?.hasPrefix("AWS4-HMAC-SHA256 Credential=A/") == true)
  }

  @Test("a refusal is read to its end and told")
  func refused() async throws {
    let network = Network((400, [#"{"__type":"AccessDenied"#, #"Exception","message":"no"}"#]))
    let error = await #expect(throws: AWSError.self) { try await open(network) }
    #expect(error?.description.hasPrefix("logs in eu-west-1: AccessDeniedException: no") == true)
  }

  @Test("a service in trouble is asked again")
  func retried() async throws {
    let network = Network((503, []), (200, ["one"]))
    #expect(try await open(network).next() == Array("one".utf8))
  }

  @Test("credentials that are over are renewed")
  func renewed() async throws {
    let network = Network((400, [#"{"__type":"ExpiredTokenException","message":"m"}"#]), (200, []))
    _ = try await open(network)
    #expect(network.asked.last?.headers["Authorization"]?.contains("Credential=B/") == true)
  }

  @Test("a refusal without an end is not read on")
  func endless() async throws {
    let piece = String(repeating: "x", count: 1 << 19)
    let network = Network((400, [piece, piece, piece]))
    await #expect(throws: AWSError.self) { try await open(network) }
  }
}
