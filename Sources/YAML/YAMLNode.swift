/// A node of a YAML document, with the place where it was written.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  package let content: Content
  /// The line it starts on, from 1.
  package let line: Int
  /// The column it starts in, from 1, in characters.
  package let column: Int
}

/// A scalar as written: what it means (a number, a truth, a text) is for the reader of the field to say.
package struct YAMLScalar: Sendable {
  package let text: String
  /// Whether it was written without quotes and not as a block, so that `null`, `true` and `5` are not texts.
  package let isPlain: Bool

  /// Whether it is YAML's null: plain and empty, `~` or `null`.
  package var isNull: Bool {
    guard isPlain else { return false }
    return switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }
}

/// A key of a mapping and what it stands for.
package struct YAMLEntry: Sendable {
  package let key: String
  /// The line of the key, from 1.
  package let line: Int
  /// The column of the key, from 1.
  package let column: Int
  package let value: YAMLNode
}

extension YAMLNode {
  /// The scalar, or nil for a collection.
  package var scalar: YAMLScalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The scalar's text, or nil for a collection or a null.
  package var text: String? { scalar.flatMap { $0.isNull ? nil : $0.text } }

  /// The elements, or nil when it is no sequence.
  package var sequence: [YAMLNode]? {
    if case .sequence(let nodes) = content { nodes } else { nil }
  }

  /// The entries in the order they were written, or nil when it is no mapping.
  package var mapping: [YAMLEntry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value of `key` in a mapping, keys compared by their bytes; nil when there is none.
  package subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    for entry in entries where entry.key.hasBytes(of: key) { return entry.value }
    return nil
  }
}

extension String {
  /// Whether another text is the same by its bytes.
  func hasBytes(of other: String) -> Bool {
    // Most are not of one length, and comparing byte by byte takes long.
    guard utf8.count == other.utf8.count, self == other else { return false }
    return utf8.elementsEqual(other.utf8)
  }
}
