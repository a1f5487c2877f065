import Query

extension LoadedRules {
  package var ids: [String] { rules.map(\.id) + correlations.map(\.id) }

  /// Every rule, those that correlations alone are of too, each once.
  package var tested: [Rule] {
    var seen = Set(rules.map(\.id))
    let sources = correlations.flatMap(\.sources).compactMap { source in
      if case .rule(let rule) = source { rule } else { nil }
    }
    return rules + sources.filter { seen.insert($0.id).inserted }
  }

  /// Those of the ids, with the correlations that they refer to: these raise alerts too.
  package func only(_ ids: Set<String>) -> LoadedRules {
    var wanted = Set(correlations.indices.filter { ids.contains(correlations[$0].id) })
    // Each stands behind those that it refers to.
    for index in correlations.indices.reversed() where wanted.contains(index) {
      for case .correlation(let other) in correlations[index].sources { wanted.insert(other) }
    }
    let kept = wanted.sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    return LoadedRules(
      rules: rules.filter { ids.contains($0.id) },
      correlations: kept.map { correlations[$0].moved(to: places) })
  }
}

extension Correlation {
  /// The same among other correlations.
  /// - Parameter places: where each correlation stands that this one refers to.
  fileprivate func moved(to places: [Int: Int]) -> Correlation {
    let moved = sources.map { source in
      if case .correlation(let other) = source, let place = places[other] { return Source.correlation(place) }
      return source
    }
    return Correlation(
      id: id, title: title, description: description, level: level, tags: tags, references: references,
      falsePositives: falsePositives, place: place, text: text, kind: kind, sources: moved, groupBy: groupBy,
      timespan: timespan, baseline: baseline, condition: condition, fields: fields)
  }
}
