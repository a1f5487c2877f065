import AWS
import CloudTrail
import Synchronization

/// Calls the services of AWS with the credentials of one account, in any region.
package final class AccountCalls: Sendable {
  private struct Place: Hashable, Sendable {
    let service: CalledService
    let region: String
  }

  private let credentials: any CredentialsProvider
  private let http: any HTTPTransport
  private let endpoint: @Sendable (CalledService, _ region: String) async throws(CredentialsError) -> String
  private let clock: ServiceClock
  /// Requests a second by service, as the configuration has them.
  private let limits: [String: Double]
  private let clients = Mutex<[Place: ServiceClient]>([:])

  /// Beyond this a service has no answer for whoever waits at a terminal.
  private static let patience = Duration.seconds(15)
  /// A page of 10,000 log events is the largest of the answers.
  private static let largestAnswer = 64 << 20

  /// - Parameters:
  ///   - flag: `--endpoint-url`: where all services but STS are called.
  ///   - limits: `limits` of the configuration.
  package init(
    credentials: any CredentialsProvider, chain: CredentialsChain, http: any HTTPTransport,
    flag: String? = nil, limits: [String: Double] = [:], clock: ServiceClock = .system
  ) {
    (self.credentials, self.http, self.clock, self.limits) = (credentials, http, clock, limits)
    endpoint = { service, region throws(CredentialsError) in
      let endpoints = try await chain.endpoints()
      if service.name == "sts" { return endpoints.sts(region).url }
      return flag ?? endpoints.configured(service.configuredName) ?? service.endpoint(in: region)
    }
  }

  /// For tests: every service is called at `url`.
  init(
    credentials: any CredentialsProvider, http: any HTTPTransport, url: String, clock: ServiceClock = .system
  ) {
    (self.credentials, self.http, self.clock, limits) = (credentials, http, clock, [:])
    endpoint = { _, _ in url }
  }

  /// An operation of a service that speaks JSON.
  func json(
    _ action: ReadAction, in region: String, _ body: String
  ) async throws(CallFailure) -> JSONDocument {
    try await ask(action, in: region, body)
  }

  /// The same for any action.
  func ask(
    _ action: some ServiceAction, in region: String, _ body: String
  ) async throws(CallFailure) -> JSONDocument {
    guard case .json(let target, let version)? = CalledService.all[action.service]?.form else {
      throw .failed("\(action.rawValue) is no operation of a service that speaks JSON")
    }
    return try await document(action, in: region) { url in
      HTTPRequest(
        method: "POST", url: "\(url)/",
        headers: [
          HTTPHeader("Content-Type", "application/x-amz-json-\(version)"),
          HTTPHeader("X-Amz-Target", "\(target).\(action.operation)"),
        ],
        body: Array(body.utf8))
    }
  }

  /// An operation of a service that takes forms and answers in XML.
  func query(
    _ action: ReadAction, in region: String, _ parameters: [(String, String)] = []
  ) async throws(CallFailure) -> XMLElement {
    let answer = try await answer(action, in: region) { url in
      CalledService.all[action.service]?.form.request(action, parameters, at: url)
    }
    guard let root = XMLElement(parsing: answer.body) else {
      throw .failed("\(action.rawValue): the answer is no XML")
    }
    return root
  }

  /// An operation of a service that is a path to get.
  func rest(_ action: ReadAction, in region: String, _ path: String) async throws(CallFailure) -> JSONDocument
  {
    try await document(action, in: region) { HTTPRequest(method: "GET", url: "\($0)\(path)") }
  }

  /// What is got from a domain itself, or from a collection of OpenSearch Serverless.
  /// - Parameter region: of a host whose name says none.
  func domain(
    _ origin: HTTPOrigin, in region: String, _ path: String
  ) async throws(CallFailure) -> JSONDocument {
    let action = origin.isCollection ? ReadAction.collectionGet : .domainGet
    let region = SignedService(openSearchHost: origin.host)?.region ?? region
    return try await document(action, in: region) { _ in
      HTTPRequest(method: "GET", url: "\(origin)\(path)")
    }
  }

  private func document(
    _ action: some ServiceAction, in region: String, _ request: (String) -> HTTPRequest
  ) async throws(CallFailure) -> JSONDocument {
    let answer = try await answer(action, in: region) { request($0) }
    do { return try JSONDocument(parsing: answer.body) } catch {
      throw .failed("\(action.rawValue): the answer is no JSON: \(error.reason)")
    }
  }

  /// The answer to what `request` makes of the service's address.
  func answer(
    _ action: some ServiceAction, in region: String, _ request: (String) -> HTTPRequest?
  ) async throws(CallFailure) -> HTTPAnswer {
    guard let service = CalledService.all[action.service] else {
      throw .failed("\(action.rawValue): no such service is known")
    }
    let url: String
    do throws(CredentialsError) { url = try await endpoint(service, region) } catch {
      throw .noCredentials("\(error)")
    }
    guard var request = request(url) else { throw .failed("\(action.rawValue) cannot be asked for") }
    request.timeLimit = Self.patience
    request.largestAnswer = Self.largestAnswer
    do throws(AWSError) { return try await client(service, region).answer(to: request) } catch {
      throw CallFailure(error, asking: action)
    }
  }

  private func client(_ service: CalledService, _ region: String) -> ServiceClient {
    let place = Place(service: service, region: service.signingRegion(region))
    return clients.withLock { clients in
      if let known = clients[place] { return known }
      let client = ServiceClient(
        SignedService(name: service.name, region: place.region), credentials: credentials, http: http,
        limit: RateLimit(perSecond: limits[service.name] ?? service.perSecond), clock: clock)
      clients[place] = client
      return client
    }
  }
}

extension HTTPOrigin {
  /// Whether it is a collection of OpenSearch Serverless, as AWS's own host says: `ID.REGION.aoss.amazonaws.com`.
  var isCollection: Bool { SignedService(openSearchHost: host)?.name == CalledService.all["aoss"]?.name }
}

extension CalledService.Form {
  /// A form's request.
  func request(
    _ action: ReadAction, _ parameters: [(String, String)], at url: String
  ) -> HTTPRequest? {
    guard case .query(let version) = self else { return nil }
    let pairs = [("Action", String(action.operation)), ("Version", version)] + parameters
    let body = pairs.map { "\(percentEncoded($0.0.utf8))=\(percentEncoded($0.1.utf8))" }
    return HTTPRequest(
      method: "POST", url: "\(url)/",
      headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
      body: Array(body.joined(separator: "&").utf8))
  }
}
