import Audit
import CloudTrail
import Query
import Terminal
import Text

/// A row of one of the page's lists.
struct PageRow {
  var item: PageItem
  var list: PageList
  var name: String
  /// How an account was reached.
  var note: String?
  var counts: Summary.Counts
  var isNew: Bool
  /// It stands for so many others.
  var rest: Int?

  static func columns(signs: Signs, times: Times, hasNotes: Bool) -> [Column<PageRow>] {
    var new = Column<PageRow>("", 1...3, rank: 2) { $0.isNew ? "NEW" : "" }
    new.narrow = { $0.isNew ? String(signs.new) : "" }
    new.style = .new
    let share = Column<PageRow>("err", 4...5, rank: 4, .right) { row in
      row.counts.errors == 0
        ? "" : Wording.percent(row.counts.errors, of: row.counts.events)
    }
    let note = Column<PageRow>("", 12...20, rank: 1, isName: true) { $0.note ?? "" }
    return [Column("", 12...40, rank: 0, isFlexible: true, isName: true) { $0.name }]
      + (hasNotes ? [note] : []) + [
        Column("events", 6...9, rank: 1, .right) { Wording.compact($0.counts.events) }, share, new,
        Column("first", 5...5, rank: 5, .right) { times.last($0.counts.first) },
        Column("last", 5...5, rank: 4, .right) { times.last($0.counts.last) },
      ]
  }
}

/// Makes the rows of the page's lists.
struct PageRows {
  let settings: Settings

  func rows(_ items: Profile.Items, _ list: PageList, name: (String) -> String) -> [PageRow] {
    items.first.map { item in
      PageRow(
        item: .value(list, item.value), list: list, name: name(item.value.string), counts: item.counts,
        isNew: item.isNew)
    }
  }

  /// The accounts whose events it is in, and those that it reached by taking on a role there.
  func reached(_ profile: Profile) -> [PageRow] {
    var rows = rows(profile.accounts, .accounts) { settings.accountName($0) }
    for index in rows.indices { rows[index].note = "direct" }
    return rows
      + profile.roles.first.map { role in
        let parts = role.value.string.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let account = parts.count == 6 ? settings.accountName(String(parts[4])) : ""
        return PageRow(
          item: .value(.roles, role.value), list: .roles, name: account,
          note: ShownPrincipal.form(of: role.value.string), counts: role.counts, isNew: role.isNew)
      }
  }
}

/// Access keys as they may be shown: enough to tell two apart, too little to be a secret's half.
enum MaskedKey {
  /// `AKIAEXAMPLE7Q4T` becomes `AKIA…7Q4T`; a short one, which hides nothing by it, stays.
  static func form(of key: String, glyphs: GlyphSet = .utf8) -> String {
    key.count <= 8 ? key : "\(key.prefix(4))\(glyphs.ellipsis)\(key.suffix(4))"
  }
}
