import Text

/// Documents in one request to `_bulk` (OpenSearch API reference, "Bulk").
struct BulkRequest: Sendable {
  let documents: [EventDocument]

  /// In bytes: the smallest instances take requests of 10 MiB (OpenSearch Service, "Quotas", maximum size of HTTP request payloads), and
  /// requests of a few MB are indexed fastest.
  static let usualSize = 5 << 20

  /// Documents in requests of at most `size` bytes; one that is larger alone goes alone.
  static func requests(of documents: [EventDocument], size: Int = usualSize) -> [BulkRequest] {
    var requests: [BulkRequest] = []
    var part: [EventDocument] = []
    var left = size
    for document in documents {
      let needed = action(of: document).utf8.count + document.source.count + 1
      if needed > left, !part.isEmpty {
        requests.append(BulkRequest(documents: part))
        (part, left) = ([], size)
      }
      part.append(document)
      left -= needed
    }
    return part.isEmpty ? requests : requests + [BulkRequest(documents: part)]
  }

  /// `index` and not `create`: what is delivered again overwrites itself.
  var body: [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(documents.reduce(0) { $0 + $1.source.count + 160 })
    for document in documents {
      body += BulkRequest.action(of: document).utf8
      body += document.source
      body.append(UInt8(ascii: "\n"))
    }
    return body
  }

  /// The same documents in two requests; nil for a single document.
  var halves: [BulkRequest]? {
    guard documents.count > 1 else { return nil }
    let middle = documents.count / 2
    return [
      BulkRequest(documents: Array(documents[..<middle])),
      BulkRequest(documents: Array(documents[middle...])),
    ]
  }

  private static func action(of document: EventDocument) -> String {
    #"{"index":{"_index":\#(jsonString(document.index)),"_id":\#(jsonString(document.id))}}"# + "\n"
  }
}
