import AWS
import CloudTrail
import Query
import Text

/// The requests of OpenSearch's API that reading needs. None changes anything but points in time.
struct OpenSearchCalls: Sendable {
  let address: OpenSearchAddress
  let calls: any SignedCalls
  let health: FeedHealth

  /// A page may be large: the largest, of records of 256 KB, is asked for again in smaller parts.
  private static let largestAnswer = 64 << 20

  /// How the documents of the pattern are read in order.
  /// - Returns: ``DocumentOrder/standard`` where the domain does not tell, as serverless collections need not.
  func order() async throws(SourceFailure) -> DocumentOrder {
    let fields = DocumentOrder.candidates.map { percentEncoded($0.utf8) }.joined(separator: "%2C")
    return try await capabilities("_field_caps?fields=\(fields)").flatMap(DocumentOrder.init) ?? .standard
  }

  /// How the documents of the pattern look; nil where the domain does not tell, as serverless collections need not.
  func shape() async throws(SourceFailure) -> DocumentShape? {
    try await capabilities(DocumentShape.capabilitiesPath).flatMap {
      try? DocumentShape(fieldCapabilities: $0)
    }
  }

  /// What the pattern says of its fields; nil where the domain does not tell.
  private func capabilities(_ request: String) async throws(SourceFailure) -> [UInt8]? {
    do throws(SourceFailure) {
      return try await ask("GET", "/\(address.pattern)/\(request)&\(Self.lenient)").body
    } catch {
      guard let status = error.status, [400, 404, 405, 501].contains(status) else { throw error }
      return nil
    }
  }

  /// One page.
  func search(_ request: SearchRequest) async throws(SourceFailure) -> SearchAnswer {
    let path = request.pointInTime == nil ? "/\(address.pattern)/_search?\(Self.lenient)" : "/_search"
    let body = try await ask("POST", path, request.body).body
    do throws(SearchAnswer.Malformed) { return try SearchAnswer(consume body) } catch {
      throw SourceFailure(.transient, "\(address.origin): \(error.reason)")
    }
  }

  /// A search that counts.
  func aggregate(_ body: [UInt8]) async throws(SourceFailure) -> JSONDocument {
    let answer = try await ask("POST", "/\(address.pattern)/_search?\(Self.lenient)", body)
    guard let document = try? JSONDocument(parsing: answer.body) else {
      throw SourceFailure(.transient, "\(address.origin): the answer is no JSON")
    }
    return document
  }

  /// Holds the pattern's documents as they are now (OpenSearch 2.4 and later).
  /// - Returns: the point's id; nil where the domain has none to give.
  func openPointInTime() async throws(SourceFailure) -> String? {
    // Serverless collections are not assumed to have them (FACTS).
    guard address.service == .domain else { return nil }
    let path =
      "/\(address.pattern)/_search/point_in_time?keep_alive=\(SearchRequest.keepAlive)&\(Self.lenient)"
    do throws(SourceFailure) {
      let answer = try await ask("POST", path)
      guard let document = try? JSONDocument(parsing: answer.body) else { return nil }
      return document.withView { $0.member("pit_id")?.text?.string }
    } catch {
      guard let status = error.status, (400..<500).contains(status), error.kind == .lasting else {
        throw error
      }
      return nil
    }
  }

  /// Lets a point in time go; one that stays ends by itself.
  func closePointInTime(_ id: String) async {
    _ = try? await ask("DELETE", "/_search/point_in_time", Array("{\"pit_id\":[\(jsonString(id))]}".utf8))
  }

  /// An index that is not there (yet) leaves the others readable.
  private static let lenient = "ignore_unavailable=true&allow_no_indices=true"

  private func ask(_ method: String, _ path: String, _ body: [UInt8] = []) async throws(SourceFailure)
    -> HTTPAnswer
  {
    health.asked()
    var request = HTTPRequest(
      method: method, url: "\(address.origin)\(path)", body: body, largestAnswer: Self.largestAnswer)
    if !body.isEmpty { request.headers["Content-Type"] = "application/json" }
    return try await calls.answer(to: request)
  }
}
