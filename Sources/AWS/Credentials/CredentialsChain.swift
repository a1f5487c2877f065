import CloudTrail

/// Asks a person for the code of the MFA device with a serial number; nil when there is nobody to ask, or no answer.
package typealias MFAPrompt = @Sendable (_ serial: String) async -> String?

/// The credentials of one profile, found as the AWS CLI finds them and kept fresh.
///
/// The files are looked at again each time someone asks: a profile that changed is planned anew, and what was not there heals by
/// itself when it comes.
package actor CredentialsChain: CredentialsProvider {
  /// What the chain needs of the world.
  package struct World: Sendable {
    let environment: AWSEnvironment
    let http: any HTTPTransport
    let signer: any RequestSigner
    let now: @Sendable () -> Timestamp
    let askForCode: MFAPrompt?
    /// Between two attempts at a container's endpoint.
    let pause: Duration

    package init(
      environment: AWSEnvironment, http: any HTTPTransport, signer: any RequestSigner,
      now: @escaping @Sendable () -> Timestamp,
      askForCode: MFAPrompt? = nil, pause: Duration = .seconds(1)
    ) {
      self.environment = environment
      self.http = http
      self.signer = signer
      self.now = now
      self.askForCode = askForCode
      self.pause = pause
    }
  }

  /// What the files came to when they were last read, and the source that acts on it.
  private struct InForce {
    let planned: PlannedCredentials
    let region: String?
    let endpoints: ServiceEndpoints
    let source: RefreshingCredentials
  }

  let world: World
  private let profileFlag: String?
  private let regionFlag: String?
  private var files: SharedFiles
  private var inForce: InForce?
  private var failure: CredentialsError?

  /// - Parameters:
  ///   - profile: The flag's; nil for the environment's, else `default`.
  ///   - region: The flag's; nil for the environment's, else the profile's.
  package init(_ world: World, profile: String? = nil, region: String? = nil) {
    self.world = world
    profileFlag = profile
    regionFlag = region
    files = SharedFiles(SharedPaths(world.environment))
  }

  /// Credentials that are valid now.
  package func credentials() async throws(CredentialsError) -> Credentials {
    let inForce = try current()
    do { return try await inForce.source.credentials() } catch {
      throw nothingElse(than: inForce.planned, error)
    }
  }

  /// A service refused these.
  package func refused(_ credentials: Credentials, code: String) async {
    await inForce?.source.refused(credentials, code: code)
  }

  /// A service took these.
  package func accepted(_ credentials: Credentials) async {
    await inForce?.source.accepted(credentials)
  }

  /// How it stands, for a status line.
  package var state: CredentialsState {
    get async {
      if let failure { return .failed(failure) }
      return await inForce?.source.state ?? .unknown
    }
  }

  /// Where the credentials come from, in words: `profile audit (/home/x/.aws/config:3)`.
  package func origin() throws(CredentialsError) -> String { try current().planned.origin }

  /// Whether a person has to type the code of an MFA device for them, now and whenever the session has ended.
  package func asksAPerson() throws(CredentialsError) -> Bool { try current().planned.plan.asksAPerson }

  /// The profile in force.
  package func profile() throws(CredentialsError) -> String { try settings().profileName }

  /// The region that is settled, else the instance's, as the AWS CLI; nil for none.
  package func region() async throws(CredentialsError) -> String? {
    let settled = try settings()
    if let region = try settled.region() { return region.name }
    guard let metadata = try InstanceMetadata(world.environment, settled.planner.profile) else { return nil }
    let service = InstanceMetadataService(settings: metadata, http: world.http, now: world.now)
    return try? await service.region()
  }

  /// Whose credentials these are: the ARN that STS tells for them.
  package func callerARN() async throws(CredentialsError) -> String {
    let used = try await credentials()
    let sts = try sources(try settings()).sts
    return try await sts.callerARN(used)
  }

  /// Credentials of a role that is assumed with the chain's own, kept and renewed by whoever asks.
  func session(of roleARN: String) async throws(CredentialsError) -> Credentials {
    let used = try await credentials()
    let sts = try sources(try settings()).sts
    let role = AssumedRole(
      roleARN: roleARN, sessionName: nil, externalID: nil, durationSeconds: nil, mfaSerial: nil)
    do throws(CredentialsError) { return try await sts.assume(role, with: used) } catch {
      if case .refused(_, let code, _) = error, refusesTheKey(code) { await refused(used, code: code) }
      throw error
    }
  }

  /// Where services are called that are configured by name.
  package func endpoints() throws(CredentialsError) -> ServiceEndpoints {
    let settings = try settings()
    return ServiceEndpoints(world.environment, settings.shared, profile: settings.profileName)
  }

  private func settings() throws(CredentialsError) -> AWSSettings {
    AWSSettings(
      environment: world.environment, shared: try files.configuration(), profileFlag: profileFlag,
      regionFlag: regionFlag)
  }

  private func sources(_ settings: AWSSettings) throws(CredentialsError) -> CredentialsSources {
    CredentialsSources(
      world: world,
      endpoints: ServiceEndpoints(world.environment, settings.shared, profile: settings.profileName),
      region: try settings.region()?.name, ssoCache: settings.shared.paths.ssoCache)
  }

  /// The plan in force, made anew when the files say something else.
  private func current() throws(CredentialsError) -> InForce {
    do throws(CredentialsError) {
      let settings = try settings()
      let planned = try settings.plan()
      failure = nil
      let sources = try sources(settings)
      if let inForce, inForce.planned == planned, inForce.region == sources.region,
        inForce.endpoints == sources.endpoints
      {
        return inForce
      }
      let new = InForce(
        planned: planned, region: sources.region, endpoints: sources.endpoints,
        source: sources.source(of: planned.plan))
      inForce = new
      return new
    } catch {
      failure = error
      throw error
    }
  }

  /// Where the instance was asked only because nothing else was found, all that was looked at is told.
  private func nothingElse(than planned: PlannedCredentials, _ error: CredentialsError) -> CredentialsError {
    guard case .instanceMetadata = planned.plan, case .instanceMetadata(let reason) = error,
      let tried = try? settings().planner.tried
    else { return error }
    return .nothingFound(tried.dropLast() + ["the instance metadata service (\(reason))"])
  }
}
