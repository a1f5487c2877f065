import CloudTrail
import Glibc
import Testing

@testable import AWS

@Suite("The endpoint of a container")
struct ContainerServiceTests {
  private func service(_ variables: [String: String], _ network: FakeNetwork) throws -> ContainerService {
    let endpoint = try #require(try ContainerEndpoint(AWSEnvironment(variables)))
    return ContainerService(endpoint: endpoint, http: network, pause: .zero)
  }

  private let guarded = FakeNetwork { request in
    request.headers["authorization"] == canary ? (200, sessionDocument("ASIA1")) : (403, canary)
  }

  @Test("ECS by its address, without a proxy")
  func relative() async throws {
    let network = FakeNetwork { _ in (200, sessionDocument("ASIA1")) }
    let found = try await service(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"], network).credentials()
    #expect(found.accessKeyID == "ASIA1")
    #expect(network.asked.map(\.url) == ["http://169.254.170.2/v2/x"])
    #expect(network.asked.allSatisfy { !$0.mayUseProxy })
  }

  @Test("The token of the environment")
  func token() async throws {
    let variables = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary,
    ]
    #expect(try await service(variables, guarded).credentials().accessKeyID == "ASIA1")
  }

  @Test("The token in a file goes before that of the environment, and is read anew each time")
  func tokenFile() async throws {
    let folder = try Folder()
    let path = try folder.write("token", "wrong")
    let service = try service(
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": path, "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary,
      ], guarded)
    let error = await #expect(throws: CredentialsError.self) { try await service.credentials() }
    #expect(error?.description.contains("3 attempts: status 403") == true)
    #expect(error?.description.contains(canary) == false)
    #expect(guarded.asked.count == 3)
    try folder.write("token", canary)
    #expect(try await service.credentials().accessKeyID == "ASIA1")
  }

  @Test("A token that would break the header is not sent", arguments: ["a\nb", "a\r\nX: y", "a\u{7F}"])
  func hostileToken(token: String) async throws {
    let service = try service(
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
      ], guarded)
    let error = await #expect(throws: CredentialsError.self) { try await service.credentials() }
    #expect(error?.description.contains("no header may have") == true)
    #expect(guarded.asked.isEmpty)
  }

  @Test(
    "Plain HTTP goes to these hosts alone",
    arguments: [
      ("http://127.9.9.9/x", true), ("http://[::1]:80/x", true), ("http://localhost:1/x", true),
      ("https://anywhere.example/x", true), ("http://169.254.169.254/x", false),
      ("http://[fd00:ec2::254]/x", false),
      ("http://127.1/x", false), ("http://localhost.example/x", false), ("ftp://localhost/x", false),
      ("localhost/x", false),
    ])
  func hosts(url: String, isAllowed: Bool) {
    let variables = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]
    let found = try? ContainerEndpoint(AWSEnvironment(variables))
    #expect((found != nil) == isAllowed)
  }
}

/// A folder that is gone with its test.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/iamwatch-test-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
  }

  deinit { removeAll(path) }

  /// Writes a file, in folders that are made for it, and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let whole = "\(path)/\(name)"
    for (index, character) in whole.enumerated() where character == "/" && index > path.count {
      mkdir(String(whole.prefix(index)), 0o700)
    }
    let file = try #require(fopen(whole, "w"))
    fputs(text, file)
    fclose(file)
    return whole
  }

  private func removeAll(_ path: String) {
    if let listing = opendir(path) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { removeAll("\(path)/\(name)") }
      }
      closedir(listing)
    }
    remove(path)
  }
}
