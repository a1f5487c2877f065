import AWS
import Configuration
import Pipeline
import Synchronization

/// How the accounts of a pipeline are reached: by their profiles, by roles that the credentials at hand assume, or by these themselves.
final class PipelineAccess: Sendable {
  private let http: HTTPClient
  private let world: CredentialsChain.World
  private let profile: String?
  private let endpoint: String?
  private let limits: [String: Double]
  private let known = Mutex<[MemberAccount.Access: AccountCalls]>([:])

  /// - Parameters:
  ///   - profile: for accounts without one of their own.
  ///   - endpoint: `--endpoint-url`.
  ///   - limits: requests a second by service.
  init(profile: String?, endpoint: String?, limits: [String: Double]) {
    let environment = AWSEnvironment(ProcessVariables.all)
    let question: MFAPrompt = { serial in await TerminalQuestion().code(of: serial) }
    http = HTTPClient(route: HTTPRoute(environment))
    world = CredentialsChain.World(
      environment: environment, http: http, signer: SigV4Signer(), now: { Clock.now }, askForCode: question)
    (self.profile, self.limits) = (profile, limits)
    self.endpoint = endpoint.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
  }

  /// Calls with an account's credentials; the same for all that ask for the same.
  func calls(_ access: MemberAccount.Access) -> AccountCalls {
    known.withLock { known in
      if let calls = known[access] { return calls }
      let calls = make(access)
      known[access] = calls
      return calls
    }
  }

  private func make(_ access: MemberAccount.Access) -> AccountCalls {
    let chain =
      if case .profile(let name) = access {
        CredentialsChain(world, profile: name)
      } else {
        CredentialsChain(world, profile: profile)
      }
    let credentials: any CredentialsProvider =
      if case .role(let arn) = access { chain.role(arn) } else { chain }
    return AccountCalls(credentials: credentials, chain: chain, http: http, flag: endpoint, limits: limits)
  }
}

extension PipelineAccess {
  convenience init(_ options: AccessOptions, _ configured: Configured) {
    self.init(
      profile: options.profile ?? Environment.flag("PROFILE") ?? configured.context?.profile,
      endpoint: options.endpointURL ?? Environment.flag("ENDPOINT_URL"),
      limits: configured.file.limits)
  }
}

extension PipelinePlan {
  /// - Throws: ``UsageError`` that names the configuration's file and what it lacks.
  init(_ configured: Configured) throws(UsageError) {
    do { try self.init(configured.file) } catch {
      let path = configured.path ?? "the configuration (there is none)"
      throw UsageError(lines: error.reasons.map { "\(path): \($0)" })
    }
  }
}
