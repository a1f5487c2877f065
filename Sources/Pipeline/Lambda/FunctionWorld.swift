import AWS
import CloudTrail

/// What a function needs of the world.
package struct FunctionWorld: Sendable {
  let environment: [String: String]
  let http: any HTTPTransport
  let credentials: any CredentialsProvider
  let clock: ServiceClock
  /// Writes a line to the function's log.
  let log: @Sendable (String) -> Void

  /// The process's own world: Lambda hands the role's credentials over in the environment.
  init(environment: [String: String]) {
    self.environment = environment
    let aws = AWSEnvironment(environment)
    let http = HTTPClient(route: HTTPRoute(aws))
    self.http = http
    clock = .system
    credentials = CredentialsChain(
      CredentialsChain.World(
        environment: aws, http: http, signer: SigV4Signer(), now: ServiceClock.system.now))
    log = FunctionLog.write
  }

  init(
    environment: [String: String], http: any HTTPTransport, credentials: any CredentialsProvider,
    clock: ServiceClock, log: @escaping @Sendable (String) -> Void
  ) {
    (self.environment, self.http, self.credentials) = (environment, http, credentials)
    (self.clock, self.log) = (clock, log)
  }

  /// A setting; nil for one that is not set or empty.
  func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// - Throws: ``FunctionError`` that names the variable.
  func required(_ name: String, _ meaning: String) throws(FunctionError) -> String {
    guard let value = setting(name) else { throw FunctionError("Settings", "\(name) is not set: \(meaning)") }
    return value
  }

  /// The function's own region.
  func region() throws(FunctionError) -> String {
    try required("AWS_REGION", "Lambda sets it; elsewhere set it to the region of the services")
  }

  /// Calls of a service in a region.
  func calls(of service: String, in region: String) -> ServiceClient {
    ServiceClient(
      SignedService(name: service, region: region), credentials: credentials, http: http,
      limit: RateLimit(perSecond: 100), clock: clock)
  }

  /// Where a service is called: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, else AWS's own.
  /// - Parameter configured: the service's name in such variables.
  func endpoint(of service: String, configured: String, in region: String) -> String {
    let url = setting("AWS_ENDPOINT_URL_\(configured)") ?? setting("AWS_ENDPOINT_URL")
    guard var url else { return "https://\(service).\(region).\(Partition(region: region).domain)" }
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }
}
