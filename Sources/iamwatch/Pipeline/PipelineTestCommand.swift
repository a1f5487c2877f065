import AWS
import ArgumentParser
import CloudTrail
import Glibc
import Pipeline
import Text

/// `iamwatch pipeline test`: one marked event, timed hop by hop.
struct PipelineTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Sends one harmless marked event through the pipeline and times it hop by hop.",
    discussion: """
      This is the one command that writes to AWS: it puts one event, whose source is iamwatch.test, on an account's default \
      bus. Its rule has to be there: enable_test_rule in the rendered Terraform. Exits 1 when the event does not arrive.
      """)

  @OptionGroup var options: PipelineOptions

  @Option(help: "The account in which the event begins; the first of the configuration's by default.")
  var account: String?

  @Option(help: "The region in which it begins; us-east-1 by default.")
  var region: String?

  @Option(help: "How long the event may take, as 60s.")
  var timeout: String?

  @Flag(help: "Sends without asking.")
  var yes = false

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) { status = try await test() } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private func test() async throws(UsageError) -> ExitStatus {
    try SessionLog.shared.open(options.access.logFile)
    let format = try TextOrJSON(options.format)
    let limit = try OnceOptions.timeout(timeout) ?? .seconds(60)
    let configured = try Configured(options.access)
    let plan = try PipelinePlan(configured)
    let member = try member(of: plan)
    let region = try region(of: member)
    configured.warn()
    try confirm("put one marked event on the default bus of \(member.id) in \(region)")
    let access = PipelineAccess(options.access, configured)
    let event = MarkedEvent(
      account: member.id, region: region, time: Clock.now,
      random: (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)))
    let test = PipelineTest(
      plan, event, member: access.calls(member.access), security: access.calls(plan.securityAccess),
      limit: limit)
    let progress = Progress { "waiting for the event \(event.id)" }
    let report = await test.report()
    progress.end()
    let text = format == .json ? report.json : report.lines.map { "\($0)\n" }.joined()
    printResult(Array(text.utf8))
    return switch report.verdict {
    case .arrived: .done
    case .missing: .found
    case .unknown: .unread
    }
  }

  private func member(of plan: PipelinePlan) throws(UsageError) -> MemberAccount {
    guard let wanted = account ?? Environment.flag("ACCOUNT") else {
      guard let first = plan.members.first else { throw UsageError("the configuration lists no account") }
      return first
    }
    guard let found = plan.members.first(where: { $0.id == wanted || $0.name == wanted }) else {
      throw UsageError("--account \(wanted): not among the configuration's accounts")
    }
    return found
  }

  private func region(of member: MemberAccount) throws(UsageError) -> String {
    let wanted = region ?? Environment.flag("REGION") ?? PipelineNames.globalRegion
    guard member.regions.contains(wanted) else {
      throw UsageError("--region \(wanted): one of \(member.regions.joined(separator: ", "))")
    }
    return wanted
  }

  /// Asks whoever is at the terminal.
  private func confirm(_ what: String) throws(UsageError) {
    if yes || Environment.isSet("YES") { return }
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      throw UsageError("pipeline test is to \(sanitised(what)): say --yes")
    }
    complain("iamwatch is to \(sanitised(what)). Go on? [y/N]")
    guard ["y", "yes"].contains(readLine()?.lowercased() ?? "") else {
      throw UsageError("nothing was sent")
    }
  }
}
