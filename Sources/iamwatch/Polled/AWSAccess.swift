import AWS
import Feeds
import Synchronization

/// How AWS is reached: one client of HTTP, and one chain of credentials for each profile and region that is named.
final class AWSAccess: Sendable {
  private struct Identity: Hashable, Sendable {
    let profile: String?
    let region: String?
  }

  private let http: HTTPClient
  private let world: CredentialsChain.World
  private let chains = Mutex<[Identity: CredentialsChain]>([:])

  /// - Parameter asksForCodes: whether the terminal may be asked for the code of an MFA device.
  init(asksForCodes: Bool) {
    let environment = AWSEnvironment(ProcessVariables.all)
    let question: MFAPrompt = { serial in await TerminalQuestion().code(of: serial) }
    http = HTTPClient(route: HTTPRoute(environment))
    world = CredentialsChain.World(
      environment: environment, http: http, signer: SigV4Signer(), now: { Clock.now },
      askForCode: asksForCodes ? question : nil)
  }

  /// Calls of a service as a source has to make them.
  /// - Parameter ownRegion: the region that the service's own name tells; it goes before every other.
  func calls(
    of service: String, ownRegion: String?, _ access: SourceAccess, perSecond: Double, health: FeedHealth
  ) -> ServiceCalls {
    ServiceCalls(
      service, region: ownRegion, chain: chain(Identity(profile: access.profile, region: access.region)),
      http: http, perSecond: perSecond, note: { health.note($0) })
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
      let client = ServiceClient(service, credentials: chain, http: http, limit: RateLimit(perSecond: 5))
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
    chains.withLock { chains in
      if let known = chains[identity] { return known }
      let chain = CredentialsChain(world, profile: identity.profile, region: identity.region)
      chains[identity] = chain
      return chain
    }
  }
}
