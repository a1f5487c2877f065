import AWS
import CloudTrail
import Text

/// Lists that services answer page by page.
extension AccountCalls {
  /// The most pages of a list; behind that it is taken as it is.
  private static let mostPages = 20

  /// A list of a service that speaks JSON.
  /// - Parameters:
  ///   - members: of the request's object, without the token; may be empty.
  ///   - token: what the token of the next page is called, in requests and answers alike.
  ///   - read: what a page has.
  func pages<Element>(
    _ action: ReadAction, in region: String, _ members: String, token name: StaticString = "NextToken",
    most: Int = mostPages, _ read: (JSONView) -> [Element]
  ) async throws(CallFailure) -> [Element] {
    try await pages(most) { token throws(CallFailure) in
      let next = token.map { "\"\(name)\":\(jsonString($0))" }
      let body = [members.isEmpty ? nil : members, next].compactMap { $0 }.joined(separator: ",")
      let answer = try await json(action, in: region, "{\(body)}")
      return answer.withView { (read($0), $0.string(name)) }
    }
  }

  /// What the token of the next page is called by a service that takes forms.
  struct PageToken: Sendable {
    let asked: String
    let answered: String

    static let next = PageToken(asked: "NextToken", answered: "NextToken")
    static let ec2 = PageToken(asked: "NextToken", answered: "nextToken")
    static let iam = PageToken(asked: "Marker", answered: "Marker")
  }

  /// A list of a service that takes forms and answers in XML.
  func pages<Element>(
    _ action: ReadAction, in region: String, _ parameters: [(String, String)], token name: PageToken,
    _ read: (XMLElement) throws(CallFailure) -> [Element]
  ) async throws(CallFailure) -> [Element] {
    try await pages(Self.mostPages) { token throws(CallFailure) in
      let next = token.map { [(name.asked, $0)] } ?? []
      let answer = try await query(action, in: region, parameters + next)
      return (try read(answer), answer.first(name.answered)?.text)
    }
  }

  /// - Parameter ask: the page behind a token and the token of the next, none or an empty one for the last.
  private func pages<Element>(
    _ most: Int, _ ask: (String?) async throws(CallFailure) -> ([Element], next: String?)
  ) async throws(CallFailure) -> [Element] {
    var elements: [Element] = []
    var token: String?
    for _ in 0..<most {
      let (page, next) = try await ask(token)
      elements += page
      guard let next, !next.isEmpty, next != token else { break }
      token = next
    }
    return elements
  }
}
