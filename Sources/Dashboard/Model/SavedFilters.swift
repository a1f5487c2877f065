import CloudTrail
import Query

/// Filters that outlive the moment: those under a name, and the lines written before.
extension Model {
  /// The configuration's and the session's, those of the session going before those of the same name.
  package var savedFilters: [SavedFilter] { filter.saved }

  /// Those that were saved on this screen, for the session's state to keep.
  package var sessionFilters: [SavedFilter] {
    get { filter.saved.filter { !settings.savedFilters.contains($0) } }
    set { for saved in newValue { save(filter: saved) } }
  }

  /// The filters applied before, oldest first, for the session's state to keep.
  package var filterHistory: [String] {
    get { filter.history }
    set { filter.history = Array(newValue.suffix(FilterBar.longestHistory)) }
  }

  mutating func save(filter saved: SavedFilter) {
    filter.saved.removeAll { ExactString($0.name) == ExactString(saved.name) }
    filter.saved.append(saved)
  }
}
