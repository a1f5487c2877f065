import CloudTrail
import Query
import YAML

extension ConfigurationReader {
  mutating func contexts(_ section: Field, filters: [SavedFilter]) -> [Configuration.Context] {
    entries(section, known: nil).map { context($0, filters: filters) }
  }

  private mutating func context(_ field: Field, filters: [SavedFilter]) -> Configuration.Context {
    var context = Configuration.Context(name: field.key)
    for entry in entries(field, known: ["sources", "profile", "region", "filter", "theme"]) {
      switch entry.key {
      case "sources": context.sources = elements(entry).compactMap { source($0) }
      case "profile": context.profile = text(entry)
      case "region": context.region = text(entry, Forms.region)
      case "filter": context.filter = filter(entry, saved: filters)
      case "theme": context.theme = placed(entry).map { Placed(expanded($0.value), at: $0.place) }
      default: break
      }
    }
    return context
  }

  /// A source by itself, or with whose credentials it is read.
  private mutating func source(_ field: Field) -> Configuration.Context.Source? {
    guard field.node.mapping != nil else {
      return sourceText(field).map { Configuration.Context.Source(source: $0) }
    }
    var source: Configuration.Context.Source?
    var rest = Configuration.Context.Source(source: Placed("", at: field.place))
    for entry in entries(field, known: ["source", "profile", "region", "endpoint_url"]) {
      switch entry.key {
      case "source": source = sourceText(entry).map { Configuration.Context.Source(source: $0) }
      case "profile": rest.profile = text(entry)
      case "region": rest.region = text(entry, Forms.region)
      case "endpoint_url": rest.endpointURL = text(entry, Forms.url)
      default: break
      }
    }
    if field.node["source"] == nil {
      refuse("\(field.path): the key source is missing, as in {source: demo}", at: field.place)
    }
    source.map { rest.source = $0.source }
    return source == nil ? nil : rest
  }

  private mutating func sourceText(_ field: Field) -> Placed<String>? {
    placed(field, Forms.source).map { Placed(expanded($0.value), at: $0.place) }
  }

  /// A filter that reads without a mistake; its relative times count from whenever it is used.
  mutating func filter(_ field: Field, saved: [SavedFilter] = []) -> Placed<String>? {
    guard let text = text(field) else { return nil }
    do throws(FilterError) {
      _ = try FilterSyntax.predicate(from: text, now: Timestamp(milliseconds: 0), saved: saved)
      return Placed(text, at: field.place)
    } catch {
      refuse("\(field.path): \(error)", at: field.place)
      return nil
    }
  }
}
