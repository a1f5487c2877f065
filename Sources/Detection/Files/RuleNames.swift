/// Rules by what other documents may call them.
struct RuleNames {
  private var byID: [String: Int] = [:]
  private var byName: [String: Int] = [:]
  /// Those of users.
  private var byTitle: [String: [Int]] = [:]

  /// - Parameters:
  ///   - name: Sigma's `name`.
  ///   - place: what stands for the rule here.
  mutating func add(_ rule: Rule, name: String?, at place: Int) {
    byID[rule.id] = byID[rule.id] ?? place
    if let name { byName[name] = byName[name] ?? place }
    if rule.place?.isBuiltIn == false { byTitle[rule.title, default: []].append(place) }
  }

  /// The rule of an id or a name; else the only one of that title, as rules are often written.
  func place(of text: String) -> Int? {
    if let place = byID[text] ?? byName[text] { return place }
    let titled = byTitle[text] ?? []
    return titled.count == 1 ? titled[0] : nil
  }
}
