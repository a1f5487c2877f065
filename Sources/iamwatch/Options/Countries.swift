import Configuration
import Detection
import Glibc

extension Configured {
  /// The most bytes of a database of countries.
  private static let largest = 1 << 29

  /// The database that says which country an address is of; nil where the configuration names none.
  ///
  /// - Throws: ``UsageError`` with the key's place for one that cannot be used: rules would be quiet that were meant to speak.
  func countries() throws(UsageError) -> CountryDatabase? {
    guard let named = file.geoip else { return nil }
    func refused(_ reason: String) -> UsageError {
      UsageError("\(name(named.place)): geoip: \(named.value): \(reason)")
    }
    guard let opened = fopen(named.value, "re") else { throw refused(String(cString: strerror(errno))) }
    defer { fclose(opened) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = fread(&part, 1, part.count, opened), count > 0 {
      bytes += part[..<count]
      guard bytes.count <= Configured.largest else {
        throw refused("larger than \(Configured.largest >> 20) MiB")
      }
    }
    guard ferror(opened) == 0 else { throw refused("cannot be read") }
    do { return try CountryDatabase(bytes) } catch { throw refused(error.description) }
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
