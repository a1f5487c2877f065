import Audit
import CloudTrail
import Configuration
import Dashboard
import Detection
import Feeds
import Query

/// What a command was asked, with every flag, variable and default settled.
struct Question: Sendable {
  /// What the screen calls it: the context whose sources these are, else the sources.
  var name: String
  var sources: [EventSource]
  var since: Timestamp?
  var until: Timestamp?
  /// The filter as it was written, and what it means.
  var filterText: String?
  var filter: Predicate?
  var scope: Scope
  var rules: RuleSet
  /// What the configuration decides about alerts.
  var decided: [AlertDecision]
  var accountNames: [ExactString: String]
  /// What `@name` stands for in filters.
  var savedFilters: [SavedFilter]
  var keymap: Keymap
  /// What is to be said about the configuration.
  var warnings: [String]
  /// Requests a second by service, where the configuration limits them.
  var limits: [String: Double]
  /// Dollars that what is billed by bytes scanned may cost within an hour; nil for no limit.
  var maxCostPerHour: Double?
  /// The moment that relative times count from.
  var now: Timestamp
  /// How far back services are read where nothing else was asked, in milliseconds: an hour (DESIGN, The commands).
  var polledReach: Int64 = 3_600_000

  /// - Parameter hunted: the rules whose matches alone are looked for, as ``RuleOptions/named(_:_:)`` takes them, none for all in force;
  ///   nil where other events are looked for too.
  /// - Throws: ``UsageError`` that names the flag and what it takes.
  init(
    _ options: CommonOptions, _ configured: Configured = Configured(), now: Timestamp,
    hunted: [String]? = nil
  ) throws(UsageError) {
    (self.now, limits) = (now, configured.file.limits)
    (savedFilters, keymap, warnings) = (configured.file.filters, configured.keymap, configured.warnings)
    sources = try Question.sources(options, configured)
    maxCostPerHour = try Question.dollars(options.maxCostPerHour ?? Environment.flag("MAX_COST_PER_HOUR"))
    let isContexts = Question.named(options).isEmpty
    name = isContexts ? configured.context?.name ?? "" : sources.map(\.name).joined(separator: " ")
    let asked = try AskedFilter(options, configured, now: now)
    (since, until, scope) = (asked.since, asked.until, asked.scope)
    (filterText, filter) = (asked.text, asked.predicate)
    let loaded = try options.detection.named(hunted ?? [], configured)
    isHunt = hunted != nil
    decided = configured.decided(now: now)
    accountNames = sources.reduce(into: [:]) { names, source in
      for (id, name) in source.accountNames { names[ExactString(id)] = name }
    }
    accountNames.merge(configured.accountNames) { _, configured in configured }
    let context = EvaluationContext(accountNames: accountNames)
    rules = RuleSet(
      loaded.rules, correlations: loaded.correlations, context: context,
      countries: try configured.countries())
    // What is not hunted need not be loaded.
    guard hunted?.isEmpty ?? true else { return }
    let known = Set(rules.rules.map(\.id))
    warnings += configured.file.mutes.filter { !known.contains($0.rule.value) }.map {
      "\(configured.name($0.rule.place)): mutes: no rule \"\($0.rule.value)\" is loaded"
    }
  }

  var context: EvaluationContext { EvaluationContext(accountNames: accountNames) }

  /// What decides which events count.
  var judge: Judge { judge(since: since) }

  /// What decides which events of the source at a place count.
  func judge(of place: Int) -> Judge { judge(since: sources[place].isPolled ? polledSince : since) }

  private func judge(since: Timestamp?) -> Judge {
    Judge(since: since, until: until, rules: rules, scope: scope, filter: filter, context: context)
  }

  /// Whether nothing but what the rules match is looked for.
  let isHunt: Bool

  /// The events that services are asked for where no others will be: those that pass the filter, and those that correlations are of.
  /// Nil where all are wanted.
  var wanted: Predicate? {
    let looked = isHunt ? rules.wanted : nil
    guard let narrowing = filter.map({ looked?.and($0) ?? $0 }) ?? looked else { return nil }
    return .disjunction([narrowing] + rules.correlations.wanted)
  }

  /// Whether every event comes where no others are asked for than ``wanted``.
  var seesAll: Bool { wanted == nil || !sources.contains(where: \.isPolled) }

  /// From when on services are read where nothing else was asked.
  var polledSince: Timestamp { since ?? Timestamp(milliseconds: now.milliseconds - polledReach) }

  /// Until when services are read for one snapshot: what happened in the window may have been stored up to a day later, for so long
  /// EventBridge tries (FACTS, "EventBridge").
  var polledEnd: Timestamp {
    until.map { min(now, Timestamp(milliseconds: $0.milliseconds + 86_400_000)) } ?? now
  }

  private static func dollars(_ text: String?) throws(UsageError) -> Double? {
    guard let text else { return nil }
    guard let dollars = Double(text), dollars > 0, dollars.isFinite else {
      throw UsageError("--max-cost-per-hour \(text): US dollars, as 0.50")
    }
    return dollars
  }

  /// The sources that the flag or its variable names.
  static func named(_ options: CommonOptions) -> [String] {
    options.source.isEmpty ? Environment.flag("SOURCE").map { [$0] } ?? [] : options.source
  }

  private static func sources(
    _ options: CommonOptions, _ configured: Configured
  ) throws(UsageError) -> [EventSource] {
    let named = named(options)
    let flags = SourceAccess(options)
    guard named.isEmpty else {
      let access = flags.or(SourceAccess(configured.context))
      return try named.map { text throws(UsageError) in try EventSource(text, access: access) }
    }
    let written = configured.context?.sources ?? []
    guard !written.isEmpty else {
      throw UsageError(
        "no source: give --source PATH, --source - or --source demo, or a context of the configuration with sources"
      )
    }
    var sources: [EventSource] = []
    for source in written {
      let access = flags.or(SourceAccess(source)).or(SourceAccess(configured.context))
      do { sources.append(try EventSource(source.source.value, access: access)) } catch {
        throw UsageError("\(configured.name(source.source.place)): \(error)")
      }
    }
    return sources
  }
}
