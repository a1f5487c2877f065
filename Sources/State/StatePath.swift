/// Where the state is kept (DESIGN, Files).
package enum StatePath {
  /// `$XDG_STATE_HOME/iamwatch/state.db`, else `~/.local/state/iamwatch/state.db`; nil when no home is known.
  ///
  /// - Parameter environment: the value of a variable, nil when it is not set.
  package static func file(environment: (String) -> String?) -> String? {
    func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    // The XDG base directory specification: a relative path in the variable is to be ignored.
    let base =
      value("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? value("HOME").map { $0 + "/.local/state" }
    return base.map { $0 + "/iamwatch/state.db" }
  }
}
