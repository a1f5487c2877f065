import Cores

/// The rules inside the binary, those of the folder `Rules/`.
package enum BuiltInRules {
  /// Their files, with the events that they are tested with; the paths begin with ``folder``.
  package static let testedFiles = embeddedRules.map { RuleFile(path: folder + $0.path, text: $0.yaml) }

  /// Their files to be run: without the test events, which are two thirds of the text and would be read at every start.
  package static let files = testedFiles.mapOnAllCores {
    RuleFile(path: $0.path, text: withoutTests($0.text))
  }

  /// What no path of a user's file begins with.
  static let folder = "<built-in>/"

  /// The text with empty lines in place of its blocks `tests`: the lines of the rest keep their numbers.
  private static func withoutTests(_ text: String) -> String {
    var (kept, isTests) = ([UInt8](), false)
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let isIndented = line.first == UInt8(ascii: " ")
      isTests = line.elementsEqual("tests:".utf8) || (isTests && isIndented)
      if !isTests { kept += line }
      kept.append(UInt8(ascii: "\n"))
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
