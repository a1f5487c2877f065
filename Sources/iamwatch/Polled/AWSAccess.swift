import AWS
import Feeds
import Synchronization

/// How AWS is reached: one chain of credentials for each profile and region that is named, and one client of HTTP for those that trust the
/// same certificates.
final class AWSAccess: Sendable {
  private struct Identity: Hashable, Sendable {
    let profile: String?
    let region: String?
  }

  private let askForCode: MFAPrompt?
  private let clients = Mutex<[String?: HTTPClient]>([:])
  private let chains = Mutex<[Identity: CredentialsChain]>([:])

  /// - Parameter askForCode: asks a person for the code of an MFA device; nil where nobody is to be asked.
  init(askForCode: MFAPrompt?) { self.askForCode = askForCode }

  /// Gets the credentials that a person has to type a code for, one after the other, before anything else is asked for them. What goes
  /// wrong is told where they are needed.
  func signIn() async {
    for chain in chains.withLock({ Array($0.values) }) where (try? await chain.asksAPerson()) == true {
      _ = try? await chain.credentials()
    }
  }

  /// Calls of a service as a source has to make them.
  /// - Parameter ownRegion: the region that the service's own name tells; it goes before every other.
  func calls(
    of service: String, ownRegion: String?, _ access: SourceAccess, perSecond: Double, health: FeedHealth
  ) -> ServiceCalls {
    ServiceCalls(
      service, region: ownRegion, chain: chain(Identity(profile: access.profile, region: access.region)),
      http: http(access.profile), perSecond: perSecond, note: { health.note($0) })
  }

  /// Calls of CloudWatch Logs; the region that ARNs name goes before every other.
  func logs(
    _ groups: LogGroups, _ access: SourceAccess, perSecond: Double, health: FeedHealth
  ) -> LogsCalls {
    let calls = calls(of: "logs", ownRegion: groups.region, access, perSecond: perSecond, health: health)
    return LogsCalls(
      endpoint: endpoint(of: calls, access) { $0.logs($1, flag: $2) }, calls: calls, health: health)
  }

  /// The organization of an account.
  func organization(_ access: SourceAccess) async throws(AWSError) -> OrganizationAccounts {
    let chain = chain(Identity(profile: access.profile, region: access.region))
    do throws(CredentialsError) {
      let place = try await chain.endpoints().organizations(try await chain.region())
      let service = SignedService(name: "organizations", region: place.signingRegion)
      let client = ServiceClient(
        service, credentials: chain, http: http(access.profile), limit: RateLimit(perSecond: 5))
      return OrganizationAccounts(client, endpoint: place.url)
    } catch {
      throw .noCredentials(error)
    }
  }

  /// Log groups as they are tailed, by calls of CloudWatch Logs at both of its hosts.
  func liveTail(
    _ groups: LogGroups, _ access: SourceAccess, perSecond: Double, health: FeedHealth
  ) -> LiveTailSource {
    let streams = calls(of: "logs", ownRegion: groups.region, access, perSecond: perSecond, health: health)
    let live = LiveTailCalls(
      endpoint: endpoint(of: streams, access) { $0.liveTail($1, flag: $2) }, streams: streams, health: health)
    return LiveTailSource(
      groups, logs: logs(groups, access, perSecond: perSecond, health: health), calls: live)
  }

  /// - Parameter place: the address in a region, which a flag goes before.
  private func endpoint(
    of calls: ServiceCalls, _ access: SourceAccess,
    _ place: @escaping @Sendable (ServiceEndpoints, _ region: String, _ flag: String?) -> String
  ) -> LogsCalls.Endpoint {
    let flag = access.endpointURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    let chain = chain(Identity(profile: access.profile, region: access.region))
    return { () throws(SourceFailure) in
      let region = try await calls.signingRegion()
      do throws(CredentialsError) { return place(try await chain.endpoints(), region, flag) } catch {
        throw SourceFailure(.lasting, error.description)
      }
    }
  }

  private func chain(_ identity: Identity) -> CredentialsChain {
    let http = http(identity.profile)
    return chains.withLock { chains in
      if let known = chains[identity] { return known }
      let world = CredentialsChain.World(
        environment: AWSEnvironment(ProcessVariables.all), http: http, signer: SigV4Signer(),
        now: { Clock.now }, askForCode: askForCode)
      let chain = CredentialsChain(world, profile: identity.profile, region: identity.region)
      chains[identity] = chain
      return chain
    }
  }

  /// Trusts what the profile says to trust. A mistake in the AWS CLI's files is told with the credentials.
  private func http(_ profile: String?) -> HTTPClient {
    let environment = AWSEnvironment(ProcessVariables.all)
    let settings = try? AWSSettings(environment: environment, profileFlag: profile)
    let certificates = settings?.certificates
    return clients.withLock { clients in
      if let known = clients[certificates] { return known }
      let client = HTTPClient(route: HTTPRoute(environment, profileCertificates: certificates))
      clients[certificates] = client
      return client
    }
  }
}

/// Asks on the terminal, for commands that leave it as it is.
func codeFromTerminal(of serial: String) async -> String? { await TerminalQuestion().code(of: serial) }
