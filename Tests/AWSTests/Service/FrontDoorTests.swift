import CloudTrail
import Glibc
import Testing

@testable import AWS

/// `Tests/Peers/front_door.py`, which recomputes every signature with botocore; where its Python is not at hand, its tests are skipped.
struct FrontDoor: ~Copyable {
  static let isAtHand = access(python, X_OK) == 0 && access(script, R_OK) == 0 && hasModules

  let url: String
  private let process: SpawnedCommand

  private static let python = ".build/venv/bin/python"
  private static let script = "Tests/Peers/front_door.py"

  private static var hasModules: Bool {
    guard var check = try? SpawnedCommand([python, "-c", "import aiohttp, botocore"], environment: [:]) else {
      return false
    }
    while true {
      if let status = check.status() { return status == 0 }
      usleep(5000)
    }
  }

  private init(_ url: String, _ process: consuming SpawnedCommand) {
    self.url = url
    self.process = process
  }

  /// - Parameter key: `ID:SECRET`, and `:TOKEN` if it has one.
  static func opened(_ service: String, _ key: String) async throws -> FrontDoor {
    let process = try SpawnedCommand([python, script, "--service", service, "--key", key], environment: [:])
    var output: [UInt8] = []
    while output.last != UInt8(ascii: "\n") {
      try await Task.sleep(for: .milliseconds(10))
      process.read(into: &output)
    }
    return FrontDoor("http://127.0.0.1:\(String(decoding: output.dropLast(), as: UTF8.self))", process)
  }
}

@Suite(
  "Through a front door that recomputes every signature",
  .enabled(if: FrontDoor.isAtHand, "skipped: .build/venv has no aiohttp and botocore"),
  .timeLimit(.minutes(1)))
struct FrontDoorTests {
  private let http = HTTPClient(route: HTTPRoute(AWSEnvironment([:])))
  private let key = "AKIA1:sEcReT/+"

  private func client(
    _ service: String, region: String = "us-east-1", secret: String = "sEcReT/+", token: String? = nil,
    time: Duration = .zero
  ) -> ServiceClient {
    let credentials = Credentials(
      accessKeyID: "AKIA1", secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init))
    let clock = ServiceClock(
      now: {
        let now = ServiceClock.system.now().milliseconds
        return Timestamp(milliseconds: now + time.components.seconds * 1000)
      }, sleep: { _ in }, random: { 0 })
    return ServiceClient(
      SignedService(name: service, region: region), credentials: OneKey(key: credentials), http: http,
      limit: RateLimit(perSecond: 1000), clock: clock)
  }

  private struct OneKey: CredentialsProvider {
    let key: Credentials
    func credentials() async throws(CredentialsError) -> Credentials { key }
    func refused(_ credentials: Credentials, code: String) async {}
    func accepted(_ credentials: Credentials) async {}
  }

  /// Tells the door what goes wrong with the requests to come.
  private func prepare(_ door: borrowing FrontDoor, _ faults: String) async throws {
    let request = HTTPRequest(method: "POST", url: "\(door.url)/_front_door/next", body: Array(faults.utf8))
    #expect(try await http.send(request).status == 200)
  }

  @Test(
    "paths and queries of OpenSearch are accepted, by domains and by serverless", arguments: ["es", "aoss"])
  func accepted(service: String) async throws {
    let door = try await FrontDoor.opened(service, key)
    for target in [
      "/cwl-*,audit-*/_search?ignore_unavailable&allow_no_indices=true", "/", "/a%20b/_doc/%2F%3F",
      "//a//b/../c/",
      "/%3Ccwl-%7Bnow%2Fd%7D%3E/_search?b=2&a=1&a&filter_path=hits.hits,_shards",
      "/_search?q=a%2Bb+c~d*e'(f)&=x",
    ] {
      let request = HTTPRequest(method: "POST", url: door.url + target, body: Array(#"{"size":10}"#.utf8))
      let answer = try await client(service).answer(to: request)
      #expect(try JSONDocument(parsing: answer.body).withView { $0.text("target") } == target)
    }
  }

  @Test("a session's token is accepted, and needed")
  func token() async throws {
    let door = try await FrontDoor.opened("logs", key + ":t/+=")
    let request = HTTPRequest(method: "POST", url: door.url)
    #expect(try await client("logs", token: "t/+=").answer(to: request).status == 200)
    let error = await #expect(throws: AWSError.self) { try await client("logs").answer(to: request) }
    #expect(error?.description.contains("UnrecognizedClientException") == true)
  }

  @Test("a wrong secret and a wrong region are refused, in words that help")
  func refused() async throws {
    let door = try await FrontDoor.opened("logs", key)
    let request = HTTPRequest(method: "POST", url: door.url)
    let secret = await #expect(throws: AWSError.self) {
      try await client("logs", secret: canary).answer(to: request)
    }
    #expect(secret?.description.contains("check this machine's clock, the secret key") == true)
    #expect(secret?.description.contains(canary) == false)
    let region = await #expect(throws: AWSError.self) {
      try await client("logs", region: "eu-west-1").answer(to: request)
    }
    #expect(region?.description.contains("Credential should be scoped to a valid region") == true)
  }

  @Test("a clock that is off by hours is corrected", arguments: [-7200, 7200])
  func skew(seconds: Int) async throws {
    let door = try await FrontDoor.opened("logs", key)
    let client = client("logs", time: .seconds(seconds))
    #expect(try await client.answer(to: HTTPRequest(method: "POST", url: door.url)).status == 200)
    #expect(abs(client.skew.correction.components.seconds + Int64(seconds)) <= 60)
  }

  @Test("what breaks on the way is asked again")
  func faults() async throws {
    let door = try await FrontDoor.opened("logs", key)
    for list in [
      #"[{"kind":"reset"},{"kind":"truncate"}]"#,
      #"[{"kind":"status","status":429},{"kind":"status","status":503}]"#,
      #"[{"kind":"status","status":400,"code":"ThrottlingException"}]"#,
    ] {
      try await prepare(door, list)
      #expect(try await client("logs").answer(to: HTTPRequest(method: "POST", url: door.url)).status == 200)
    }
  }
}
