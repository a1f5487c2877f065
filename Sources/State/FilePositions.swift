/// How far a file that grows has been read.
package struct FilePosition: Hashable, Sendable {
  /// By which the file is known again.
  package var inode: UInt64
  /// Bytes.
  package var offset: Int
  /// It was read whole, as a compressed file is.
  package var isTaken: Bool

  package init(inode: UInt64, offset: Int, isTaken: Bool) {
    (self.inode, self.offset, self.isTaken) = (inode, offset, isTaken)
  }
}

extension StateFile {
  /// How far the files of a source have been read, by their paths; nil where it was never followed.
  package func filePositions(
    of reader: String, source: String
  ) throws(StateError) -> [String: FilePosition]? {
    try use { database throws(StateError) in
      var positions: [String: FilePosition]?
      try database.run(
        "SELECT path, inode, offset, is_taken FROM file_positions WHERE reader = ? AND source = ?",
        [.text(reader), .text(source)]
      ) { row in
        guard let path = row.text(0) else { return }
        positions = positions ?? [:]
        // That of no file says that the source is followed.
        guard !path.isEmpty else { return }
        positions?[path] = FilePosition(
          inode: UInt64(bitPattern: row.integer(1)), offset: Int(row.integer(2)),
          isTaken: row.integer(3) != 0)
      }
      return positions
    }
  }

  /// Keeps how far files have been read; from now on the source has been followed.
  /// - Parameter isAll: whether all other files are gone.
  package func keep(
    _ positions: [String: FilePosition], isAll: Bool, of reader: String, source: String
  ) throws(StateError) {
    try change { database throws(StateError) in
      if isAll {
        try database.run(
          "DELETE FROM file_positions WHERE reader = ? AND source = ?", [.text(reader), .text(source)])
        try database.run(
          "INSERT INTO file_positions VALUES (?, ?, '', 0, 0, 0)", [.text(reader), .text(source)])
      }
      for (path, position) in positions {
        try database.run(
          "INSERT OR REPLACE INTO file_positions VALUES (?, ?, ?, ?, ?, ?)",
          [
            .text(reader), .text(source), .text(path), .integer(Int64(bitPattern: position.inode)),
            .integer(Int64(position.offset)), .integer(position.isTaken ? 1 : 0),
          ])
      }
    }
  }
}
