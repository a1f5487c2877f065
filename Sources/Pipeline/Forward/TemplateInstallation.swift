import AWS
import CloudTrail
import Synchronization

/// Puts the index template into the domain where there is none, or an older one: once in the life of a function's process, before its
/// first documents, for an index has the template that was there when it was made.
final class TemplateInstallation: Sendable {
  private let domain: OpenSearchDomain
  private let indexPrefix: String
  private let log: @Sendable (String) -> Void
  /// It is there, or nothing but somebody's hand will bring it there.
  private let isSettled = Mutex(false)

  private static let path = "/_index_template/\(PipelineNames.indexTemplate)"

  init(_ domain: OpenSearchDomain, indexPrefix: String, log: @escaping @Sendable (String) -> Void) {
    (self.domain, self.indexPrefix, self.log) = (domain, indexPrefix, log)
  }

  /// Tries once. A domain that refuses gets its documents all the same: an event that is lost is worse than one that is indexed badly.
  /// - Returns: why documents have to wait; nil once they need not.
  func reasonToWait(until deadline: Timestamp) async -> String? {
    if isSettled.withLock({ $0 }) { return nil }
    do throws(AWSError) { try await install(until: deadline) } catch {
      if let reason = domain.passingReason(of: error) { return "index template: \(reason)" }
      log(complaint(about: error))
    }
    isSettled.withLock { $0 = true }
    return nil
  }

  private func install(until deadline: Timestamp) async throws(AWSError) {
    guard try await installedVersion(until: deadline) < IndexTemplate.version else { return }
    let body = IndexTemplate.json(prefix: indexPrefix, hasShards: !domain.isServerless)
    _ = try await domain.answer(
      to: "PUT", Self.path, Array(body.utf8), type: "application/json", until: deadline)
  }

  /// 0 where there is none, or one without a version.
  private func installedVersion(until deadline: Timestamp) async throws(AWSError) -> Int {
    let answer: HTTPAnswer
    do throws(AWSError) { answer = try await domain.answer(to: "GET", Self.path, until: deadline) } catch {
      if case .refused(let refusal) = error, refusal.status == 404 { return 0 }
      throw error
    }
    guard let document = try? JSONDocument(parsing: answer.body) else { return 0 }
    return document.withView { view in
      let versions = view.list("index_templates") { $0.member("index_template")?.number("version") }
      return versions.first.flatMap { Int(exactly: $0) } ?? 0
    }
  }

  private func complaint(about error: AWSError) -> String {
    let allowed =
      domain.isServerless
      ? "the collection's data access policy aoss:DescribeCollectionItems, aoss:CreateCollectionItems and "
        + "aoss:UpdateCollectionItems to the function's role"
      : "the function's role, and the domain's policy, es:ESHttpGet and es:ESHttpPut on \(Self.path)"
    return """
      IndexTemplate: \(domain.origin)\(Self.path) cannot be put: \(error). Documents are indexed all the same, in indices that the \
      domain maps by itself; allow \(allowed)
      """
  }
}
