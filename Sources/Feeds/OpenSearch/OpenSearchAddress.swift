import AWS
import Text

/// Where documents are: a domain and an index pattern, as `URL/INDEX-PATTERN` says it.
package struct OpenSearchAddress: Hashable, Sendable {
  /// A domain and a serverless collection are signed for differently, and not all that the one can the other can.
  package enum Service: String, Sendable { case domain = "es", serverless = "aoss" }

  package struct Malformed: Error, CustomStringConvertible { package let description: String }

  package let service: Service
  package let origin: HTTPOrigin
  /// Index names and patterns with commas between them: `cwl-*,audit-*`.
  package let pattern: String

  /// - Parameter text: what stands behind `opensearch:` or `aoss:`.
  package init(_ text: String, service: Service) throws(Malformed) {
    let origin: HTTPOrigin
    let rest: String
    do throws(HTTPError) { (origin, rest) = try HTTPOrigin.split(text) } catch {
      throw Malformed(description: "\(error)")
    }
    let pattern = String(rest.drop { $0 == "/" })
    guard !pattern.isEmpty else {
      throw Malformed(description: "the index pattern is missing, as in https://HOST/cwl-*")
    }
    guard pattern.utf8.allSatisfy(OpenSearchAddress.isPatternByte), pattern.first != "_" else {
      throw Malformed(
        description: "\(sanitised(pattern)) is no index pattern: names with * and commas, as in cwl-*,audit-*"
      )
    }
    (self.service, self.origin, self.pattern) = (service, origin, pattern)
  }

  private init(_ service: Service, _ origin: HTTPOrigin, _ pattern: String) {
    (self.service, self.origin, self.pattern) = (service, origin, pattern)
  }

  /// The same indices, asked for elsewhere.
  package func at(_ origin: HTTPOrigin) -> OpenSearchAddress { OpenSearchAddress(service, origin, pattern) }

  /// The region that AWS's own hosts have in their names: `….REGION.es.amazonaws.com`, `….REGION.aoss.amazonaws.com`,
  /// `….aos.REGION.on.aws` (OpenSearch Service, "Creating and managing domains"); nil for other hosts.
  package var region: String? {
    let labels = origin.host.split(separator: ".").map(String.init)
    for name in ["es", "aoss"] {
      if let place = labels.lastIndex(of: name), place > 1,
        labels[(place + 1)...].starts(with: ["amazonaws", "com"])
      {
        return labels[place - 1]
      }
    }
    if labels.suffix(2) == ["on", "aws"], labels.count > 4,
      ["aos", "aoss"].contains(labels[labels.count - 4])
    {
      return labels[labels.count - 3]
    }
    return nil
  }

  /// Lower-case letters, digits and what names, patterns and lists of them are made of; no slash, no query, no control letter.
  private static func isPatternByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-_.,*+:".utf8.contains(byte)
    }
  }
}
