import Audit
import CloudTrail
import Query

/// What may be written, where that is known without asking the store.
struct Candidates {
  let saved: [SavedFilter]
  let rules: [Settings.Rule]
  let now: Timestamp

  /// Names that begin a term: fields, words of `is:`, saved filters; paths where none of those fits, so that one tab is enough for
  /// what is meant most often.
  func terms(_ typed: String) -> [Completion.Candidate] {
    let fields = FieldMeanings.aliases.filter { fits(typed, $0.name) }.map {
      Completion.Candidate(text: "\($0.name):", shown: "\($0.name):", note: $0.meaning)
    }
    let flags = EventFlag.allCases.filter { fits(typed, $0.rawValue) }.map(flag)
    let filters = saved.filter { fits(typed, $0.name) || fits(typed, "@\($0.name)") }.map {
      Completion.Candidate(text: "@\($0.name)", shown: "@\($0.name)", note: $0.text)
    }
    let names = fields + flags + filters
    return names.isEmpty ? paths(typed, suffix: ":") : names
  }

  /// Values of a field that the language itself has; nil for fields whose values are the store's to tell.
  func values(of field: String, _ typed: String) -> [Completion.Candidate]? {
    switch field {
    case "is":
      return EventFlag.allCases.filter { fits(typed, $0.rawValue) }.map {
        Completion.Candidate(text: $0.rawValue, shown: $0.rawValue, note: FieldMeanings.of($0))
      }
    case "severity":
      return Severity.allCases.reversed().map(\.name).filter { fits(typed, $0) }.map {
        Completion.Candidate(text: $0, shown: $0, note: ">=\($0) for that or worse")
      }
    case "has":
      let names = FieldMeanings.aliases.filter { fits(typed, $0.name) && !["is", "has"].contains($0.name) }
      return names.map { Completion.Candidate(text: $0.name, shown: $0.name, note: $0.meaning) }
        + paths(typed, suffix: "")
    case "time": return typed.isEmpty ? times : []
    case "rule":
      return rules.filter { contains(typed, $0.id) || contains(typed, $0.title) }.map {
        Completion.Candidate(text: FilterSyntax.value($0.id), shown: $0.id, note: $0.title)
      }
    default: return nil
    }
  }

  private func flag(_ flag: EventFlag) -> Completion.Candidate {
    let text = "is:\(flag.rawValue)"
    return Completion.Candidate(text: text, shown: text, note: FieldMeanings.of(flag))
  }

  private func paths(_ typed: String, suffix: String) -> [Completion.Candidate] {
    FieldMeanings.paths.filter { path in
      fits(typed, path.path) || path.path.split(separator: ".").contains { fits(typed, String($0)) }
    }.map { Completion.Candidate(text: $0.path + suffix, shown: $0.path + suffix, note: $0.meaning) }
  }

  private var times: [Completion.Candidate] {
    let spans = [
      (">-15m", "the last quarter of an hour"), (">-1h", "the last hour"), (">-24h", "the last day"),
    ]
    let today = CivilTime(seconds: now.seconds).date
    return (spans + [(today, "this day, in UTC")]).map {
      Completion.Candidate(text: $0.0, shown: $0.0, note: $0.1)
    }
  }

  private func fits(_ typed: String, _ name: String) -> Bool {
    name.lowercased().hasPrefix(typed.lowercased())
  }

  private func contains(_ typed: String, _ text: String) -> Bool {
    typed.isEmpty || text.lowercased().contains(typed.lowercased())
  }
}

extension Completion.Candidate {
  /// A value of a field that the store holds.
  init(_ value: SeenValues.Value, of field: EventField, typed: String, names: [ExactString: String]) {
    var (text, note) = (value.text, "")
    if field == .account, let name = names[ExactString(value.text)] {
      // Whoever types digits looks for the id.
      let isByID = typed.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
      (text, note) = isByID ? (value.text, name) : (name, value.text)
    }
    self.init(text: FilterSyntax.value(text), shown: text, note: note, events: value.events)
  }
}
