/// Takes the lines of a file of the AWS CLI's one after the other.
struct INIReader {
  private struct Raw {
    var lines: [String]
    let line: Int
  }

  private struct RawSection {
    let name: String
    let line: Int
    var settings: [String: Raw] = [:]
  }

  private let file: String
  /// The sections in order; the first lends its settings to all others.
  private var sections = [RawSection(name: "DEFAULT", line: 0)]
  private var current: Int?
  private var option: String?
  private var indent = 0

  init(file: String) { self.file = file }

  mutating func take(_ line: Substring, number: Int) throws(CredentialsError) {
    let text = line.trimmed
    if text.hasPrefix("#") || text.hasPrefix(";") { return }
    if text.isEmpty {
      extend(by: "")
      return
    }
    let depth = line.prefix { $0.isWhitespace }.count
    if option != nil, depth > indent {
      extend(by: String(text))
      return
    }
    indent = depth
    if text.hasPrefix("["), let end = text.lastIndex(of: "]"), end > text.index(after: text.startIndex) {
      try begin(String(text[text.index(after: text.startIndex)..<end]), number)
    } else {
      try set(text, number)
    }
  }

  private mutating func extend(by line: String) {
    guard let current, let option else { return }
    sections[current].settings[option]?.lines.append(line)
  }

  private mutating func begin(_ name: String, _ number: Int) throws(CredentialsError) {
    option = nil
    if name == "DEFAULT" {
      current = 0
      return
    }
    if let first = sections.first(where: { $0.name == name }) {
      throw mistake("the section [\(name)] begins a second time, first in line \(first.line)", number)
    }
    sections.append(RawSection(name: name, line: number))
    current = sections.count - 1
  }

  private mutating func set(_ text: Substring, _ number: Int) throws(CredentialsError) {
    guard let current else {
      throw mistake("a setting stands before the first [section]", number)
    }
    guard let mark = text.firstIndex(where: { $0 == "=" || $0 == ":" }), mark > text.startIndex else {
      throw mistake("this line is neither a [section] nor name = value", number)
    }
    let name = String(text[..<mark].trimmed).lowercased()
    if let first = sections[current].settings[name] {
      let header = sections[current].name
      throw mistake("\(name) is set a second time in [\(header)], first in line \(first.line)", number)
    }
    let value = String(text[text.index(after: mark)...].trimmed)
    sections[current].settings[name] = Raw(lines: [value], line: number)
    option = name
  }

  func finished() throws(CredentialsError) -> [INISection] {
    var finished: [INISection] = []
    for section in sections.dropFirst() {
      let all = section.settings.merging(sections[0].settings) { own, _ in own }
      var settings: [String: INISetting] = [:]
      for (name, raw) in all { settings[name] = try setting(raw, name) }
      let place = SettingPlace(file: file, line: section.line)
      finished.append(INISection(name: section.name, place: place, settings: settings))
    }
    return finished
  }

  /// A value that begins with a line break is a nested block: names and values around the first `=`.
  private func setting(_ raw: Raw, _ name: String) throws(CredentialsError) -> INISetting {
    let place = SettingPlace(file: file, line: raw.line)
    let text = String(raw.lines.joined(separator: "\n").trimmedEnd)
    guard text.hasPrefix("\n") else { return INISetting(value: .text(text), place: place) }
    var nested: [String: String] = [:]
    for line in raw.lines where !line.isEmpty {
      guard let mark = line.firstIndex(of: "=") else {
        throw mistake("the block below \"\(name) =\" has a line that is not name = value", raw.line)
      }
      nested[String(line[..<mark].trimmed)] = String(line[line.index(after: mark)...].trimmed)
    }
    return INISetting(value: .nested(nested), place: place)
  }

  private func mistake(_ reason: String, _ line: Int) -> CredentialsError {
    .malformedFile(SettingPlace(file: file, line: line), reason)
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Without the blanks around it.
  var trimmed: Substring { drop { $0.isWhitespace }.trimmedEnd }
}

extension BidirectionalCollection where Element == Character, SubSequence == Substring {
  /// Without the blanks at its end.
  var trimmedEnd: Substring {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return self[startIndex..<startIndex] }
    return self[...last]
  }
}
