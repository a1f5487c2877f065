/// Where a rule was written.
package struct RulePlace: Hashable, Sendable, CustomStringConvertible {
  package let path: String
  /// From 1.
  package let line: Int

  package var description: String { "\(path):\(line)" }

  /// Whether it is inside the program, and no file.
  package var isBuiltIn: Bool { path.hasPrefix(BuiltInRules.folder) }
}

/// A rule file's name and text.
package struct RuleFile: Sendable {
  package let path: String
  package let text: String

  package init(path: String, text: String) { (self.path, self.text) = (path, text) }

  /// The last part of the path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Whether it holds an event pattern: by its name, else by its first letter.
  var isJSON: Bool {
    let lowered = name.lowercased()
    if lowered.hasSuffix(".json") { return true }
    if lowered.hasSuffix(".yml") || lowered.hasSuffix(".yaml") { return false }
    return text.utf8.first { $0 > 0x20 } == UInt8(ascii: "{")
  }
}

/// Why a rule file cannot be honoured.
package struct RuleRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  /// From 1.
  package let line: Int
  /// From 1.
  package let column: Int
  package let reason: String

  package var description: String { "\(path):\(line):\(column): \(reason)" }
}

/// Every reason for which rule files cannot be honoured, in the order of the files; at least one.
package struct RuleRefusals: Error, Sendable {
  package let all: [RuleRefusal]
}
