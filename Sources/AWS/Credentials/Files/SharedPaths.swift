/// Where the AWS CLI's files lie.
package struct SharedPaths: Hashable, Sendable {
  /// `AWS_CONFIG_FILE`, else `~/.aws/config`.
  package let config: String
  /// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
  package let credentials: String
  /// Where `aws sso login` leaves its tokens.
  package let ssoCache: String

  package init(_ environment: AWSEnvironment) {
    config = environment.expanded(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config")
    credentials = environment.expanded(environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
    ssoCache = environment.expanded("~/.aws/sso/cache")
  }
}

/// The variables of a process, as far as they are AWS's; an empty one counts as not set.
package struct AWSEnvironment: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  /// Every variable as it is, for programs that are started.
  let all: [String: String]

  package init(_ variables: [String: String]) { all = variables }

  package var description: String { "\(all.count) variables" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  package subscript(name: String) -> String? { all[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Whether a variable says true; nil when it is not set.
  func truth(_ name: String) -> Bool? { self[name].map { $0.lowercased() == "true" } }

  /// A path with `~`, `$NAME` and `${NAME}` filled in, as the AWS CLI has it; what is not known is left as it stands.
  func expanded(_ path: String) -> String {
    let filled = withVariables(path)
    guard filled == "~" || filled.hasPrefix("~/"), let home = self["HOME"] else { return filled }
    return home + filled.dropFirst()
  }

  private func withVariables(_ path: String) -> String {
    var result = ""
    var rest = path[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      let braced = rest.dropFirst().first == "{"
      let name = rest.dropFirst(braced ? 2 : 1).prefix {
        braced ? $0 != "}" : $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
      }
      let end = braced && name.endIndex < rest.endIndex ? rest.index(after: name.endIndex) : name.endIndex
      let whole = rest[..<end]
      let isClosed = !braced || whole.last == "}"
      result += isClosed ? self[String(name)] ?? String(whole) : String(whole)
      rest = rest[end...]
    }
    return result + rest
  }
}
