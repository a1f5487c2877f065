/// Turns plans into sources that act on them.
struct CredentialsSources: Sendable {
  let world: CredentialsChain.World
  let endpoints: ServiceEndpoints
  let region: String?
  let ssoCache: String

  /// A source whose sessions are kept; one that assumes a role keeps those of its own source as well.
  func source(of plan: CredentialsPlan) -> RefreshingCredentials {
    RefreshingCredentials(now: world.now, asksAPerson: plan.asksAPerson, fetch: fetch(plan))
  }

  private func assuming(
    _ role: AssumedRole, from source: RefreshingCredentials
  ) -> RefreshingCredentials.Fetch {
    let sts = sts
    return { () throws(CredentialsError) in
      let used = try await source.credentials()
      do throws(CredentialsError) { return try await sts.assume(role, with: used) } catch {
        if case .refused(_, let code, _) = error, refusesTheKey(code) {
          await source.refused(used, code: code)
        }
        throw error
      }
    }
  }

  private func fetch(_ plan: CredentialsPlan) -> RefreshingCredentials.Fetch {
    let world = world
    switch plan {
    case .keys(let keys): return { () throws(CredentialsError) in keys }
    case .assumeRole(let role, let from): return assuming(role, from: source(of: from.plan))
    case .webIdentity(let identity):
      let sts = sts
      return { () throws(CredentialsError) in try await sts.assume(identity) }
    case .singleSignOn(let plan):
      let service = SSOService(
        plan: plan, file: SSOTokenFile(folder: ssoCache, plan: plan), endpoints: endpoints, http: world.http,
        now: world.now)
      return { () throws(CredentialsError) in try await service.credentials() }
    case .process(let words, let place):
      let process = CredentialProcess(words: words, place: place, environment: world.environment)
      return { () throws(CredentialsError) in try await process.credentials() }
    case .container(let endpoint):
      let service = ContainerService(endpoint: endpoint, http: world.http, pause: world.pause)
      return { () throws(CredentialsError) in try await service.credentials() }
    case .instanceMetadata(let settings):
      let service = InstanceMetadataService(settings: settings, http: world.http, now: world.now)
      return { () throws(CredentialsError) in try await service.credentials() }
    }
  }

  /// STS as these settings have it.
  var sts: STSService {
    STSService(
      endpoints: endpoints, region: region, http: world.http, signer: world.signer, now: world.now,
      askForCode: world.askForCode)
  }
}

extension CredentialsPlan {
  /// Whether new credentials need the code of an MFA device, somewhere along the chain.
  var asksAPerson: Bool {
    guard case .assumeRole(let role, let source) = self else { return false }
    return role.mfaSerial != nil || source.plan.asksAPerson
  }
}

/// Whether a service's error code says that the key itself is no longer good, rather than what it may do.
package func refusesTheKey(_ code: String) -> Bool {
  [
    "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
    "InvalidToken", "InvalidAccessKeyId",
  ].contains(code)
}
