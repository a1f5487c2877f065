import Query
import YAML

/// The sections that are a list of names and their values.
extension ConfigurationReader {
  /// What is asked so often a second at most.
  private static let limited = ["logs", "insights", "opensearch"]

  mutating func limits(_ section: Field) -> [String: Double] {
    var limits: [String: Double] = [:]
    for entry in entries(section, known: ConfigurationReader.limited) {
      guard let text = text(entry) else { continue }
      guard let number = Double(text), number > 0, number <= 1000 else {
        refuse(
          "\(entry.path): \"\(text)\" is not usable; write requests a second, above 0, at most 1000",
          at: entry.place)
        continue
      }
      limits[entry.key] = number
    }
    return limits
  }

  mutating func filters(_ section: Field) -> [SavedFilter] {
    entries(section, known: nil).compactMap { entry in
      if let wanted = Forms.filterName(entry.key) {
        refuse("filters: \"\(entry.key)\" is not usable; \(wanted)", at: entry.keyPlace)
      }
      return filter(entry).map { SavedFilter(name: entry.key, text: $0.value) }
    }
  }

  /// A key, a list of keys, or `none`. Which commands and keys there are is the keymap's to know.
  mutating func keys(_ section: Field) -> [Configuration.KeySetting] {
    guard section.node.mapping != nil else {
      refuse("keys: write commands and their keys, as in {freeze: space}", at: section.place)
      return []
    }
    return entries(section, known: nil).map { entry in
      let command = Placed(entry.key, at: entry.keyPlace)
      if entry.node.sequence != nil { return Configuration.KeySetting(command: command, keys: texts(entry)) }
      let key = placed(entry)
      return Configuration.KeySetting(
        command: command, keys: key?.value == "none" ? [] : key.map { [$0] } ?? [])
    }
  }

  mutating func placeholders(_ section: Field) -> [Configuration.Placeholder] {
    entries(section, known: nil).map { entry in
      Configuration.Placeholder(name: entry.key, values: texts(entry).map(\.value))
    }
  }
}
