/// The hops that every account begins with.
extension HopChain {
  /// Whose credentials are used.
  mutating func addCredentials(_ identity: Answered<CallerIdentity>, expecting account: String) -> Link {
    add(.credentials) {
      switch identity {
      case .failure(.noCredentials(let words)):
        .broken(
          words, remedy: "give this account a profile or role_arn that works in the configuration's accounts")
      case .failure(let failure): .unknown(failure)
      case .success(let caller) where caller.account != account:
        .broken(
          "these are credentials of \(caller.account): \(caller.arn)",
          remedy: "name a profile or role_arn of \(account) in the configuration's accounts")
      case .success(let caller): .ok(caller.arn)
      }
    }
  }

  /// How far this machine's clock is off (IAM user guide, "Troubleshoot requests": five minutes are accepted).
  mutating func addClock(_ identity: Answered<CallerIdentity>, behind links: [Link]) {
    add(.clock, behind: links) {
      guard let slow = identity.value?.clockSlowSeconds else { return .unknown("AWS's answer has no date") }
      let words = "\(abs(slow)) s \(slow < 0 ? "ahead of" : "behind") AWS"
      if abs(slow) >= 240 {
        return .broken(
          "this machine's clock is \(words)", remedy: "set the clock: timedatectl set-ntp true")
      }
      return .ok(abs(slow) <= 2 ? "right" : words)
    }
  }
}
