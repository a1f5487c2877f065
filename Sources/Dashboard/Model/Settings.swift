import CloudTrail
import Query
import Terminal
import Text

/// What a screen is started with.
package struct Settings: Sendable {
  /// Shown beside the program's name: the context, else the source.
  package var name: String
  /// The accounts' names by their ids.
  package var accountNames: [ExactString: String]
  /// Names of the themes that `t` goes through, and the one in force.
  package var themes: [String]
  package var theme: String
  package var glyphs: GlyphSet
  /// Whether the terminal has a clipboard to copy to.
  package var hasClipboard = true
  package var keymap: Keymap
  /// The rules that are asked of every event.
  package var rules: [Rule] = []
  /// What the configuration decides about alerts.
  package var decided: [AlertDecision] = []
  /// What `@name` stands for in filters.
  package var savedFilters: [SavedFilter]
  /// What is looked at before anyone zooms.
  package var window: TimeWindow
  /// How many milliseconds before now a live screen looks back to, where the window does not say; nil for all that is held.
  package var reach: Int64?
  /// Seconds without a new event after which a live source counts as stale. CloudTrail delivers within
  /// minutes (FACTS).
  package var staleAfter: Double
  /// The local time zone.
  package var zone: Zone

  /// A rule as the screen names and shows it.
  package struct Rule: Hashable, Sendable {
    package var id: String
    package var title: String
    package var severity = Severity.medium
    /// It is of several events.
    package var isCorrelation = false
    /// What a match means and what to do next.
    package var description = ""
    package var tags: [String] = []
    package var references: [String] = []
    package var falsePositives: [String] = []
    /// The file that it was written in, as a person names it.
    package var file = ""
    /// As it was written, and the line of the file that it begins on.
    package var text: Substring = ""
    package var firstLine = 1

    package init(id: String, title: String) { (self.id, self.title) = (id, title) }
  }

  package init(
    name: String, accountNames: [ExactString: String] = [:], themes: [String] = [], theme: String = "",
    glyphs: GlyphSet = .utf8, keymap: Keymap = .standard, savedFilters: [SavedFilter] = [],
    window: TimeWindow = TimeWindow(), staleAfter: Double = 300, zone: Zone = .utc
  ) {
    (self.name, self.accountNames, self.themes, self.theme) = (name, accountNames, themes, theme)
    (self.glyphs, self.keymap, self.savedFilters) = (glyphs, keymap, savedFilters)
    (self.window, self.staleAfter, self.zone) = (window, staleAfter, zone)
  }

  func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }

  /// The name of an account, its id where it has none.
  func accountName(_ id: String) -> String { accountNames[ExactString(id)] ?? id }
}
