import AWS

/// Calls of one service with one profile's credentials, in a region that may have to be found out with the first of them.
package actor ServiceCalls: SignedCalls, SignedStreams {
  private let service: String
  private let chain: CredentialsChain
  private let http: any HTTPTransport & HTTPStreaming
  private let limit: RateLimit
  private let note: @Sendable (ServiceNote) -> Void
  private var region: String?
  private var client: ServiceClient?

  /// - Parameters:
  ///   - service: its name in signatures: `es`, `aoss`, `logs`.
  ///   - region: nil for the one of the flags, the environment, the profile or the instance.
  ///   - perSecond: the most requests.
  ///   - note: told what a reader may want to know of besides the answers.
  package init(
    _ service: String, region: String?, chain: CredentialsChain, http: any HTTPTransport & HTTPStreaming,
    perSecond: Double, note: @escaping @Sendable (ServiceNote) -> Void = { _ in }
  ) {
    (self.service, self.region, self.chain, self.http) = (service, region, chain, http)
    limit = RateLimit(perSecond: perSecond)
    self.note = note
  }

  package func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer {
    let client = try await connected()
    do throws(AWSError) { return try await client.answer(to: request) } catch { throw SourceFailure(error) }
  }

  package func stream(answering request: HTTPRequest) async throws(SourceFailure) -> any HTTPStream {
    let client = try await connected()
    do throws(AWSError) { return try await client.stream(answering: request, through: http) } catch {
      throw SourceFailure(error)
    }
  }

  /// The region that requests are signed for.
  package func signingRegion() async throws(SourceFailure) -> String { try await connected().service.region }

  private func connected() async throws(SourceFailure) -> ServiceClient {
    if let client { return client }
    do throws(CredentialsError) {
      if region == nil { region = try await chain.region() }
    } catch {
      throw SourceFailure(.lasting, error.description)
    }
    guard let region else {
      throw SourceFailure(.lasting, "no region is known to sign for: pass --region, or set AWS_REGION")
    }
    let new =
      client
      ?? ServiceClient(
        SignedService(name: service, region: region), credentials: chain, http: http, limit: limit,
        note: note)
    client = new
    return new
  }
}
