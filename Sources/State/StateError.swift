import CSQLite

/// Why the state could not be read or written.
package enum StateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is no database, or not a whole one.
  case damaged
  /// Another process held it for longer than the patience.
  case busy
  /// It can be read, not written.
  case readOnly
  /// A later version of the program has written it.
  case newer(version: Int)
  /// Anything else, in the system's or SQLite's words.
  case failed(String)

  package var description: String {
    switch self {
    case .damaged: "it is damaged"
    case .busy: "another process is writing to it"
    case .readOnly: "it cannot be written"
    case .newer(let version): "a later version of iamwatch wrote it (schema \(version))"
    case .failed(let words): words
    }
  }

  /// The error that a call of SQLite came to; nil for none.
  init?(_ result: iw_sqlite_result, words: @autoclosure () -> String) {
    switch result {
    case IW_SQLITE_OK, IW_SQLITE_ROW: return nil
    case IW_SQLITE_DAMAGED: self = .damaged
    case IW_SQLITE_BUSY: self = .busy
    case IW_SQLITE_READONLY: self = .readOnly
    default: self = .failed(words())
    }
  }
}
