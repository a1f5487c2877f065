import YAML

extension Configuration {
  /// The keys at the top of the file.
  static let sections = [
    "default_context", "contexts", "accounts", "account_names", "pipeline", "notify", "limits", "rules",
    "geoip", "mutes", "filters", "keys", "placeholders",
  ]

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - file: how messages call it.
  ///   - home: what `~` stands for; nil leaves it as it is.
  /// - Throws: every mistake, with its line and column.
  package init(yaml: String, file: String, home: String?) throws(ConfigurationErrors) {
    self.init()
    let documents: [YAMLNode]
    do { documents = try YAMLNode.documents(yaml) } catch {
      let place = FilePlace(line: error.line, column: error.column)
      throw ConfigurationErrors([ConfigurationError(file: file, place: place, message: error.message)])
    }
    var reader = ConfigurationReader(file: file, home: home)
    if let root = documents.first, root.scalar?.isNull != true {
      let whole = Field(key: "", keyPlace: FilePlace(line: 1, column: 1), path: "", node: root)
      reader.read(whole, into: &self)
    }
    if documents.count > 1 {
      let place = FilePlace(line: documents[1].line, column: documents[1].column)
      reader.refuse("a second document; only one is read here", at: place)
    }
    guard reader.mistakes.isEmpty else { throw ConfigurationErrors(reader.mistakesInOrder) }
  }
}

extension ConfigurationReader {
  fileprivate mutating func read(_ root: Field, into configuration: inout Configuration) {
    guard root.node.mapping != nil else {
      let keys = Configuration.sections.joined(separator: ", ")
      return refuse("a configuration is a mapping with the keys \(keys)", at: root.place)
    }
    let sections = entries(root, known: Configuration.sections)
    // Saved filters first: others may use them, wherever they stand.
    for section in sections where section.key == "filters" { configuration.filters = filters(section) }
    for section in sections {
      switch section.key {
      case "default_context": configuration.defaultContext = placed(section)
      case "contexts": configuration.contexts = contexts(section, filters: configuration.filters)
      case "accounts": configuration.accounts = accounts(section)
      case "account_names": configuration.accountNames = accountNames(section)
      case "pipeline": configuration.pipeline = pipeline(section)
      case "notify": configuration.notify = notify(section)
      case "limits": configuration.limits = limits(section)
      case "rules":
        configuration.rules = texts(section).map { Placed(expanded($0.value), at: $0.place) }
      case "geoip": configuration.geoip = placed(section).map { Placed(expanded($0.value), at: $0.place) }
      case "mutes": configuration.mutes = mutes(section)
      case "keys": configuration.keys = keys(section)
      case "placeholders": configuration.placeholders = placeholders(section)
      default: break
      }
    }
    check(configuration.defaultContext, among: configuration.contexts)
  }

  private mutating func check(_ chosen: Placed<String>?, among contexts: [Configuration.Context]) {
    guard let chosen, !contexts.contains(where: { $0.name == chosen.value }) else { return }
    let names = contexts.map(\.name).joined(separator: ", ")
    refuse(
      "default_context: there is no context \"\(chosen.value)\"; "
        + (names.isEmpty ? "write it under contexts" : "the contexts are \(names)"), at: chosen.place)
  }

  fileprivate var mistakesInOrder: [ConfigurationError] {
    let numbered = mistakes.enumerated().map { index, error in
      (key: (error.place?.line ?? 0, error.place?.column ?? 0, index), error: error)
    }
    return numbered.sorted { $0.key < $1.key }.map(\.error)
  }
}
