import Testing

@testable import AWS

@Suite("The canonical form of a request")
struct CanonicalRequestTests {
  private func lines(_ path: String, _ query: String = "", s3: Bool = false) -> [Substring] {
    let request = CanonicalRequest(
      method: "GET", path: path, query: query, headers: [HTTPHeader("Host", "h")], payload: "p",
      normalizingPath: !s3)
    return request.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test(
    "paths are encoded as they stand on the wire",
    arguments: [
      ("/cwl-*,audit-*/_search", "/cwl-%2A%2Caudit-%2A/_search"),
      ("/cwl-%2A%2Caudit-%2A/_search", "/cwl-%252A%252Caudit-%252A/_search"),
      ("/%3Clogs-%7Bnow%2Fd%7D%3E/_search", "/%253Clogs-%257Bnow%252Fd%257D%253E/_search"),
      ("/a-b_c.d~e", "/a-b_c.d~e"), ("/a:b@c", "/a%3Ab%40c"), ("", "/"), ("/", "/"), ("//a//b/", "/a/b/"),
      ("/a/./b/../c", "/a/c"), ("/..", "/"),
    ])
  func path(wire: String, canonical: String) {
    #expect(lines(wire)[1] == canonical)
  }

  @Test("S3's paths are encoded once and kept as they are")
  func s3() {
    #expect(lines("//a%2Ab/../*", s3: true)[1] == "//a%2Ab/../%2A")
  }

  @Test(
    "queries are sorted by name and value, and every name has an equals sign",
    arguments: [
      ("ignore_unavailable", "ignore_unavailable="), ("b=2&a=1", "a=1&b=2"), ("a=2&a=1&a", "a=&a=1&a=2"),
      ("a-b=1&a=2", "a=2&a-b=1"), ("A=1&a=2&B=3", "A=1&B=3&a=2"), ("a=b=c", "a=b%3Dc"),
      ("a=*,b", "a=%2A%2Cb"),
      ("a=%2a%7E", "a=%2A~"), ("a=%", "a=%25"), ("a=1+2", "a=1%2B2"), ("&&a=1&", "a=1"), ("", ""),
      ("filter_path=hits.hits,_shards&expand_wildcards", "expand_wildcards=&filter_path=hits.hits%2C_shards"),
    ])
  func query(wire: String, canonical: String) {
    #expect(lines("/", wire)[2] == canonical)
  }

  @Test("headers of one name are joined in their order, and blanks run together")
  func headers() {
    let request = CanonicalRequest(
      method: "GET", path: "/", query: "",
      headers: [HTTPHeader("X-B", "  2   3 "), HTTPHeader("Host", "h"), HTTPHeader("x-b", "1")], payload: "p")
    #expect(request.text == "GET\n/\n\nhost:h\nx-b:2 3,1\n\nhost;x-b\np")
  }
}
