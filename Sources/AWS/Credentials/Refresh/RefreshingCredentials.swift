import CloudTrail

/// Credentials of one source, kept and renewed ahead of their end, one renewal at a time however many ask.
///
/// The windows are botocore's (`RefreshableCredentials`): from 15 minutes before the end they are renewed while the old ones are
/// still handed out, from 10 minutes on everybody waits for the new ones. Unlike there, what is still valid is handed out even then
/// when renewing fails, and the state says so. Where a person has to type a code for new ones, nobody waits while the old are valid.
package actor RefreshingCredentials {
  package typealias Fetch = @Sendable () async throws(CredentialsError) -> Credentials

  static let advisory: Int64 = 15 * 60 * 1000
  static let mandatory: Int64 = 10 * 60 * 1000
  /// A renewal that failed is tried again no sooner, in milliseconds: an endpoint that is down is not flooded, and a person who gave
  /// no code is left in peace for a minute.
  private let pause: Int64

  package private(set) var state = CredentialsState.unknown
  private let asksAPerson: Bool
  private let fetch: Fetch
  private let now: @Sendable () -> Timestamp
  private var current: Credentials?
  private var renewal: Task<Result<Credentials, CredentialsError>, Never>?
  /// The key that a service refused and its code, until it accepts the key.
  private var refusal: (accessKeyID: String, code: String)?
  private var failure: (error: CredentialsError, at: Timestamp)?

  /// - Parameter asksAPerson: Whether somebody has to type a code for new ones.
  package init(
    now: @escaping @Sendable () -> Timestamp, asksAPerson: Bool = false, fetch: @escaping Fetch
  ) {
    self.now = now
    self.asksAPerson = asksAPerson
    pause = asksAPerson ? 60_000 : 5000
    self.fetch = fetch
  }

  /// Credentials that are valid now.
  /// - Throws: why there are none.
  package func credentials() async throws(CredentialsError) -> Credentials {
    guard let current else { return try await renewed() }
    guard let end = current.expiration else { return current }
    let left = end.milliseconds - now().milliseconds
    if left >= RefreshingCredentials.advisory { return current }
    if left >= RefreshingCredentials.mandatory || (asksAPerson && left > 0) {
      if !isPausing { _ = begin() }
      return current
    }
    do { return try await renewed() } catch {
      guard now() < end else { throw error }
      return current
    }
  }

  /// A service refused these: the next to ask gets new ones, unless others are already in use.
  package func refused(_ credentials: Credentials, code: String) {
    guard current?.accessKeyID == credentials.accessKeyID else { return }
    current = nil
    refusal = (credentials.accessKeyID, code)
    state = .refused(accessKeyID: credentials.accessKeyID, code: code)
  }

  /// A service took these: a refusal before is over.
  package func accepted(_ credentials: Credentials) {
    guard refusal != nil, current?.accessKeyID == credentials.accessKeyID else { return }
    refusal = nil
    state = .valid(until: credentials.expiration)
  }

  private var isPausing: Bool {
    guard let failure else { return false }
    return now().milliseconds - failure.at.milliseconds < pause
  }

  private func renewed() async throws(CredentialsError) -> Credentials {
    if renewal == nil, isPausing, let failure { throw failure.error }
    return try await begin().value.get()
  }

  private func begin() -> Task<Result<Credentials, CredentialsError>, Never> {
    if let renewal { return renewal }
    let task = Task { await renew() }
    renewal = task
    return task
  }

  private func renew() async -> Result<Credentials, CredentialsError> {
    defer { renewal = nil }
    do throws(CredentialsError) {
      let fetched = try await fetch()
      if let end = fetched.expiration, end <= now() {
        throw .expired(accessKeyID: fetched.accessKeyID, end)
      }
      (current, failure) = (fetched, nil)
      state = stateOfNew(fetched)
      return .success(fetched)
    } catch {
      failure = (error, now())
      if let current, let end = current.expiration, now() < end {
        state = .ending(end, error)
      } else {
        state = .failed(error)
      }
      return .failure(error)
    }
  }

  /// The same key again after a refusal stays refused until a service says otherwise.
  private func stateOfNew(_ credentials: Credentials) -> CredentialsState {
    guard let refusal, refusal.accessKeyID == credentials.accessKeyID else {
      refusal = nil
      return .valid(until: credentials.expiration)
    }
    return .refused(accessKeyID: refusal.accessKeyID, code: refusal.code)
  }
}
