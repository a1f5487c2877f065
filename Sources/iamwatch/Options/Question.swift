import Audit
import CloudTrail
import Detection
import Feeds
import Query

/// What a command was asked, with every flag, variable and default settled.
struct Question: Sendable {
  var sources: [EventSource]
  var since: Timestamp?
  var until: Timestamp?
  /// The filter as it was written, and what it means.
  var filterText: String?
  var filter: Predicate?
  var scope: Scope
  var rules: RuleSet
  var accountNames: [ExactString: String]
  /// The moment that relative times count from.
  var now: Timestamp

  /// - Throws: ``UsageError`` that names the flag and what it takes.
  init(_ options: CommonOptions, now: Timestamp) throws(UsageError) {
    self.now = now
    let named = options.source.isEmpty ? Environment.flag("SOURCE").map { [$0] } ?? [] : options.source
    guard !named.isEmpty else {
      throw UsageError("no source: give --source PATH, --source - or --source demo")
    }
    sources = try named.map(EventSource.init(_:))
    since = try Question.time(options.since ?? Environment.flag("SINCE"), flag: "--since", now: now)
    until = try Question.time(options.until ?? Environment.flag("UNTIL"), flag: "--until", now: now)
    filterText = options.filter ?? Environment.flag("FILTER")
    filter = try Question.filter(filterText, now: now)
    scope = try Question.scope(options.scope ?? Environment.flag("SCOPE"))
    let withoutRules = options.noBuiltinRules || Environment.isSet("NO_BUILTIN_RULES")
    accountNames = sources.reduce(into: [:]) { names, source in
      for (id, name) in source.accountNames { names[ExactString(id)] = name }
    }
    let context = EvaluationContext(accountNames: accountNames)
    rules = RuleSet(withoutRules ? [] : BuiltInRules.all, context: context)
  }

  var context: EvaluationContext { EvaluationContext(accountNames: accountNames) }

  /// What decides which events count.
  var judge: Judge {
    Judge(since: since, until: until, rules: rules, scope: scope, filter: filter, context: context)
  }

  private static func time(_ text: String?, flag: String, now: Timestamp) throws(UsageError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = WrittenTime.parse(text, now: now) else {
      throw UsageError("\(flag) \(text): neither a duration (90m, 24h, 7d) nor a time (2026-11-01T00:00Z)")
    }
    return time
  }

  private static func filter(_ text: String?, now: Timestamp) throws(UsageError) -> Predicate? {
    guard let text else { return nil }
    do throws(FilterError) {
      return try FilterSyntax.predicate(from: text, now: now)
    } catch {
      throw UsageError("--filter: \(error)")
    }
  }

  private static func scope(_ text: String?) throws(UsageError) -> Scope {
    guard let text else { return .identity }
    guard let scope = Scope(rawValue: text) else { throw UsageError("--scope \(text): identity or all") }
    return scope
  }
}
