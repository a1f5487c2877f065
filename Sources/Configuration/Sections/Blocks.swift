import Query

extension Configuration {
  /// What to watch and how it looks, under one name.
  package struct Context: Hashable, Sendable {
    package var name: String
    package var sources: [Source] = []
    /// The AWS profile and region of sources that name none themselves.
    package var profile: String?
    package var region: String?
    package var filter: Placed<String>?
    package var theme: Placed<String>?

    /// Where events come from, as `--source` takes it, and with whose credentials.
    package struct Source: Hashable, Sendable {
      package var source: Placed<String>
      package var profile: String?
      package var region: String?
      package var endpointURL: String?
    }
  }

  /// One AWS account.
  package struct Account: Hashable, Sendable {
    /// 12 digits.
    package var id: String
    package var name: String?
    package var profile: String?
    package var roleARN: String?
    package var regions: [String] = []

    package init(
      id: String, name: String? = nil, profile: String? = nil, roleARN: String? = nil, regions: [String] = []
    ) {
      (self.id, self.name, self.profile, self.roleARN, self.regions) = (id, name, profile, roleARN, regions)
    }
  }

  /// What the Terraform of the pipeline is made from.
  package struct Pipeline: Hashable, Sendable {
    package var securityAccount: String?
    package var homeRegion: String?
    package var organizationID: String?
    package var logGroup: String?
    package var readOnlyEvents: Bool?
    package var openSearchEndpoint: String?
    /// The name of the secret that holds Slack's webhook.
    package var slackSecret: String?
    package var slackChannel: String?
  }

  /// Where alerts are sent.
  package struct Notify: Hashable, Sendable {
    package var slackWebhookFile: String?
    package var slackTokenFile: String?
    package var slackChannel: String?
    package var webhookURL: String?
    package var webhookHMACFile: String?
    /// A program and its arguments.
    package var command: [String] = []
    package var metricsFile: String?
    /// The least severity that the screen calls a person for; nil never.
    package var bell: Severity?
    /// How it calls: `bell`, `osc9` or `osc777`.
    package var bellForm: String?

    package init() {}
  }

  /// The keys of one command; none where the command is to have no key.
  package struct KeySetting: Hashable, Sendable {
    package var command: Placed<String>
    package var keys: [Placed<String>]
  }

  /// A list of values under a name.
  package struct Placeholder: Hashable, Sendable {
    package var name: String
    package var values: [String]
  }
}
