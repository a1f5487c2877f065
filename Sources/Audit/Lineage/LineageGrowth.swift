import CloudTrail

/// The tree as rows of the store, before anything is read for it.
struct LineageDraft {
  var row: Int
  var link: Lineage.Link
  var children: [LineageDraft] = []
  var omitted: Lineage.Omitted?

  func holds(_ wanted: Int) -> Bool { row == wanted || children.contains { $0.holds(wanted) } }
}

/// Grows the tree forward: what came of an event, as far as anybody reads. Every event stands in it once, so that credentials that
/// lead in a circle end.
final class LineageGrowth {
  /// The most events of a tree, but for those on the way and the siblings of one event.
  static let mostNodes = 400
  /// The most uses of one key that are looked at.
  static let mostCounted = 1 << 16

  private let causes: LineageCauses
  private var columns: LineageColumns { causes.columns }
  /// The way back from the event asked about, which is shown whatever else is not.
  private let way: [(row: Int, link: Lineage.Link)]
  private let ranks: LineageRanks
  private var placed: Set<Int> = []
  private lazy var creations = columns.ids(of: ["iam:CreateUser", "iam:CreateRole", "iam:CreateGroup"])

  init(_ causes: LineageCauses, _ chain: LineageChain) {
    (self.causes, way) = (causes, chain.steps)
    ranks = LineageRanks(causes.columns, way: Set(chain.steps.map(\.row)))
  }

  /// The tree that begins with the way's first event or, where its key came from nowhere known, with all that used that key.
  func tree(isKeyUnknown: Bool) -> (nodes: [LineageDraft], omitted: Lineage.Omitted?) {
    guard let top = way.last else { return ([], nil) }
    let key = columns.details[top.row].accessKey
    guard isKeyUnknown, key != 0 else { return ([grown(top.row, .origin, depth: 0)], nil) }
    return hung(uses(of: key), on: nil, .origin, key: key, depth: 0)
  }

  private func grown(_ row: Int, _ link: Lineage.Link, depth: Int) -> LineageDraft {
    placed.insert(row)
    var draft = LineageDraft(row: row, link: link)
    let isOnWay = ranks.way.contains(row)
    let below = isOnWay ? 0 : depth + 1
    let issued = columns.details[row].issuedKey
    if issued != 0 {
      (draft.children, draft.omitted) = hung(
        uses(of: issued), on: row, .credential, key: issued, depth: below)
    } else if causes.isSignIn(row) {
      (draft.children, draft.omitted) = hung(causes.consoleCalls(after: row), on: row, .signIn, depth: below)
    } else if causes.isPasswordSetter(row) {
      (draft.children, draft.omitted) = hung(causes.signIns(after: row), on: row, .password, depth: below)
    }
    if isOnWay {
      addCopies(to: &draft)
      addWay(to: &draft)
    }
    return draft
  }

  /// The rows that used a key, at most ``mostCounted``, the latest arrivals.
  private func uses(of key: UInt32) -> [Int] {
    var rows: [Int] = []
    columns.index.forEachUse(of: key, from: columns.cores.start) { row in
      rows.append(row)
      return rows.count < LineageGrowth.mostCounted
    }
    return rows
  }

  /// Hangs those of `rows` on `parent` that tell most, in order of time, and says what is left out.
  private func hung(
    _ rows: [Int], on parent: Int?, _ link: Lineage.Link, key: UInt32? = nil, depth: Int
  ) -> ([LineageDraft], Lineage.Omitted?) {
    let free = rows.filter { isFree($0, below: parent, link) }
    let shown = ranks.selected(free, depth: depth, room: max(0, LineageGrowth.mostNodes - placed.count))
    var omitted: Lineage.Omitted?
    if shown.count < free.count {
      omitted = Lineage.Omitted(
        key: key.map { columns.strings[$0] }, events: free.count - shown.count,
        errors: free.count { columns.failed($0) } - shown.count { columns.failed($0) },
        isAtLeast: rows.count == LineageGrowth.mostCounted)
    }
    placed.formUnion(shown)
    return (nested(shown, link, depth: depth), omitted)
  }

  /// Whether an event may hang here. One of the way has its place below the one before it, whatever else would hold it too.
  private func isFree(_ row: Int, below parent: Int?, _ link: Lineage.Link) -> Bool {
    guard ranks.way.contains(row) else { return !placed.contains(row) }
    guard let parent else { return row == way.last?.row }
    return next(after: parent).map { $0.row == row && $0.link == link } ?? false
  }

  /// The event of the way that hangs on `row`.
  private func next(after row: Int) -> (row: Int, link: Lineage.Link)? {
    guard let at = way.firstIndex(where: { $0.row == row }), at > 0 else { return nil }
    return way[at - 1]
  }

  /// Grows the rows, those that act on what an earlier one created below that one.
  private func nested(_ rows: [Int], _ link: Lineage.Link, depth: Int) -> [LineageDraft] {
    var drafts: [LineageDraft] = []
    for row in rows {
      let creation = drafts.lastIndex { acts(row, onWhat: $0.row) }
      let draft = grown(row, creation == nil ? link : .created, depth: depth)
      if let creation { drafts[creation].children.append(draft) } else { drafts.append(draft) }
    }
    return drafts
  }

  private func acts(_ row: Int, onWhat creation: Int) -> Bool {
    let (target, created) = (columns.details[row].target, columns.details[creation].target)
    return target != 0 && target == created && columns.isAction(creation, creations)
      && !columns.failed(creation)
      && columns.group(row).account == columns.group(creation).account
  }

  // MARK: The way

  /// Hangs the way's next event on `draft` where nothing that was found for it holds it.
  private func addWay(to draft: inout LineageDraft) {
    guard let next = next(after: draft.row), !draft.holds(next.row) else { return }
    placed.insert(next.row)
    let child = grown(next.row, next.link, depth: 0)
    let at = draft.children.firstIndex { columns.time($0.row) > columns.time(next.row) }
    draft.children.insert(child, at: at ?? draft.children.count)
  }

  /// The copies of the call in other accounts' trails.
  private func addCopies(to draft: inout LineageDraft) {
    let issued = columns.details[draft.row].issuedKey
    let twins = causes.copies(of: draft.row) + (issued == 0 ? [] : causes.issuers(of: issued))
    let copies = twins.filter { !ranks.way.contains($0) && placed.insert($0).inserted }
    draft.children.insert(contentsOf: copies.map { LineageDraft(row: $0, link: .copy) }, at: 0)
  }
}
