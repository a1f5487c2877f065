/// A request's URL taken apart and checked: where it goes, and what its first line says.
package struct RequestLine: Equatable, Sendable {
  package let origin: HTTPOrigin
  /// Beginning with `/`, as it goes on the wire.
  package let path: String
  /// Without the `?`, as it goes on the wire; nil for none.
  package let query: String?

  /// Checks that no byte of the request could begin another line or another request.
  /// - Throws: ``HTTPError/badRequest(_:)``.
  package init(_ request: HTTPRequest) throws(HTTPError) {
    let (origin, rest) = try HTTPOrigin.split(request.url)
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
      throw .badRequest("\(origin): what follows the host is not percent-encoded: \(shown(rest))")
    }
    guard !request.method.isEmpty, request.method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw .badRequest("\(origin): there is no method \(shown(request.method))")
    }
    for header in request.headers {
      guard RequestLine.isName(header.name), RequestLine.isValue(header.value) else {
        throw .badRequest("\(origin): the header \(shown(header.name)) holds what no header may hold")
      }
    }
    self.origin = origin
    let path = rest.prefix { $0 != "?" }
    self.path = path.isEmpty ? "/" : String(path)
    query = path.endIndex < rest.endIndex ? String(rest[path.endIndex...].dropFirst()) : nil
  }

  /// What stands between the method and the version.
  package var target: String { path + (query.map { "?\($0)" } ?? "") }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
  }

  private static func isValue(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }
}
