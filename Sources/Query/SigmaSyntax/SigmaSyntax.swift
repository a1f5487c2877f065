import CloudTrail
import YAML

/// Reads Sigma's documents (specification version 2, as of its JSON schemas 2.0 and 2.1) about CloudTrail records.
package enum SigmaSyntax {
  /// Values by the placeholder's name, for the modifier `expand`.
  package typealias Placeholders = [String: [String]]

  /// The most bytes of a file.
  package static let longest = 4 << 20

  /// The documents of a file, in order.
  ///
  /// - Throws: ``SigmaError`` for text that is no YAML and for whatever of a document the specification does not have or cannot be
  ///   honoured here: nothing is left out in silence.
  package static func documents(
    from text: String, placeholders: Placeholders = [:]
  ) throws(SigmaError) -> [SigmaDocument] {
    guard text.utf8.count <= longest else {
      throw SigmaError("the file is longer than \(longest >> 20) MiB", line: 1)
    }
    let nodes: [YAMLNode]
    do { nodes = try YAMLNode.documents(text) } catch {
      throw SigmaError(error.message, line: error.line, column: error.column)
    }
    if nodes.isEmpty { throw SigmaError("nothing is written here", line: 1) }
    var documents: [SigmaDocument] = []
    for node in nodes {
      documents.append(try SigmaReader(document: node, placeholders: placeholders).parsed())
    }
    return documents
  }
}
