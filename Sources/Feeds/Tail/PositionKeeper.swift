import State

/// Where it is kept how far a source's files have been read, from one run to the next.
package struct PositionKeeper: Sendable {
  private let file: StateFile
  private let reader: String
  private let source: String

  /// - Parameters:
  ///   - reader: who reads: one command with one question.
  ///   - source: the source's name.
  package init(_ file: StateFile, reader: String, source: String) {
    (self.file, self.reader, self.source) = (file, reader, source)
  }

  /// The positions of the run before; nil where there was none, or none that can be read.
  var positions: [String: FilePosition]? { try? file.filePositions(of: reader, source: source) }

  /// Keeps positions, called once what lies before them has been given; says why it cannot.
  func keep(_ positions: [String: FilePosition], isAll: Bool) -> String? {
    do throws(StateError) {
      try file.keep(positions, isAll: isAll, of: reader, source: source)
      return nil
    } catch {
      return "how far files were read cannot be kept: \(error)"
    }
  }
}
