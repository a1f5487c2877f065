import CPCRE

/// A regular expression ready to match, shared by any number of threads.
///
/// `@unchecked`: PCRE2's compiled code and match context are only read after `init` (pcre2api,
/// "Multithreading").
final class CompiledRegex: @unchecked Sendable {
  private let handle: OpaquePointer

  init(_ source: String, options: RegexPattern.Options) throws(RegexPattern.Refusal) {
    var error: Int32 = 0
    var offset = 0
    let bytes = Array(source.utf8)
    guard let handle = cpcre_compile(bytes, bytes.count, options.rawValue, &error, &offset) else {
      throw RegexPattern.Refusal(reason: CompiledRegex.words(for: error), offset: min(offset, bytes.count))
    }
    self.handle = handle
  }

  deinit { cpcre_free(handle) }

  /// Whether the expression matches somewhere in `text`. An attempt that meets a limit counts as no match.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    cpcre_matches(handle, text.baseAddress, text.count) == 1
  }

  private static func words(for error: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 160)
    cpcre_error_words(error, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
