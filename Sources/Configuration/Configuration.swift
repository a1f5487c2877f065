import Query

/// The configuration file as values: what DESIGN's "Files" lists. Everything is optional; what is left out is empty or nil.
package struct Configuration: Sendable {
  /// The context in force where nobody names another.
  package var defaultContext: Placed<String>?
  /// Named blocks of settings, in the order written.
  package var contexts: [Context] = []
  package var accounts: [Account] = []
  package var accountNames = AccountNames()
  package var pipeline = Pipeline()
  package var notify = Notify()
  /// Requests a second by service.
  package var limits: [String: Double] = [:]
  /// Rule files and folders, on top of the built-in pack.
  package var rules: [Placed<String>] = []
  /// The database that says which country an address is of, a MaxMind DB.
  package var geoip: Placed<String>?
  /// Alerts that nobody is to hear of.
  package var mutes: [Mute] = []
  /// Filters by name, `@name` in the filter bar.
  package var filters: [SavedFilter] = []
  package var keys: [KeySetting] = []
  /// Lists of values that rules ask for as `%name%`.
  package var placeholders: [Placeholder] = []

  package init() {}

  package func context(named name: String) -> Context? { contexts.first { $0.name == name } }
}
