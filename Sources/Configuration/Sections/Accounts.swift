extension ConfigurationReader {
  mutating func accounts(_ section: Field) -> [Configuration.Account] {
    entries(section, known: nil).compactMap { account($0) }
  }

  private mutating func account(_ field: Field) -> Configuration.Account? {
    if let wanted = Forms.accountID(field.key) {
      refuse("accounts: \"\(field.key)\" is not usable; \(wanted)", at: field.keyPlace)
    }
    var account = Configuration.Account(id: field.key)
    for entry in entries(field, known: ["name", "profile", "role_arn", "regions"]) {
      switch entry.key {
      case "name": account.name = text(entry)
      case "profile": account.profile = text(entry)
      case "role_arn": account.roleARN = text(entry, Forms.roleARN)
      case "regions": account.regions = texts(entry, Forms.region).map(\.value)
      default: break
      }
    }
    return account
  }
}
