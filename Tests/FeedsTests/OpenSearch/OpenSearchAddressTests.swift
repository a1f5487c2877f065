import AWS
import Feeds
import Testing

@Suite struct OpenSearchAddressTests {
  @Test func `a host and patterns with commas`() throws {
    let address = try OpenSearchAddress("https://search.example.com/cwl-*,audit-2026.11.*", service: .domain)
    #expect(address.origin.host == "search.example.com")
    #expect(address.pattern == "cwl-*,audit-2026.11.*")
  }

  @Test(arguments: [
    ("https://search-audit-abc.eu-west-1.es.amazonaws.com/x", "eu-west-1"),
    ("https://abc123.us-east-1.aoss.amazonaws.com/x", "us-east-1"),
    ("https://search-audit-abc.aos.ap-northeast-2.on.aws/x", "ap-northeast-2"),
    ("https://search-audit-abc.cn-north-1.es.amazonaws.com.cn/x", "cn-north-1"),
  ])
  func `AWS's own hosts name their region`(text: String, region: String) throws {
    #expect(try OpenSearchAddress(text, service: .domain).region == region)
  }

  @Test func `another host names none`() throws {
    #expect(try OpenSearchAddress("https://es.amazonaws.com.evil.example/x", service: .domain).region == nil)
  }

  @Test(arguments: [
    "http://search.example.com/cwl-*", "https://search.example.com/", "https://search.example.com/a/b",
    "https://search.example.com/_all", "https://search.example.com/a?pretty", "https://me:pw@example.com/a",
    "search.example.com/a", "https://search.example.com/a b",
  ])
  func `what is no address is refused`(text: String) {
    #expect(throws: OpenSearchAddress.Malformed.self) { try OpenSearchAddress(text, service: .domain) }
  }

  @Test func `a password in an address is not told again`() {
    do {
      _ = try OpenSearchAddress("https://me:hunter2@example.com/a", service: .domain)
      Issue.record("it was taken")
    } catch {
      #expect(!error.description.contains("hunter2"))
    }
  }
}
