import YAML

/// Why a theme could not be used: the file, the place in it and what to do.
package struct ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
  package let file: String
  /// From 1; nil when it is not about a place in the file.
  package let line: Int?
  /// What is wrong and what to do about it.
  package let message: String

  package var description: String { line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)" }
}

extension Theme {
  /// Reads a theme.
  ///
  ///     name: dark
  ///     roles:
  ///       text: {colour: "#d0d4da", ansi: white}
  ///       critical: {colour: "#ff5f5f", ansi: bright-red, bold: true}
  ///
  /// Every key of a role is optional, and so is every role: what is left out is the terminal's own. With `extends: dark`
  /// it is that of the built-in theme named.
  ///
  /// - Throws: `ThemeError` naming `file` and the line for what is no YAML, an unknown key or role, or a value that cannot be.
  package init(yaml: String, file: String) throws(ThemeError) {
    var reader = ThemeReader(file: file)
    try reader.read(yaml)
    self.init(name: reader.name, looks: reader.looks)
  }
}

/// The walk over a theme's file.
private struct ThemeReader {
  let file: String
  var name = ""
  var looks: [Role: Theme.Look] = [:]

  init(file: String) { self.file = file }

  mutating func read(_ yaml: String) throws(ThemeError) {
    let root: YAMLNode
    do { root = try YAMLNode.document(yaml) } catch {
      throw ThemeError(file: file, line: error.line, message: error.message)
    }
    let entries = try entries(of: root, "a theme is a mapping with the keys name and roles")
    if let entry = entries.first(where: { $0.key == "extends" }) { try extend(entry) }
    for entry in entries {
      switch entry.key {
      case "name": name = entry.value.text ?? ""
      case "roles": try readRoles(entry.value)
      case "extends": break
      default: throw wrong(entry, "unknown key; a theme has the keys name and roles, and may have extends")
      }
    }
    guard !name.isEmpty else {
      throw ThemeError(file: file, line: root.line, message: "the theme needs a name: add the key name")
    }
  }

  /// Begins with the looks of a built-in theme.
  private mutating func extend(_ entry: YAMLEntry) throws(ThemeError) {
    guard let base = embeddedThemes.first(where: { $0.name == entry.value.text }) else {
      throw wrong(
        entry, "a theme extends a built-in one: \(ThemeLibrary.builtInNames.joined(separator: ", "))")
    }
    let theme = try Theme(yaml: base.yaml, file: "the built-in theme \(base.name)")
    for role in Role.allCases { looks[role] = theme[role] }
  }

  private mutating func readRoles(_ node: YAMLNode) throws(ThemeError) {
    for entry in try entries(of: node, "roles is a mapping from a role to its look") {
      guard let role = Role(rawValue: entry.key) else {
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw wrong(entry, "unknown role; the roles are \(known)")
      }
      looks[role] = try look(entry.value, over: looks[role] ?? Theme.Look())
    }
  }

  private func look(_ node: YAMLNode, over base: Theme.Look) throws(ThemeError) -> Theme.Look {
    var look = base
    for entry in try entries(of: node, "a role's look is a mapping such as {colour: \"#rrggbb\", ansi: red}")
    {
      switch entry.key {
      case "colour": look.colour = try colour(entry)
      case "ansi": look.ansi = try ansi(entry)
      case "bold": look.bold = try truth(entry)
      case "underline": look.underline = try truth(entry)
      case "reverse": look.reverse = try truth(entry)
      default: throw wrong(entry, "unknown key; a look has colour, ansi, bold, underline and reverse")
      }
    }
    return look
  }

  private func colour(_ entry: YAMLEntry) throws(ThemeError) -> Colour {
    guard let text = entry.value.text, let colour = Colour(hex: text) else {
      throw wrong(entry, "write a colour as \"#rrggbb\", in quotes")
    }
    return colour
  }

  private func ansi(_ entry: YAMLEntry) throws(ThemeError) -> Ansi16 {
    guard let text = entry.value.text, let colour = Ansi16(name: text) else {
      let known = Ansi16.allCases.map(\.name).joined(separator: ", ")
      throw wrong(entry, "the sixteen colours are \(known)")
    }
    return colour
  }

  private func truth(_ entry: YAMLEntry) throws(ThemeError) -> Bool {
    switch entry.value.text {
    case "true": return true
    case "false": return false
    default: throw wrong(entry, "write true or false")
    }
  }

  private func entries(of node: YAMLNode, _ otherwise: String) throws(ThemeError) -> [YAMLEntry] {
    guard let entries = node.mapping else {
      throw ThemeError(file: file, line: node.line, message: otherwise)
    }
    return entries
  }

  private func wrong(_ entry: YAMLEntry, _ message: String) -> ThemeError {
    ThemeError(file: file, line: entry.line, message: "\(entry.key): \(message)")
  }
}
