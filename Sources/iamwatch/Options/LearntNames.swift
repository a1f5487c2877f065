import AWS
import Configuration
import Text

/// Accounts' names that the configuration does not say itself.
extension Configured {
  /// How long Organizations may take: names are worth no more waiting.
  private static let patience = Duration.seconds(5)

  /// Takes the names of the CSV file that the configuration names.
  /// - Throws: ``UsageError`` with every mistake in it.
  mutating func readNames() throws(UsageError) {
    guard let path = file.accountNames.file?.value else { return }
    do throws(ConfigurationErrors) { learn(try AccountNamesFile(path: path).names) } catch {
      throw UsageError(lines: error.all.map(\.description))
    }
  }

  /// Asks AWS Organizations, where the configuration says so. An account that may not ask is no mistake: it is warned of.
  mutating func askNames(_ options: CommonOptions) async {
    guard file.accountNames.organizations else { return }
    var access = SourceAccess(options).or(SourceAccess(context))
    if let profile = file.accountNames.profile { access.profile = profile }
    let asked = access
    let answer = await within(Self.patience) { () -> Result<OrganizationAccounts.Names, AWSError> in
      do throws(AWSError) {
        return .success(try await AWSAccess(askForCode: codeFromTerminal).organization(asked).names())
      } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success(let names): learn(names)
    case .failure(let error): warn("AWS Organizations was not asked for names: \(error)")
    case nil:
      warn("AWS Organizations did not tell accounts' names within \(Self.patience.components.seconds) s")
    }
  }
}
