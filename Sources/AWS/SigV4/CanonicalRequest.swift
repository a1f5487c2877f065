import Digest

/// The one form of a request that both sides sign (IAM User Guide, "Create a signed AWS API request", step 1).
struct CanonicalRequest: Equatable {
  /// What is hashed.
  let text: String
  /// The names of the signed headers in order, with `;` between them.
  let signedHeaders: String

  /// - Parameters:
  ///   - path: As it goes on the wire.
  ///   - query: As it goes on the wire, without the `?`.
  ///   - headers: All that are signed, `Host` among them.
  ///   - payload: The SHA-256 of the body, in hexadecimal.
  ///   - normalizingPath: True for every service but S3.
  init(
    method: String, path: String, query: String, headers: [HTTPHeader], payload: String,
    normalizingPath: Bool = true
  ) {
    let lines = CanonicalRequest.canonical(headers)
    signedHeaders = lines.map(\.name).joined(separator: ";")
    // S3 alone takes a path as it is and encodes it once; for all others it is encoded as it stands on the wire, a second time.
    let path = normalizingPath ? Array(CanonicalRequest.normalized(path).utf8) : percentDecoded(path)
    text = """
      \(method)
      \(percentEncoded(path.isEmpty ? [UInt8(ascii: "/")] : path, keepingSlashes: true))
      \(CanonicalRequest.canonical(query: query))
      \(lines.map { "\($0.name):\($0.value)\n" }.joined())
      \(signedHeaders)
      \(payload)
      """
  }

  /// Without empty segments and dots; a slash at the end stays.
  private static func normalized(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    guard !segments.isEmpty else { return "/" }
    return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
  }

  /// Each name and value decoded and strictly encoded, in the order of the encoded bytes; a name without a value has an empty one.
  static func canonical(query: String) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let name = pair.prefix { $0 != "=" }
      return (
        name: percentEncoded(percentDecoded(name)),
        value: percentEncoded(percentDecoded(pair.dropFirst(name.count + 1)))
      )
    }
    let sorted = pairs.sorted { left, right in
      left.name == right.name ? precedes(left.value, right.value) : precedes(left.name, right.name)
    }
    return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  /// One line a name, in order: values of one name with commas between them, runs of blanks as one.
  private static func canonical(_ headers: [HTTPHeader]) -> [(name: String, value: String)] {
    var values: [String: [String]] = [:]
    for header in headers {
      let words = header.value.split { $0 == " " || $0 == "\t" }
      values[header.name.lowercased(), default: []].append(words.joined(separator: " "))
    }
    return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }.sorted {
      precedes($0.name, $1.name)
    }
  }

  /// By bytes, where Swift compares strings by Unicode's equivalence.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
