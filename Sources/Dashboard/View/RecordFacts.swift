import CloudTrail

/// What the details take from a record itself.
struct RecordFacts {
  private(set) var accessKey: String?
  private(set) var userAgent: String?
  private(set) var errorMessage: String?
  /// `requestParameters` and `responseElements`, indented.
  private(set) var request: [String] = []
  private(set) var response: [String] = []

  init(_ record: JSONDocument) {
    record.withView { view in
      accessKey = view.member("userIdentity")?.member("accessKeyId")?.text?.string
      userAgent = view.member("userAgent")?.text?.string
      errorMessage = view.member("errorMessage")?.text?.string
      request = view.member("requestParameters").map { JSONLines.lines(of: $0) } ?? []
      response = view.member("responseElements").map { JSONLines.lines(of: $0) } ?? []
    }
  }
}
