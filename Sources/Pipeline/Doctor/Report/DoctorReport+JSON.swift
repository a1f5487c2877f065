import CloudTrail
import Text

extension DoctorReport {
  /// `{"schema":"iamwatch.doctor/1","generatedAt":T,"verdict":S,"hops":[…]}`, keys in this order, a hop a line.
  package var json: String {
    let lines = hops.map { hop in
      "{" + hop.members.map { "\(jsonString($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }
    return
      "{\"schema\":\"iamwatch.doctor/1\",\"generatedAt\":\(jsonString(generatedAt.rfc3339)),"
      + "\"verdict\":\"\(verdict.rawValue)\",\"hops\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }
}

extension Hop {
  fileprivate var members: [(String, String)] {
    [
      ("account", jsonString(place.account)), ("name", text(place.accountName)),
      ("region", text(place.region)), ("hop", jsonString(kind.rawValue)), ("subject", text(subject)),
      ("state", jsonString(state.rawValue)), ("evidence", jsonString(finding.evidence)),
      ("remedy", text(finding.remedy)), ("behind", text(behind?.rawValue)),
      ("actions", "[\(kind.actions.map { jsonString($0.rawValue) }.joined(separator: ","))]"),
    ]
  }

  private func text(_ text: String?) -> String { text.map { jsonString($0) } ?? "null" }
}
