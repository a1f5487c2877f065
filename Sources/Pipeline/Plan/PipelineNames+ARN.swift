import AWS

extension PipelineNames {
  /// The name of a thing of a service everywhere: `arn:aws:events:us-east-1:999999999999:event-bus/iamwatch`.
  package static func arn(
    _ service: String, _ region: String, _ account: String, _ resource: String
  ) -> String {
    "arn:\(Partition(region: region).rawValue):\(service):\(region):\(account):\(resource)"
  }

  /// IAM's things have no region in their names, but a partition.
  package static func roleARN(_ role: String, of account: String, partitionOf region: String) -> String {
    "arn:\(Partition(region: region).rawValue):iam::\(account):role/\(role)"
  }
}
