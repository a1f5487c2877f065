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
    let environment = AWSEnvironment(Environment.all)
    let question: MFAPrompt = { serial in await TerminalQuestion().code(of: serial) }
    http = HTTPClient(route: HTTPRoute(environment))
    world = CredentialsChain.World(
      environment: environment, http: http, signer: SigV4Signer(), now: { Clock.now },
      askForCode: asksForCodes ? question : nil)
  }

  /// Calls of a service as a source has to make them.
  /// - Parameter ownRegion: the region that the service's own name tells; it goes before every other.
  func calls(
    of service: String, ownRegion: String?, _ access: SourceAccess, perSecond: Double
  ) -> ServiceCalls {
    ServiceCalls(
      service, region: ownRegion, chain: chain(Identity(profile: access.profile, region: access.region)),
      http: http, perSecond: perSecond)
  }

  /// Calls of CloudWatch Logs; the region that ARNs name goes before every other.
  func logs(
    _ groups: LogGroups, _ access: SourceAccess, perSecond: Double, health: FeedHealth
  ) -> LogsCalls {
    let calls = calls(of: "logs", ownRegion: groups.region, access, perSecond: perSecond)
    let flag = access.endpointURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    let chain = chain(Identity(profile: access.profile, region: access.region))
    return LogsCalls(
      endpoint: { () throws(SourceFailure) in
        let region = try await calls.signingRegion()
        if let flag { return flag }
        do throws(CredentialsError) { return try await chain.endpoints().logs(region) } catch {
          throw SourceFailure(.lasting, error.description)
        }
      }, calls: calls, health: health)
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
