import CloudTrail

/// Writes a predicate as filter text.
struct FilterPrinter {
  /// Within `field{…}`, where paths begin at an element.
  let isRelative: Bool

  func text(of predicate: Predicate) -> String {
    switch predicate {
    case .all(let parts) where parts.isEmpty: "*"
    case .any(let parts) where parts.isEmpty: "-*"
    case .all(let parts): parts.map { grouped($0, within: .all) }.joined(separator: " ")
    case .any(let parts): parts.map { grouped($0, within: .any) }.joined(separator: " OR ")
    case .not(let part): negated(part)
    case .field(let path, .present, .any): "has:\(PathPrinter(isRelative: isRelative).text(of: path))"
    case .field(let path, let test, let quantifier): fieldTerm(path, test, quantifier)
    case .elements(let steps, let quantifier, let inner):
      PathPrinter(isRelative: isRelative).text(of: .record(steps)) + (quantifier == .every ? "[every]" : "")
        + "{\(FilterPrinter(isRelative: true).text(of: inner))}"
    case .time(let range): "\(eventMark)time:\(ValuePrinter.text(of: range))"
    case .flag(let flag): "\(eventMark)is:\(flag.rawValue)"
    case .rule(let pattern): "\(eventMark)rule:\(ValuePrinter.text(of: pattern))"
    case .severity(let range): "\(eventMark)severity:\(ValuePrinter.text(of: range))"
    case .anywhere(let pattern): ValuePrinter.word(of: pattern)
    }
  }

  /// What stands before the event's own fields within `field{…}`.
  private var eventMark: String { isRelative ? "@" : "" }

  private enum Group { case all, any }

  private func grouped(_ part: Predicate, within group: Group) -> String {
    switch (part, group) {
    case (.all(let parts), _) where parts.count == 1, (.any(let parts), _) where parts.count == 1:
      grouped(parts[0], within: group)
    case (.all(let parts), .any) where !parts.isEmpty, (.any(let parts), .all) where !parts.isEmpty:
      "(\(text(of: part)))"
    default: text(of: part)
    }
  }

  private func negated(_ part: Predicate) -> String {
    switch part {
    case .all(let parts) where parts.count > 1: "NOT (\(text(of: part)))"
    case .any(let parts) where parts.count > 1: "NOT (\(text(of: part)))"
    case .all(let parts) where parts.count == 1: negated(parts[0])
    case .any(let parts) where parts.count == 1: negated(parts[0])
    default: "-\(text(of: part))"
    }
  }

  private func fieldTerm(_ path: FieldPath, _ test: FieldTest, _ quantifier: Quantifier) -> String {
    var name = PathPrinter(isRelative: isRelative).text(of: path)
    switch (quantifier, ValuePrinter.isPlainList(test)) {
    case (.every, _): name += "[every]"
    case (.any, false): name += "[one]"
    case (.any, true): break
    }
    return "\(name):\(ValuePrinter(isRelative: isRelative).text(of: test))"
  }
}

/// Writes paths so that they read back as themselves.
struct PathPrinter {
  let isRelative: Bool

  func text(of path: FieldPath) -> String {
    switch path {
    case .event(let field): return (isRelative ? "@" : "") + FieldAlias.name(of: field)
    case .record(let steps):
      guard case .key? = steps.first else { return "." + steps.map(text).joined() }
      let bare = text(of: steps, quotingFirst: false)
      var parser = FilterParser(bare, now: Timestamp(milliseconds: 0))
      let reread = try? parser.readPath()?.meaning(isRelative: isRelative)
      return reread == .path(path) ? bare : text(of: steps, quotingFirst: true)
    }
  }

  private func text(of steps: [FieldPath.Step], quotingFirst: Bool) -> String {
    var written = ""
    for (position, step) in steps.enumerated() {
      switch step {
      case .index: written += text(of: step)
      case .key(let key):
        if position > 0 { written += "." }
        let isBare =
          !key.string.unicodeScalars.isEmpty && key.string.unicodeScalars.allSatisfy(FilterParser.isBareKey)
        let asIs = isBare && !(position == 0 && (quotingFirst || key.string.hasPrefix("-")))
        written += asIs ? key.string : ValuePrinter.quoted(key.string)
      }
    }
    return written
  }

  private func text(of step: FieldPath.Step) -> String {
    switch step {
    case .index(let index): "[\(index)]"
    case .key(let key): "." + ValuePrinter.quoted(key.string)
    }
  }
}
