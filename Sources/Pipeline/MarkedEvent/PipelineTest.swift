import AWS
import CloudTrail
import Text

/// Sends a marked event through the pipeline and looks for it at each hop.
package struct PipelineTest: Sendable {
  private let plan: PipelinePlan
  private let event: MarkedEvent
  private let member: AccountCalls
  private let security: AccountCalls
  private let limit: Duration
  private let clock: ServiceClock

  /// How long between two looks: FilterLogEvents is asked at most 5 times a second by everybody together (FACTS).
  private static let pause = Duration.seconds(1)

  /// - Parameters:
  ///   - member: calls of the account in which the event begins.
  ///   - limit: how long the event may take to the end.
  package init(
    _ plan: PipelinePlan, _ event: MarkedEvent, member: AccountCalls, security: AccountCalls,
    limit: Duration, clock: ServiceClock = .system
  ) {
    (self.plan, self.event, self.member, self.security) = (plan, event, member, security)
    (self.limit, self.clock) = (limit, clock)
  }

  package func report() async -> PipelineTestReport {
    var report = PipelineTestReport(event: event)
    if let missing = await missingRule() {
      report.hops = [missing]
      return report
    }
    do throws(CallFailure) { try await member.put(event) } catch {
      report.hops = [TestedHop(.put, .missing, "\(Finding.unknown(error).evidence)")]
      return report
    }
    let sent = clock.now()
    report.hops = [TestedHop(.put, .arrived, "EventBridge took it in \(event.region)", seconds: 0)]
    let logged = await look(for: .logGroup, since: sent) { () throws(CallFailure) in try await self.logged() }
    report.hops.append(logged.hop)
    async let notified = look(for: .notification, since: sent) { () throws(CallFailure) in
      try await self.notified(since: sent)
    }
    if let time = logged.found {
      let document = await look(for: .document, since: sent) { () throws(CallFailure) in
        try await self.document(on: time)
      }
      report.hops.append(document.hop)
    } else {
      report.hops.append(TestedHop(.document, .unknown, "not looked for: it is not in the log group"))
    }
    report.hops.append(await notified.hop)
    return report
  }

  // MARK: Before

  /// Without its rule on both buses the event goes nowhere.
  private func missingRule() async -> TestedHop? {
    let remedy = "set enable_test_rule = true and apply the rendered Terraform"
    for (calls, bus, region) in [
      (member, "default", event.region), (security, PipelineNames.bus, plan.homeRegion),
    ] {
      do throws(CallFailure) {
        let rule = try await calls.rule(PipelineNames.testRule, bus: bus, in: region)
        guard rule.state == "DISABLED" else { continue }
        return TestedHop(.rule, .missing, "\(rule.name) on the bus \(bus) is DISABLED: \(remedy)")
      } catch .absent {
        return TestedHop(
          .rule, .missing,
          "there is no rule \(PipelineNames.testRule) on the bus \(bus) in \(region): \(remedy)")
      } catch { return TestedHop(.rule, .unknown, Finding.unknown(error).evidence) }
    }
    return nil
  }

  // MARK: Looking

  /// Looks again and again until there is something, or the time is over.
  private func look<Found: Sendable>(
    for hop: TestedHop.Kind, since sent: Timestamp,
    _ body: @Sendable () async throws(CallFailure) -> Found?
  ) async -> (hop: TestedHop, found: Found?) {
    while true {
      do throws(CallFailure) {
        if let found = try await body() {
          let seconds = Double(clock.now().milliseconds - sent.milliseconds) / 1000
          return (TestedHop(hop, .arrived, hop.arrival, seconds: seconds), found)
        }
      } catch { return (TestedHop(hop, .unknown, Finding.unknown(error).evidence), nil) }
      let waited = Duration.milliseconds(clock.now().milliseconds - sent.milliseconds)
      if waited >= limit || Task.isCancelled {
        let words = "not seen within \(limit.components.seconds) s; iamwatch doctor says which hop is broken"
        return (TestedHop(hop, .missing, words), nil)
      }
      await clock.sleep(Self.pause)
    }
  }

  /// The time that the log group gave the event.
  private func logged() async throws(CallFailure) -> Timestamp? {
    let start = Timestamp(milliseconds: event.time.milliseconds - 60_000)
    let events = try await security.events(
      of: plan.logGroup, since: start, matching: jsonString(event.id), pages: 5, in: plan.homeRegion)
    return events.first { $0.message.contains(event.id) }?.time
  }

  /// A run of the notifier since the event was sent; whether it was for this event nobody says, as it is silent where all goes well.
  private func notified(since sent: Timestamp) async throws(CallFailure) -> Bool? {
    do throws(CallFailure) {
      let lines = try await security.events(
        of: "/aws/lambda/\(PipelineNames.notifyFunction)", since: sent, pages: 1, in: plan.homeRegion)
      return lines.isEmpty ? nil : true
    } catch .absent { return nil }
  }

  /// The document, in the index of the UTC day of the log event.
  private func document(on time: Timestamp) async throws(CallFailure) -> Bool? {
    let day = CivilTime(seconds: time.seconds).date.split(separator: "-").joined(separator: ".")
    let path = "/\(PipelineNames.indexPrefix)\(day)/_doc/\(event.id)?_source=false"
    let origin = try await DomainGathering(plan: plan, calls: security).origin()
    do throws(CallFailure) {
      let answer = try await security.domain(origin, in: plan.homeRegion, path)
      return answer.withView { $0.truth("found") } == true ? true : nil
    } catch .absent { return nil }
  }
}
