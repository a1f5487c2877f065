import CloudTrail
import Text

extension LogsCalls {
  /// The ARNs of log groups that are named by either.
  ///
  /// Names come in the order of ASCII, so that a group whose name is asked for as a prefix is the first answer (API reference,
  /// DescribeLogGroups).
  func arns(of groups: [String]) async throws(SourceFailure) -> [String] {
    var arns: [String] = []
    for group in groups { arns.append(group.hasPrefix("arn:") ? group : try await arn(ofName: group)) }
    return arns
  }

  private func arn(ofName name: String) async throws(SourceFailure) -> String {
    let answer: JSONDocument
    do throws(SourceFailure) {
      answer = try await ask("DescribeLogGroups", "{\"logGroupNamePrefix\":\(jsonString(name)),\"limit\":1}")
    } catch {
      guard error.kind == .lasting else { throw error }
      throw SourceFailure(
        .lasting, "\(error.description); a group that is named by its ARN is not looked up",
        status: error.status)
    }
    let arn = answer.withView { root -> String? in
      var found: String?
      root.member("logGroups")?.forEachElement { group in
        guard group.member("logGroupName")?.text?.string == name else { return true }
        found = (group.member("logGroupArn") ?? group.member("arn"))?.text?.string
        return false
      }
      return found
    }
    guard let arn else {
      throw SourceFailure(.lasting, "there is no log group \(name); check the name and the region")
    }
    return arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn
  }
}
