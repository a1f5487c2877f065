import ArgumentParser
import Pipeline

/// `iamwatch pipeline policy [NAME]`: what the commands have to be allowed.
struct PipelinePolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Prints the least-privilege IAM policies of tui, watch and doctor, as JSON.",
    discussion: """
      With a name that policy alone, ready for aws iam put-role-policy: tui, watch and doctor are for a role of the Security \
      account, doctor-member for the role of each member account that the configuration names.
      """)

  @Argument(help: "tui, watch, doctor or doctor-member; all of them by default.")
  var name: String?

  @OptionGroup var common: RulesCommonOptions

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let configured = try common.configured()
      configured.warn()
      let plan = try configured.pipelinePlan()
      guard let name else {
        printResult(Array(PipelinePolicy.all(plan).utf8))
        return .done
      }
      guard let policy = PipelinePolicy(rawValue: name) else {
        let known = PipelinePolicy.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("\(name): the policies are \(known)")
      }
      printResult(Array(policy.document(plan).utf8))
      return .done
    }
  }
}
