import CPCRE
import CloudTrail

/// A Perl-compatible regular expression that is known to compile.
package struct RegexPattern: Hashable, Sendable {
  /// How an expression reads a text.
  package struct Options: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let ignoreCase = Options(rawValue: 1)
    /// `^` and `$` match at line ends.
    package static let multiLine = Options(rawValue: 2)
    /// `.` matches line ends.
    package static let dotAll = Options(rawValue: 4)
  }

  /// Why an expression does not compile.
  package struct Refusal: Error, Hashable {
    /// PCRE2's words.
    package let reason: String
    /// The bytes of the expression before the place where it gave up.
    package let offset: Int
  }

  /// The expression as written.
  package let source: ExactString
  package let options: Options
  /// Ready to match.
  let compiled: CompiledRegex

  /// The most bytes an expression may have.
  package static let longest = 4096

  /// Checks that the expression compiles; throws PCRE2's reason where not, or when it is longer than
  /// ``longest``.
  package init(_ source: String, options: Options = []) throws(Refusal) {
    guard source.utf8.count <= RegexPattern.longest else {
      throw Refusal(reason: "longer than \(RegexPattern.longest) bytes", offset: RegexPattern.longest)
    }
    compiled = try CompiledRegex(source, options: options)
    self.source = ExactString(source)
    self.options = options
  }

  package static func == (left: RegexPattern, right: RegexPattern) -> Bool {
    left.source == right.source && left.options == right.options
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(options)
  }
}
