import CloudTrail
import Text

/// The accounts of an organization, as AWS Organizations tells its management account and delegated administrators
/// (`ListAccounts`, JSON 1.1, at most 20 a page).
package struct OrganizationAccounts: Sendable {
  /// Ids and names, in the order told.
  package typealias Names = [(id: String, name: String)]

  /// An organization has 10,000 accounts at most: whoever goes on after that turns in a circle.
  private static let mostPages = 1000

  private let client: ServiceClient
  private let endpoint: String

  /// - Parameter endpoint: where the service is called, without a path.
  package init(_ client: ServiceClient, endpoint: String) {
    (self.client, self.endpoint) = (client, endpoint)
  }

  /// All accounts that have a name.
  /// - Throws: the refusal, also of an account that may not ask.
  package func names() async throws(AWSError) -> Names {
    var names: Names = []
    var token: String?
    for _ in 0..<OrganizationAccounts.mostPages {
      let answer = try await client.answer(to: request(token))
      guard let page = try? JSONDocument(parsing: answer.body) else { break }
      token = page.withView { root in
        root.member("Accounts")?.forEachElement { account in
          if let id = account.member("Id")?.text?.string, let name = account.member("Name")?.text?.string,
            !name.isEmpty
          {
            names.append((id, name))
          }
          return true
        }
        return root.member("NextToken")?.text?.string
      }
      guard token != nil else { break }
    }
    return names
  }

  private func request(_ token: String?) -> HTTPRequest {
    let next = token.map { ",\"NextToken\":\(jsonString($0))" } ?? ""
    return HTTPRequest(
      method: "POST", url: "\(endpoint)/",
      headers: [
        HTTPHeader("Content-Type", "application/x-amz-json-1.1"),
        HTTPHeader("X-Amz-Target", "AWSOrganizationsV20161128.ListAccounts"),
      ],
      body: Array("{\"MaxResults\":20\(next)}".utf8))
  }
}

extension ServiceEndpoints {
  /// Where AWS Organizations is called, which has one endpoint a partition, and the region that is signed for (AWS General Reference,
  /// "AWS Organizations endpoints and quotas").
  /// - Parameter region: any of the partition; nil for that of most.
  package func organizations(_ region: String?) -> (url: String, signingRegion: String) {
    let partition = Partition(region: region ?? "")
    let signing =
      switch partition {
      case .aws: "us-east-1"
      case .china: "cn-northwest-1"
      case .govCloud: "us-gov-west-1"
      }
    return (configured("organizations") ?? "https://organizations.\(signing).\(partition.domain)", signing)
  }
}
