/// The AWS CLI's two files, read again when either has changed.
struct SharedFiles: Sendable {
  private let paths: SharedPaths
  private var stamps: [FileText.Stamp?] = []
  private var read: Result<SharedConfiguration, CredentialsError>?

  init(_ paths: SharedPaths) { self.paths = paths }

  /// What the files hold now.
  /// - Throws: the mistake in one of them, until it is changed.
  mutating func configuration() throws(CredentialsError) -> SharedConfiguration {
    let now = [FileText.stamp(paths.config), FileText.stamp(paths.credentials)]
    if let read, stamps == now { return try read.get() }
    stamps = now
    let paths = paths
    let result = Result { () throws(CredentialsError) in try SharedConfiguration(reading: paths) }
    read = result
    return try result.get()
  }
}

extension SharedConfiguration {
  /// Reads both files; one that is not there is empty.
  package init(reading paths: SharedPaths) throws(CredentialsError) {
    self.init(
      paths: paths, config: try SharedConfiguration.file(paths.config),
      credentials: try SharedConfiguration.file(paths.credentials))
  }

  private static func file(_ path: String) throws(CredentialsError) -> INIFile? {
    guard let text = try FileText.read(path) else { return nil }
    return try INIFile(text, file: path)
  }
}
