import CloudTrail
import Text

/// What became of each document of a request, in its order.
struct BulkAnswer: Sendable {
  enum Fate: Hashable, Sendable {
    case indexed
    /// The domain may take it later: it is busy, or something stands in its way.
    case waiting(Reason)
    /// The domain will never take this document.
    case rejected(Reason)
  }

  /// The domain's own words, harmless to show.
  struct Reason: Hashable, Sendable, CustomStringConvertible {
    let status: Int
    let type: String
    let reason: String

    init(status: Int, type: String, reason: String) {
      self.status = status
      self.type = sanitised(String(type.prefix(100)))
      self.reason = sanitised(String(reason.prefix(1_000)))
    }

    var description: String { "status \(status), \(type): \(reason)" }
  }

  let fates: [Fate]

  /// - Parameter count: how many documents were sent.
  /// - Returns: nil for what is no answer to so many.
  init?(_ body: [UInt8], count: Int) {
    guard let document = try? JSONDocument(parsing: body) else { return nil }
    var fates: [Fate] = []
    document.withView { answer in
      answer.member("items")?.forEachElement { item in
        item.forEachMember { _, result in
          fates.append(BulkAnswer.fate(result))
          return false
        }
        return true
      }
    }
    guard fates.count == count else { return nil }
    self.fates = fates
  }

  private static func fate(_ result: JSONView) -> Fate {
    let status = result.member("status").flatMap { Int(String(decoding: $0.source, as: UTF8.self)) } ?? 0
    if (200..<300).contains(status) { return .indexed }
    let error = result.member("error")
    let reason = Reason(
      status: status, type: error?.member("type")?.text?.string ?? "unknown",
      reason: error?.member("reason")?.text?.string ?? "")
    let isOfDocument = status == 413 || (status == 400 && !ofDomain.contains(reason.type))
    return isOfDocument ? .rejected(reason) : .waiting(reason)
  }

  /// Errors of status 400 that are the index's or the cluster's, and over once somebody has set it right: the limit of shards, an
  /// index that is closed, a name that cannot be.
  private static let ofDomain: Set = [
    "validation_exception", "index_closed_exception", "invalid_index_name_exception",
    "cluster_block_exception",
  ]
}
