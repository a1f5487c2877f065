import Configuration
import Detection

extension Configured {
  /// The most bytes of a database of countries.
  private static let largest = 1 << 29

  /// The database that says which country an address is of; nil where the configuration names none.
  ///
  /// - Throws: ``UsageError`` with the key's place for one that cannot be used: rules would be quiet that were meant to speak.
  func countries() throws(UsageError) -> CountryDatabase? {
    guard let named = file.geoip else { return nil }
    func refused(_ reason: String) -> UsageError { UsageError("\(name(named.place)): geoip: \(reason)") }
    let bytes: [UInt8]
    do { bytes = try WholeFile.bytes(of: named.value, largest: Configured.largest) } catch {
      throw refused(error.lines.joined(separator: "\n"))
    }
    do { return try CountryDatabase(bytes) } catch { throw refused("\(named.value): \(error.description)") }
  }

  /// Says which rules are quiet because nothing tells countries.
  func tellOfQuiet(_ loaded: LoadedRules) {
    guard file.geoip == nil else { return }
    for rule in loaded.correlations where rule.asksCountry {
      complain(
        "iamwatch: \(rule.id) is quiet: no database of countries; name an .mmdb file in geoip of the configuration"
      )
    }
  }
}
