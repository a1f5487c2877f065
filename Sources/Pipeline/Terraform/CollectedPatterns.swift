import Detection
import Query
import Text

/// The event patterns of the pipeline's rules. All ask for a source that begins `aws.`, which EventBridge takes from AWS alone
/// (PutEvents): what a tenant made up is not carried.
package struct CollectedPatterns: Hashable, Sendable {
  /// Recorded in us-east-1 wherever the caller is (FACTS, CloudTrail records: IAM; Organizations).
  package static let globalServices = ["iam", "organizations"]
  /// The other services of identity, recorded where they happen: STS and sign-in first.
  package static let regionalServices = Scope.identityServices.filter { !globalServices.contains($0) }

  /// Of ``PipelineNames/identityRule``.
  package let identity: String
  /// Of ``PipelineNames/sessionRule``.
  package let sessions: String
  /// What detection rules ask of other services, of ``PipelineNames/watchedRulePrefix`` and a number from 1.
  package let watched: [String]
  /// What detection rules match, of ``PipelineNames/alertRulePrefix`` and a number from 1.
  package let alerts: [String]

  /// - Parameter names: the accounts' names, by which rules may ask.
  package init(_ rules: LoadedRules, context: EvaluationContext = EvaluationContext()) {
    let told = CollectedPatterns.asked(rules.correlations.filter { !$0.kind.learns }, with: rules.rules)
    let asked = CollectedPatterns.asked(rules.correlations, with: rules.rules)
    identity = CollectedPatterns.pattern(of: CollectedPatterns.globalServices)
    sessions = CollectedPatterns.pattern(of: CollectedPatterns.regionalServices)
    watched =
      EventPatternQuery(asked, fromAWSAlone: true, besides: Scope.identityServices, context: context).patterns
    // What is only learnt from is everyday work, and is learnt where every event is seen.
    alerts = EventPatternQuery(told, fromAWSAlone: true, context: context).patterns
  }

  private static func asked(_ correlations: [Correlation], with rules: [Rule]) -> [EventPatternQuery.Asked] {
    let sources = correlations.flatMap(\.sources).compactMap { source in
      if case .rule(let rule) = source { rule } else { nil }
    }
    return (rules + sources).map { EventPatternQuery.Asked($0.predicate, recordAt: $0.root.recordPath) }
  }

  private static func pattern(of services: [String]) -> String {
    let sources = services.map { jsonString("\($0).amazonaws.com") }.joined(separator: ",")
    return #"{"source":[{"prefix":"aws."}],"detail":{"eventSource":[\#(sources)]}}"#
  }

  /// The files, below the folder of patterns.
  var files: [RenderedFile] {
    let one = [RenderedFile("identity.json", identity), RenderedFile("sessions.json", sessions)]
    let numbered = [("watched", watched), ("alert", alerts)].flatMap { name, patterns in
      patterns.enumerated().map { RenderedFile("\(name)-\($0.offset + 1).json", $0.element) }
    }
    return (one + numbered).map { RenderedFile("patterns/\($0.path)", JSONLayout.lines(of: $0.text)) }
  }
}
