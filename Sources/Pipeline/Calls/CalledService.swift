import AWS

/// How a service is called: its name in signatures, its host, and the form of its requests.
struct CalledService: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    /// `X-Amz-Target` before the operation, and the protocol's version.
    case json(target: String, version: String)
    /// The version of the API.
    case query(version: String)
    case rest
  }

  /// In signatures, and the first label of its host unless that is said.
  let name: String
  /// The part behind `AWS_ENDPOINT_URL_`, in lower case (AWS SDKs and Tools Reference Guide, "Service-specific endpoints").
  let configuredName: String
  let form: Form
  /// IAM and Organizations have one endpoint a partition, in one region.
  var isGlobal = false
  /// The most requests; low enough to leave others their share of the account's quota (EventBridge: 50 a second in most regions).
  var perSecond = 20.0

  /// By the part of IAM's actions before the colon; each row is from the service's model.
  static let all: [Substring: CalledService] = [
    "sts": CalledService(name: "sts", configuredName: "sts", form: .query(version: "2011-06-15")),
    "iam": CalledService(
      name: "iam", configuredName: "iam", form: .query(version: "2010-05-08"), isGlobal: true),
    "organizations": CalledService(
      name: "organizations", configuredName: "organizations",
      form: .json(target: "AWSOrganizationsV20161128", version: "1.1"), isGlobal: true),
    "cloudtrail": CalledService(
      name: "cloudtrail", configuredName: "cloudtrail",
      form: .json(target: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", version: "1.1")),
    "events": CalledService(
      name: "events", configuredName: "eventbridge", form: .json(target: "AWSEvents", version: "1.1")),
    "logs": CalledService(
      name: "logs", configuredName: "cloudwatch_logs", form: .json(target: "Logs_20140328", version: "1.1"),
      perSecond: 5),
    "lambda": CalledService(name: "lambda", configuredName: "lambda", form: .rest),
    "cloudwatch": CalledService(
      name: "monitoring", configuredName: "cloudwatch", form: .query(version: "2010-08-01")),
    "sns": CalledService(name: "sns", configuredName: "sns", form: .query(version: "2010-03-31")),
    "sqs": CalledService(
      name: "sqs", configuredName: "sqs", form: .json(target: "AmazonSQS", version: "1.0")),
    "secretsmanager": CalledService(
      name: "secretsmanager", configuredName: "secrets_manager",
      form: .json(target: "secretsmanager", version: "1.1")),
    "ssm": CalledService(
      name: "ssm", configuredName: "ssm", form: .json(target: "AmazonSSM", version: "1.1")),
    "es": CalledService(name: "es", configuredName: "opensearch", form: .rest),
    "aoss": CalledService(name: "aoss", configuredName: "opensearchserverless", form: .rest),
    "ec2": CalledService(name: "ec2", configuredName: "ec2", form: .query(version: "2016-11-15")),
  ]

  /// The region that calls for `region` are signed for.
  func signingRegion(_ region: String) -> String {
    guard isGlobal else { return region }
    return switch Partition(region: region) {
    case .aws: "us-east-1"
    case .china: "cn-northwest-1"
    case .govCloud: "us-gov-west-1"
    }
  }

  /// AWS's own address of the service.
  func endpoint(in region: String) -> String {
    let partition = Partition(region: region)
    return isGlobal && partition == .aws
      ? "https://\(name).\(partition.domain)" : "https://\(name).\(signingRegion(region)).\(partition.domain)"
  }
}
