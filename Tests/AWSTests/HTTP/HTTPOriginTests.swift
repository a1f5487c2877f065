import Testing

@testable import AWS

@Suite("Where requests go")
struct HTTPOriginTests {
  @Test("the port of the scheme is left out of the header Host, any other is in it")
  func authority() throws {
    #expect(
      try HTTPOrigin("https://logs.us-east-1.amazonaws.com").authority == "logs.us-east-1.amazonaws.com")
    #expect(try HTTPOrigin("https://search.example:443/").authority == "search.example")
    #expect(try HTTPOrigin("https://search.example:9243").authority == "search.example:9243")
    #expect(try HTTPOrigin("http://127.0.0.1:9200").authority == "127.0.0.1:9200")
    #expect(try HTTPOrigin("http://localhost").authority == "localhost")
    #expect(try HTTPOrigin("http://[::1]:8080").authority == "[::1]:8080")
  }

  @Test("host names are in lower case")
  func lowercase() throws {
    #expect(try HTTPOrigin("HTTPS://Search.Example").description == "https://search.example")
  }

  @Test(
    "plain HTTP reaches this machine and AWS's credentials agents",
    arguments: [
      "http://127.0.0.1:1", "http://127.9.9.9", "http://localhost:9200", "http://[::1]",
      "http://169.254.169.254",
      "http://169.254.170.2", "http://169.254.170.23", "http://[fd00:ec2::254]",
    ])
  func plainAllowed(url: String) throws {
    #expect(try HTTPOrigin(url).scheme == .http)
  }

  @Test(
    "plain HTTP to anywhere else is refused",
    arguments: [
      "http://search.example", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://1270.0.1",
      "http://localhost.example", "http://169.254.1.1",
    ])
  func plainRefused(url: String) {
    let error = #expect(throws: HTTPError.self) { try HTTPOrigin(url) }
    #expect(error?.description == "\(url): http:// is for this machine only; use https://")
  }

  @Test(
    "what is no origin is refused",
    arguments: [
      "", "search.example", "ftp://search.example", "https://", "https://a b", "https://host:0",
      "https://host:65536",
      "https://host:", "https://host:٣", "https://[::1", "https://[x::1]", "https://host/path",
      "https://höst",
    ])
  func malformed(url: String) {
    #expect(throws: HTTPError.self) { try HTTPOrigin(url) }
  }

  @Test("a password in a URL is refused, and is not in the message's reason")
  func password() {
    let error = #expect(throws: HTTPError.self) { try HTTPOrigin("https://user:hunter2@search.example") }

    #expect(error?.description.contains("hunter2") == false)
  }

  @Test("a URL is split into its origin and the rest as it stands")
  func split() throws {
    let url = try HTTPOrigin.split("https://Search.example:9243/cwl-*,audit-*/_search?a=%2F&b")
    #expect(url.origin.description == "https://search.example:9243")
    #expect(url.rest == "/cwl-*,audit-*/_search?a=%2F&b")
  }
}
