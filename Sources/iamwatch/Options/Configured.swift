import CloudTrail
import Configuration
import Dashboard
import Query

/// The configuration in force: what the file says, and which of its contexts.
struct Configured: Sendable {
  /// Where the file lies; nil where there is none.
  private(set) var path: String?
  private(set) var file = Configuration()
  private(set) var context: Configuration.Context?
  private(set) var keymap = Keymap.standard
  private(set) var warnings: [String] = []
  /// Accounts' names by their ids, from elsewhere.
  private var learntNames: [String: String] = [:]

  /// No configuration at all.
  init() {}

  /// Reads the file that the flag, its variable, or neither names; the last may be missing.
  ///
  /// - Throws: ``UsageError`` with every mistake, each with its place.
  init(_ options: AccessOptions) throws(UsageError) {
    try self.init(configPath: options.config)
    try choose(options.context ?? Environment.flag("CONTEXT"))
  }

  /// Reads the file alone; no context is in force.
  init(configPath: String?) throws(UsageError) {
    let named = configPath ?? Environment.flag("CONFIG")
    guard let path = named ?? ConfigurationFile.standardPath(environment: { Environment[$0] }) else { return }
    try read(path, isRequired: named != nil)
  }

  private mutating func read(_ path: String, isRequired: Bool) throws(UsageError) {
    let found: ConfigurationFile?
    do { found = try ConfigurationFile(path: path, home: Environment["HOME"]) } catch {
      throw UsageError(lines: error.all.map(\.description))
    }
    guard let found else {
      if isRequired { throw UsageError("--config \(path): there is no such file") }
      return
    }
    (self.path, file, warnings) = (path, found.configuration, found.warnings)
    try rebind()
    try readNames()
  }

  private mutating func rebind() throws(UsageError) {
    let changes = file.keys.map { Rebinding(command: $0.command.value, keys: $0.keys.map(\.value)) }
    let mistakes: [RebindingError]
    (keymap, mistakes) = Keymap.standard.rebound(changes)
    guard !mistakes.isEmpty else { return }
    let placed = mistakes.map { mistake in
      let setting = file.keys[mistake.rebinding]
      let place = mistake.key.map { setting.keys[$0].place } ?? setting.command.place
      return (place: place, text: "\(name(place)): keys.\(setting.command.value): \(mistake.message)")
    }
    let ordered = placed.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    throw UsageError(lines: ordered.map(\.text))
  }

  private mutating func choose(_ flag: String?) throws(UsageError) {
    guard let wanted = flag ?? file.defaultContext?.value else { return }
    context = file.context(named: wanted)
    guard context == nil else { return }
    let names = file.contexts.map(\.name).joined(separator: ", ")
    throw UsageError(
      "--context \(wanted): "
        + (names.isEmpty ? "the configuration has no contexts" : "the contexts are \(names)"))
  }

  /// `file:line:column`.
  func name(_ place: FilePlace) -> String { "\(path ?? ""):\(place.line):\(place.column)" }

  /// The accounts' names by their ids: the configuration's own before all others.
  var accountNames: [ExactString: String] {
    var names = learntNames.reduce(into: [:]) { $0[ExactString($1.key)] = $1.value }
    for account in file.accounts where account.name != nil { names[ExactString(account.id)] = account.name }
    return names
  }

  /// The file with every account whose name is known.
  var fileWithNames: Configuration {
    var file = file
    for place in file.accounts.indices where file.accounts[place].name == nil {
      file.accounts[place].name = learntNames[file.accounts[place].id]
    }
    let written = Set(file.accounts.map(\.id))
    for (id, name) in learntNames.sorted(by: { $0.key < $1.key }) where !written.contains(id) {
      file.accounts.append(Configuration.Account(id: id, name: name))
    }
    return file
  }

  /// Takes names of accounts; those that came last go before.
  mutating func learn(_ names: [(id: String, name: String)]) {
    for (id, name) in names { learntNames[id] = name }
  }

  mutating func warn(_ text: String) { warnings.append(text) }

  /// What the configuration decides about alerts.
  func decided(now: Timestamp) -> [AlertDecision] {
    file.mutes.map { mute in
      AlertDecision(
        scope: AlertScope(rule: mute.rule.value, group: mute.group), kind: .muted(until: mute.until),
        reason: mute.reason, decidedAt: now, isConfigured: true)
    }
  }

  /// Says on stderr what is to be said and stops nothing.
  func warn() { for warning in warnings { complain(UsageError(warning)) } }
}
