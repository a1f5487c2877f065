import AWS
import CloudTrail

/// Looks at every hop of a pipeline, changing nothing.
package struct Doctor: Sendable {
  /// Calls with the credentials of an account.
  package typealias Access = @Sendable (MemberAccount.Access) -> AccountCalls

  private let plan: PipelinePlan
  private let samples: [SampleEvent]
  private let access: Access
  private let limit: Duration
  private let now: @Sendable () -> Timestamp
  private let progress: @Sendable (_ done: Int, _ of: Int) -> Void

  /// How many accounts are asked at a time.
  private static let atOnce = 8

  /// - Parameters:
  ///   - samples: what patterns are tried on: the events that rules are tested with.
  ///   - limit: how long an account may take.
  ///   - progress: told how many accounts of how many have answered.
  package init(
    _ plan: PipelinePlan, samples: [SampleEvent], access: @escaping Access, limit: Duration,
    now: @escaping @Sendable () -> Timestamp, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    (self.plan, self.samples, self.access, self.limit) = (plan, samples, access, limit)
    (self.now, self.progress) = (now, progress)
  }

  package func report() async -> DoctorReport {
    async let security = securityFacts()
    var members = await memberFacts()
    let facts = await security
    await askSilent(&members, facts)
    var hops = members.flatMap { member in
      MemberChecks(plan: plan, facts: member, security: facts, samples: samples, now: now()).hops()
    }
    hops += SecurityChecks(
      plan: plan, accountName: own?.name, facts: facts, samples: samples, now: now()
    ).hops()
    return DoctorReport(generatedAt: now(), hops: hops)
  }

  /// The Security account, if it is among those that are listed.
  private var own: MemberAccount? { plan.members.first { $0.id == plan.securityAccount } }

  private func securityFacts() async -> SecurityFacts {
    let calls = access(plan.securityAccess)
    let gathering = SecurityGathering(plan: plan, calls: calls, now: now)
    return await within(limit) { await gathering.facts() } ?? SecurityFacts(unasked: .failure(late))
  }

  private func memberFacts() async -> [MemberFacts] {
    await withTaskGroup(of: (Int, MemberFacts).self) { group in
      var found: [(Int, MemberFacts)] = []
      for (place, member) in plan.members.enumerated() {
        if place >= Self.atOnce, let next = await group.next() {
          found.append(next)
          progress(found.count, plan.members.count)
        }
        group.addTask { (place, await facts(of: member)) }
      }
      for await next in group {
        found.append(next)
        progress(found.count, plan.members.count)
      }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func facts(of member: MemberAccount) async -> MemberFacts {
    let gathering = MemberGathering(plan: plan, account: member, calls: access(member.access), now: now)
    return await within(limit) { await gathering.facts() } ?? MemberFacts(member, unasked: .failure(late))
  }

  private var late: CallFailure { .failed("no answer within \(limit.components.seconds) s") }

  /// Whether an account of which nothing arrives did anything is its own event history's to say.
  private func askSilent(_ members: inout [MemberFacts], _ security: SecurityFacts) async {
    guard let arrivals = security.arrivals.value else { return }
    for place in members.indices where arrivals.newest[members[place].account.id] == nil {
      let calls = access(members[place].account.access)
      let since = now().aDayAgo
      members[place].recordedCalls = await .of { () throws(CallFailure) in
        try await calls.recordedCalls(since: since, in: PipelineNames.globalRegion)
      }
    }
  }
}
