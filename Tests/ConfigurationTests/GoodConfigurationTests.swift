import CloudTrail
import Query
import Testing

@testable import Configuration

@Suite("A configuration that is well")
struct GoodConfigurationTests {
  private let everything = """
    default_context: prod
    contexts:
      prod:
        sources: ["opensearch:https://search.example/cwl-*", {source: demo:7, profile: x, region: eu-west-1, endpoint_url: "http://127.0.0.1:9200"}]
        profile: audit
        region: us-east-1
        filter: "@denied account:payments"
        theme: dark
      lab: {sources: [~/trail]}
    accounts:
      "111122223333": {name: payments, profile: payments-audit, role_arn: "arn:aws:iam::111122223333:role/audit", regions: [us-east-1, ap-northeast-2]}
      012345678901: {name: old}
    pipeline: {security_account: "999999999999", home_region: us-east-1, organization_id: o-abc123, log_group: /aws/events/iam-audit,
               read_only_events: false, opensearch: {endpoint: "https://search.example"}, slack: {secret: iamwatch/slack-webhook, channel: "#security"}}
    notify: {slack: {webhook_file: ~/hook, token_file: /run/token, channel: "#security"}, webhook: {url: "https://alerts.example/x", hmac_file: /run/key},
             command: [~/bin/page, --now], metrics_file: /var/lib/metrics.prom, bell: {severity: high, form: osc9}}
    limits: {logs: 5, opensearch: 0.5}
    rules: [~/rules, /etc/iamwatch/rules]
    mutes: [{rule: r, reason: why}, {rule: s, group: ["1", user/x], reason: drill, until: 2026-12-01}]
    filters: {denied: "is:denied -principal:role/ci-*"}
    keys: {freeze: space, theme: none, sort: [s, f5]}
    placeholders: {admins: [alice, bob]}
    """

  private func read(_ yaml: String) throws -> Configuration {
    try Configuration(yaml: yaml, file: "config.yaml", home: "/home/kim")
  }

  @Test("a context has its sources, with their own credentials, and how they are looked at")
  func contexts() throws {
    let configuration = try read(everything)
    #expect(configuration.defaultContext?.value == "prod")
    #expect(configuration.contexts.map(\.name) == ["prod", "lab"])
    let prod = try #require(configuration.context(named: "prod"))
    #expect(prod.sources.map(\.source.value) == ["opensearch:https://search.example/cwl-*", "demo:7"])
    #expect(prod.sources[1].profile == "x" && prod.sources[1].region == "eu-west-1")
    #expect(prod.sources[1].endpointURL == "http://127.0.0.1:9200")
    #expect(prod.profile == "audit" && prod.region == "us-east-1")
    #expect(prod.filter?.value == "@denied account:payments")
    #expect(prod.theme == Placed("dark", at: FilePlace(line: 8, column: 12)))
  }

  @Test("an account is known by its 12 digits, zeros at its beginning kept")
  func accounts() throws {
    let accounts = try read(everything).accounts
    #expect(accounts.map(\.id) == ["111122223333", "012345678901"])
    #expect(accounts[0].name == "payments" && accounts[0].profile == "payments-audit")
    #expect(accounts[0].roleARN == "arn:aws:iam::111122223333:role/audit")
    #expect(accounts[0].regions == ["us-east-1", "ap-northeast-2"])
  }

  @Test("the pipeline's block is read whole")
  func pipeline() throws {
    var wanted = Configuration.Pipeline()
    (wanted.securityAccount, wanted.homeRegion) = ("999999999999", "us-east-1")
    (wanted.organizationID, wanted.logGroup) = ("o-abc123", "/aws/events/iam-audit")
    (wanted.readOnlyEvents, wanted.openSearchEndpoint) = (false, "https://search.example")
    (wanted.slackSecret, wanted.slackChannel) = ("iamwatch/slack-webhook", "#security")
    #expect(try read(everything).pipeline == wanted)
  }

  @Test("the notifier's block is read whole, ~ being the home directory")
  func notify() throws {
    var wanted = Configuration.Notify()
    (wanted.slackWebhookFile, wanted.slackTokenFile) = ("/home/kim/hook", "/run/token")
    (wanted.slackChannel, wanted.webhookURL) = ("#security", "https://alerts.example/x")
    (wanted.webhookHMACFile, wanted.metricsFile) = ("/run/key", "/var/lib/metrics.prom")
    (wanted.bell, wanted.bellForm) = (.high, "osc9")
    wanted.command = ["/home/kim/bin/page", "--now"]
    #expect(try read(everything).notify == wanted)
  }

  @Test("limits, rules, filters, keys and placeholders are read")
  func small() throws {
    let configuration = try read(everything)
    #expect(configuration.limits == ["logs": 5, "opensearch": 0.5])
    #expect(configuration.rules.map(\.value) == ["/home/kim/rules", "/etc/iamwatch/rules"])
    #expect(configuration.filters == [SavedFilter(name: "denied", text: "is:denied -principal:role/ci-*")])
    #expect(configuration.keys.map(\.command.value) == ["freeze", "theme", "sort"])
    #expect(configuration.keys.map { $0.keys.map(\.value) } == [["space"], [], ["s", "f5"]])
    #expect(
      configuration.placeholders == [Configuration.Placeholder(name: "admins", values: ["alice", "bob"])])
  }

  @Test("a mute has a rule and a reason, a group and an end perhaps")
  func mutes() throws {
    let mutes = try read(everything).mutes
    #expect(mutes.map(\.rule.value) == ["r", "s"] && mutes.map(\.reason) == ["why", "drill"])
    #expect(mutes.map(\.group) == [nil, ["1", "user/x"]])
    #expect(mutes.map { $0.until?.rfc3339 } == [nil, "2026-12-01T00:00:00Z"])
  }

  @Test("a source with ~ is below the home directory")
  func home() throws {
    #expect(try read(everything).contexts[1].sources[0].source.value == "/home/kim/trail")
  }

  @Test(
    "nothing, comments, and keys without values are a configuration that says nothing",
    arguments: ["", "# nothing yet\n", "---\n", "accounts:\nkeys: ~\n", "{}"])
  func empty(yaml: String) throws {
    let configuration = try read(yaml)
    #expect(configuration.contexts.isEmpty && configuration.accounts.isEmpty && configuration.keys.isEmpty)
  }
}
