import CloudTrail

/// Undoes the packing of a body that has come whole: libdeflate inflates what is all in memory several times as fast as libcurl's zlib
/// does piece by piece, and a page of a search has tens of megabytes.
extension HTTPAnswer {
  /// The answer with its body as it was before the server packed it (RFC 9110, section 8.4).
  /// - Parameter limit: the most bytes that the body may have then.
  /// - Throws: ``HTTPError/tooLarge(_:)``, or ``HTTPError/broken(_:)`` for what is not what the header says.
  func unpacked(limit: Int, from origin: HTTPOrigin) throws(HTTPError) -> HTTPAnswer {
    guard !body.isEmpty, let encoding = headers["Content-Encoding"]?.lowercased(), encoding != "identity"
    else {
      return self
    }
    guard encoding == "gzip" || encoding == "x-gzip" else {
      throw .broken("\(origin): the answer is packed as \(shown(encoding)), which was not asked for")
    }
    guard Gzip.isGzip(body) else { throw .broken("\(origin): the answer says it is gzip, and is none") }
    guard let inflated = Gzip.inflateOnce(body, limit: limit) else { throw .tooLarge(limit) }
    if let damage = inflated.damage { throw .broken("\(origin): \(damage)") }
    return HTTPAnswer(status: status, headers: headers, body: inflated.text)
  }
}
