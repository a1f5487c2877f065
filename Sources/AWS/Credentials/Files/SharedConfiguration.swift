/// A profile: what `config` and `credentials` say of it together.
package struct Profile: Equatable, Sendable {
  package let name: String
  /// Where it begins.
  package let place: SettingPlace
  fileprivate(set) package var settings: [String: INISetting]

  /// A plain setting's text.
  package subscript(name: String) -> String? { settings[name]?.text }

  /// A setting's text where a block would be a mistake: an empty value, and the next line indented by accident.
  /// - Throws: ``CredentialsError/malformedFile(_:_:)``.
  func text(_ name: String) throws(CredentialsError) -> String? {
    guard let setting = settings[name] else { return nil }
    guard let text = setting.text else {
      throw .malformedFile(
        setting.place, "\(name) has no value but an indented block; unindent what follows it")
    }
    return text
  }

  /// The setting's own place, else the profile's.
  func place(of name: String) -> SettingPlace { settings[name]?.place ?? place }
}

/// The AWS CLI's two files, `~/.aws/config` and `~/.aws/credentials`, as one.
///
/// As botocore's `Session.full_config`: `[profile NAME]` and `[default]` of the first, `[NAME]` of the second, whose settings win.
package struct SharedConfiguration: Sendable {
  package let paths: SharedPaths
  package private(set) var profiles: [String: Profile] = [:]
  /// `[sso-session NAME]`.
  package private(set) var ssoSessions: [String: Profile] = [:]
  /// `[services NAME]`: endpoints of services, each a nested block.
  package private(set) var services: [String: Profile] = [:]
  /// The settings of `credentials` alone, and of the profiles in `config` alone: keys are looked for in the one before the other.
  let credentialsOnly: [String: Profile]
  private(set) var configOnly: [String: Profile] = [:]

  package init(paths: SharedPaths, config: INIFile?, credentials: INIFile?) {
    self.paths = paths
    let secret = (credentials?.sections ?? []).map { ($0.name, Profile($0, named: $0.name)) }
    credentialsOnly = Dictionary(secret) { _, last in last }
    for section in config?.sections ?? [] { take(section) }
    configOnly = profiles
    for (name, profile) in credentialsOnly {
      guard var known = profiles[name] else {
        profiles[name] = profile
        continue
      }
      known.settings.merge(profile.settings) { _, secret in secret }
      profiles[name] = known
    }
  }

  private mutating func take(_ section: INISection) {
    if section.name == "default" {
      profiles["default"] = Profile(section, named: "default")
      return
    }
    guard let words = ShellWords.split(section.name), words.count == 2 else { return }
    let named = Profile(section, named: words[1])
    if section.name.hasPrefix("profile") {
      profiles[words[1]] = named
    } else if section.name.hasPrefix("sso-session") {
      ssoSessions[words[1]] = named
    } else if section.name.hasPrefix("services") {
      services[words[1]] = named
    }
  }
}

extension Profile {
  fileprivate init(_ section: INISection, named name: String) {
    self.init(name: name, place: section.place, settings: section.settings)
  }
}
