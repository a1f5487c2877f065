extension Configuration {
  /// Where accounts' names come from beside the accounts themselves, whose names go before.
  package struct AccountNames: Hashable, Sendable {
    /// A CSV file of ids and names.
    package var file: Placed<String>?
    /// AWS Organizations is asked, which not every account may do.
    package var organizations = false
    /// With whose credentials; nil for those of the context.
    package var profile: String?

    package init() {}
  }
}

extension ConfigurationReader {
  mutating func accountNames(_ section: Field) -> Configuration.AccountNames {
    var names = Configuration.AccountNames()
    for entry in entries(section, known: ["file", "organizations", "profile"]) {
      switch entry.key {
      case "file": names.file = placed(entry).map { Placed(expanded($0.value), at: $0.place) }
      case "organizations": names.organizations = truth(entry) ?? false
      case "profile": names.profile = text(entry)
      default: break
      }
    }
    return names
  }
}
