/// Where a setting stands, for errors.
package struct SettingPlace: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}

/// One value of the AWS CLI's files, which may be a secret and is never printed.
package struct INISetting: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package enum Value: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    case text(String)
    /// An indented block such as that of `s3 =`, one level deep.
    case nested([String: String])

    package var description: String { "(value)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
  }

  package let value: Value
  package let place: SettingPlace

  package var description: String { "(value) at \(place)" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// The value of a plain setting; nil for a nested block.
  package var text: String? {
    if case .text(let text) = value { text } else { nil }
  }
}

/// `[name]` and what stands below it.
package struct INISection: Equatable, Sendable {
  package let name: String
  package let place: SettingPlace
  package var settings: [String: INISetting]
}

/// A file of the AWS CLI's, sections in their order.
///
/// Read as botocore's `configloader.raw_config_parse` reads it, which is Python's `RawConfigParser` and a nested level:
/// `=` or `:` ends a name, names are lower case, `#` and `;` begin comments only at a line's beginning, a deeper indented line
/// continues a value over empty lines, `[DEFAULT]` lends its settings to every section, and nothing may stand twice.
package struct INIFile: Sendable {
  package let sections: [INISection]

  /// - Throws: the first mistake, with its line.
  package init(_ text: String, file: String) throws(CredentialsError) {
    var reader = INIReader(file: file)
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    for (index, line) in lines.enumerated() { try reader.take(line, number: index + 1) }
    sections = try reader.finished()
  }
}
