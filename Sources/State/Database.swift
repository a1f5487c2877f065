import CSQLite

/// A SQLite file. For one thread at a time.
final class Database {
  /// How it is opened.
  enum Mode { case write, frozen }

  /// What stands in a column or is given to a parameter.
  enum Value {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
  }

  private let handle: OpaquePointer

  /// - Parameter patience: milliseconds that another process' lock is waited for.
  init(_ path: String, _ mode: Mode, patience: Int32) throws(StateError) {
    var result = IW_SQLITE_FAILED
    guard
      let handle = iw_sqlite_open(
        path, mode == .write ? IW_SQLITE_WRITE : IW_SQLITE_FROZEN, patience, &result)
    else { throw .failed("out of memory") }
    if let error = StateError(result, words: String(cString: iw_sqlite_message(handle))) {
      iw_sqlite_close(handle)
      throw error
    }
    self.handle = handle
  }

  deinit { iw_sqlite_close(handle) }

  /// Runs statements that give no rows.
  func run(_ sql: String) throws(StateError) { try check(iw_sqlite_run(handle, sql)) }

  /// Runs one statement with its parameters and calls `row` with each row it gives.
  func run(_ sql: String, _ values: [Value], row: (Row) -> Void = { _ in }) throws(StateError) {
    var result = IW_SQLITE_FAILED
    guard let statement = iw_sqlite_prepare(handle, sql, &result) else {
      try check(result)
      throw .failed("out of memory")
    }
    defer { iw_statement_free(statement) }
    for (index, value) in values.enumerated() { set(value, statement, Int32(index + 1)) }
    while true {
      let result = iw_statement_step(statement)
      guard result == IW_SQLITE_ROW else { return try check(result) }
      row(Row(statement: statement))
    }
  }

  /// Runs `body` as one change: all of it or, when it throws, nothing.
  func transaction(_ body: () throws(StateError) -> Void) throws(StateError) {
    try run("BEGIN IMMEDIATE")
    do throws(StateError) {
      try body()
      try run("COMMIT")
    } catch {
      // Where SQLite has rolled back by itself there is nothing left to undo.
      try? run("ROLLBACK")
      throw error
    }
  }

  private func set(_ value: Value, _ statement: OpaquePointer, _ index: Int32) {
    switch value {
    case .null: break
    case .integer(let number): iw_statement_set_integer(statement, index, number)
    case .text(let text):
      var text = text
      text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) { letters in
          // An empty text may have no place; it is still not NULL.
          if let start = letters.baseAddress {
            iw_statement_set_text(statement, index, start, letters.count)
          } else {
            iw_statement_set_text(statement, index, "", 0)
          }
        }
      }
    case .bytes(let bytes):
      bytes.withUnsafeBytes { iw_statement_set_bytes(statement, index, $0.baseAddress, $0.count) }
    }
  }

  private func check(_ result: iw_sqlite_result) throws(StateError) {
    if let error = StateError(result, words: String(cString: iw_sqlite_message(handle))) { throw error }
  }

  /// A row of an answer, to be read before the next one comes.
  struct Row {
    fileprivate let statement: OpaquePointer

    func integer(_ index: Int) -> Int64 { iw_statement_integer(statement, Int32(index)) }

    func bytes(_ index: Int) -> [UInt8]? {
      guard !iw_statement_is_null(statement, Int32(index)) else { return nil }
      var size = 0
      let start = iw_statement_bytes(statement, Int32(index), &size)
      return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size))
    }

    func text(_ index: Int) -> String? { bytes(index).map { String(decoding: $0, as: UTF8.self) } }
  }
}
