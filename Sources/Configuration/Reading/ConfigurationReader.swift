import Query
import YAML

/// The walk over a configuration's tree. A mistake is noted and the walk goes on, so that one run names them all.
struct ConfigurationReader {
  let file: String
  /// What `~` stands for at the beginning of a path.
  let home: String?
  private(set) var mistakes: [ConfigurationError] = []

  init(file: String, home: String?) { (self.file, self.home) = (file, home) }

  mutating func refuse(_ message: String, at place: FilePlace) {
    mistakes.append(ConfigurationError(file: file, place: place, message: message))
  }

  /// The entries of a mapping in the order written, those without a value left out.
  ///
  /// - Parameter known: the keys it may have; nil where any will do.
  mutating func entries(_ field: Field, known: [String]?) -> [Field] {
    guard let entries = field.node.mapping else {
      let example = known.map { "the keys \($0.joined(separator: ", "))" } ?? "names and their values"
      refuse("\(field.path): write a mapping with \(example)", at: field.place)
      return []
    }
    return entries.compactMap { entry in
      let place = FilePlace(line: entry.line, column: entry.column)
      if let known, !known.contains(entry.key) {
        refuse(unknown(entry.key, in: field.path, known), at: place)
        return nil
      }
      if entry.value.scalar?.isNull == true { return nil }
      return Field(
        key: entry.key, keyPlace: place, path: field.path + (field.path.isEmpty ? "" : ".") + entry.key,
        node: entry.value)
    }
  }

  private func unknown(_ key: String, in path: String, _ known: [String]) -> String {
    let place = path.isEmpty ? "" : " in \(path)"
    let close = Spelling.closest(to: key, among: known).map { "did you mean \($0)? " } ?? ""
    return "unknown key \"\(key)\"\(place); \(close)the keys are \(known.joined(separator: ", "))"
  }

  /// A single value, which has to pass `check`: what it is to be, in words, or nil when it is well.
  mutating func text(_ field: Field, _ check: (String) -> String? = { _ in nil }) -> String? {
    guard let text = field.node.text, !text.isEmpty else {
      refuse("\(field.path): write a text", at: field.place)
      return nil
    }
    if let wanted = check(text) {
      refuse("\(field.path): \"\(text)\" is not usable; \(wanted)", at: field.place)
      return nil
    }
    return text
  }

  mutating func placed(_ field: Field, _ check: (String) -> String? = { _ in nil }) -> Placed<String>? {
    text(field, check).map { Placed($0, at: field.place) }
  }

  /// A list of values.
  mutating func texts(_ field: Field, _ check: (String) -> String? = { _ in nil }) -> [Placed<String>] {
    elements(field).compactMap { placed($0, check) }
  }

  /// The elements of a list, each named by its place in it.
  mutating func elements(_ field: Field) -> [Field] {
    guard let nodes = field.node.sequence else {
      refuse("\(field.path): write a list, as in [first, second]", at: field.place)
      return []
    }
    return nodes.enumerated().map { index, node in
      Field(key: field.key, keyPlace: field.keyPlace, path: "\(field.path)[\(index)]", node: node)
    }
  }

  mutating func truth(_ field: Field) -> Bool? {
    switch field.node.scalar.map({ $0.isPlain ? $0.text : "" }) {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default:
      refuse("\(field.path): write true or false", at: field.place)
      return nil
    }
  }

  /// A path, `~/` taken as the home directory.
  mutating func path(_ field: Field) -> String? { text(field).map(expanded) }

  func expanded(_ path: String) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

/// A value of the tree and the way to it.
struct Field {
  let key: String
  let keyPlace: FilePlace
  /// As messages name it: `contexts.prod.theme`.
  let path: String
  let node: YAMLNode

  var place: FilePlace { FilePlace(line: node.line, column: node.column) }
}
