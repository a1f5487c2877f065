import Testing

@testable import AWS

@Suite("Where services are called, and for whom requests are signed")
struct EndpointTests {
  private func endpoints(_ variables: [String: String]) throws -> ServiceEndpoints {
    let nowhere = ["AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere"]
    let settings = try AWSSettings(environment: AWSEnvironment(variables.merging(nowhere) { $1 }))
    return ServiceEndpoints(settings.environment, settings.shared, profile: settings.profileName)
  }

  @Test("the region's own, in its partition")
  func region() throws {
    let endpoints = try endpoints([:])
    #expect(endpoints.logs("eu-west-1") == "https://logs.eu-west-1.amazonaws.com")
    #expect(endpoints.logs("us-gov-west-1") == "https://logs.us-gov-west-1.amazonaws.com")
    #expect(endpoints.logs("cn-north-1") == "https://logs.cn-north-1.amazonaws.com.cn")
    #expect(endpoints.liveTail("eu-west-1") == "https://stream-logs.eu-west-1.amazonaws.com")
  }

  @Test("a flag goes before the service's variable, and that before the one for all")
  func order() throws {
    let all = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]
    #expect(try endpoints(all).logs("eu-west-1") == "http://127.0.0.1:1")
    let both = all.merging(["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://127.0.0.1:2"]) { $1 }
    #expect(try endpoints(both).logs("eu-west-1") == "http://127.0.0.1:2")
    #expect(try endpoints(both).logs("eu-west-1", flag: "http://127.0.0.1:3") == "http://127.0.0.1:3")
  }

  @Test(
    "an OpenSearch host says its service and its region",
    arguments: [
      ("search-audit-abc.us-east-1.es.amazonaws.com", "es in us-east-1"),
      ("vpc-audit-abc.eu-west-1.es.amazonaws.com", "es in eu-west-1"),
      ("abc123.ap-northeast-2.aoss.amazonaws.com", "aoss in ap-northeast-2"),
      ("search-audit-abc.cn-north-1.es.amazonaws.com.cn", "es in cn-north-1"),
    ])
  func openSearch(host: String, service: String) {
    #expect(SignedService(openSearchHost: host)?.description == service)
  }

  @Test(
    "a name of somebody's own says neither",
    arguments: ["search.example", "es.amazonaws.com", "x.es.amazonaws.com", "127.0.0.1"])
  func ownName(host: String) {
    #expect(SignedService(openSearchHost: host) == nil)
  }

  @Test(
    "the partition of a region",
    arguments: [("us-east-1", "aws"), ("cn-northwest-1", "aws-cn"), ("us-gov-east-1", "aws-us-gov")])
  func partition(region: String, name: String) {
    #expect(Partition(region: region).rawValue == name)
  }
}
