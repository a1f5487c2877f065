/// The separate worlds of AWS: a region is in one, and no call leaves it.
package enum Partition: String, Sendable {
  case aws
  case china = "aws-cn"
  case govCloud = "aws-us-gov"

  package init(region: String) {
    self = region.hasPrefix("cn-") ? .china : region.hasPrefix("us-gov-") ? .govCloud : .aws
  }

  /// What the names of its services end in.
  package var domain: String { self == .china ? "amazonaws.com.cn" : "amazonaws.com" }
}
