import Testing

@testable import AWS

@Suite("Requests as they are written")
struct RequestLineTests {
  private func line(_ rest: String, headers: [HTTPHeader] = [], method: String = "GET") throws -> RequestLine
  {
    try RequestLine(HTTPRequest(method: method, url: "https://search.example\(rest)", headers: headers))
  }

  @Test("the path and the query are kept as they stand")
  func target() throws {
    let line = try line("/a%2Fb//./*,c?z=1&a?&%7e")
    #expect(line.path == "/a%2Fb//./*,c")
    #expect(line.query == "z=1&a?&%7e")
    #expect(line.target == "/a%2Fb//./*,c?z=1&a?&%7e")
  }

  @Test("no path is the root, and an empty query is one")
  func empty() throws {
    #expect(try line("").target == "/")
    #expect(try line("?").target == "/?")
    #expect(try line("?a").target == "/?a")
    #expect(try line("/").query == nil)
  }

  @Test(
    "a path or a query that could begin another line is refused",
    arguments: ["/a b", "/a\r\nX: y", "/ü", "/a#b", "/\u{7F}", "/?a b", "#"])
  func hostilePath(rest: String) {
    #expect(throws: HTTPError.self) { try line(rest) }
  }

  @Test("a header that could begin another line is refused")
  func hostileHeader() {
    for (name, value) in [("X-A", "1\r\nX-B: 2"), ("X-A\n", "1"), ("X:A", "1"), ("", "1"), ("X-A", "\0")] {
      #expect(throws: HTTPError.self) { try line("/", headers: [HTTPHeader(name, value)]) }
    }
  }

  @Test(
    "a method of anything but capitals is refused", arguments: ["", "get", "GET /x HTTP/1.1\r\n", "GET "])
  func hostileMethod(method: String) {
    #expect(throws: HTTPError.self) { try line("/", method: method) }
  }

  @Test("header names are found whatever their case, the first of several")
  func headerCase() {
    var headers = [HTTPHeader("Content-Type", "a"), HTTPHeader("X-A", "b"), HTTPHeader("x-a", "c")]
    #expect(headers["content-type"] == "a")
    #expect(headers["X-a"] == "b")
    headers["X-A"] = "d"
    #expect(headers == [HTTPHeader("Content-Type", "a"), HTTPHeader("X-A", "d")])
    headers["CONTENT-TYPE"] = nil
    #expect(headers == [HTTPHeader("X-A", "d")])
  }
}
