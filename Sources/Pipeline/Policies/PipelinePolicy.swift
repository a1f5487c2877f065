import Audit

/// What a command has to be allowed, and no more.
package enum PipelinePolicy: String, CaseIterable, Sendable {
  /// In the Security account: reads the log group and the domain.
  case tui, watch
  /// In the Security account: looks at each hop, and goes into the members.
  case doctor
  /// In each member account.
  case doctorMember = "doctor-member"

  /// The policy document, JSON over several lines.
  package func document(_ plan: PipelinePlan) -> String {
    var writer = JSONWriter()
    write(statements(PipelineARNs(plan)), to: &writer)
    return JSONLayout.lines(of: String(decoding: writer.bytes, as: UTF8.self))
  }

  /// Every document by its name, one JSON object.
  package static func all(_ plan: PipelinePlan) -> String {
    var text = "{\n"
    for (index, policy) in allCases.enumerated() {
      let document = policy.document(plan).split(separator: "\n").joined(separator: "\n  ")
      text += "  \"\(policy.rawValue)\": \(document)\(index + 1 < allCases.count ? "," : "")\n"
    }
    return text + "}\n"
  }

  func statements(_ arns: PipelineARNs) -> [AccessStatement] {
    switch self {
    case .tui, .watch: PipelinePolicy.reading(arns)
    case .doctor: PipelinePolicy.doctor(arns)
    case .doctorMember: PipelinePolicy.doctorMember(arns)
    }
  }

  private func write(_ statements: [AccessStatement], to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Version")
      writer.value("2012-10-17")
      writer.key("Statement")
      writer.array(statements) { $1.write(to: &$0) }
    }
  }
}
