extension CredentialsChain {
  /// A role of another account, assumed with this chain's credentials whenever its session has to be renewed.
  package nonisolated func role(_ arn: String) -> any CredentialsProvider {
    RefreshingCredentials(now: world.now) { [self] () throws(CredentialsError) in
      try await session(of: arn)
    }
  }
}

extension RefreshingCredentials: CredentialsProvider {}
