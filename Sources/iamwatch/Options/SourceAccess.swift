import Configuration

/// With whose credentials a source is read, and where its service is.
struct SourceAccess: Hashable, Sendable {
  var profile: String?
  var region: String?
  /// Where the service is called instead of at its own place; a source that is a URL names its place itself.
  var endpointURL: String?

  /// What is not said here, `other` says.
  func or(_ other: SourceAccess) -> SourceAccess {
    SourceAccess(
      profile: profile ?? other.profile, region: region ?? other.region,
      endpointURL: endpointURL ?? other.endpointURL)
  }
}

extension SourceAccess {
  /// What the flags and their variables say.
  init(_ options: CommonOptions) {
    self.init(
      profile: options.access.profile ?? Environment.flag("PROFILE"),
      region: options.region ?? Environment.flag("REGION"),
      endpointURL: options.access.endpointURL ?? Environment.flag("ENDPOINT_URL"))
  }

  /// What a source of the configuration says of itself.
  init(_ source: Configuration.Context.Source) {
    self.init(profile: source.profile, region: source.region, endpointURL: source.endpointURL)
  }

  /// What the context in force says of all its sources.
  init(_ context: Configuration.Context?) { self.init(profile: context?.profile, region: context?.region) }
}
