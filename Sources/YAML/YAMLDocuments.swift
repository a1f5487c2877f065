extension YAMLNode {
  /// The documents of `text` in order; a text of blanks and comments has none.
  ///
  /// - Throws: `YAMLError` for what is no YAML, a key written twice in a mapping (compared by bytes), a key that is no scalar, an alias
  ///   without its anchor, and for more than `YAMLLimits` allow.
  package static func documents(
    _ text: String, limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLError) -> [YAMLNode] {
    var text = text
    let result: Result<[YAMLNode], YAMLError> = text.withUTF8 { bytes in
      Result { () throws(YAMLError) in
        var composer = try YAMLComposer(events: YAMLEvents(of: bytes, limits: limits), limits: limits)
        return try composer.documents()
      }
    }
    return try result.get()
  }

  /// The only document of `text`.
  ///
  /// - Throws: `YAMLError` as `documents` does, and when there is none or more than one.
  package static func document(_ text: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError)
    -> YAMLNode
  {
    let all = try documents(text, limits: limits)
    guard let first = all.first else {
      throw YAMLError(line: 1, column: 1, message: "nothing is written here")
    }
    guard all.count == 1 else {
      throw YAMLError(
        line: all[1].line, column: all[1].column, message: "a second document; only one is read here")
    }
    return first
  }
}

/// What a text may ask for before it is refused: a rule file or a theme stays far below.
package struct YAMLLimits: Sendable {
  /// Collections inside one another.
  package var depth: Int
  /// Nodes of all documents, every alias counted with all it stands for.
  package var nodes: Int

  package init(depth: Int = 64, nodes: Int = 200_000) {
    self.depth = depth
    self.nodes = nodes
  }
}
