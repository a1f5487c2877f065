/// All that `doctor` asks of AWS, as IAM's actions: each reads, none changes anything. The part before the colon is the service, the part
/// behind it is the operation that is called.
package enum ReadAction: String, CaseIterable, ServiceAction {
  case getCallerIdentity = "sts:GetCallerIdentity"
  case describeOrganization = "organizations:DescribeOrganization"

  case describeTrails = "cloudtrail:DescribeTrails"
  case getTrailStatus = "cloudtrail:GetTrailStatus"
  case getEventSelectors = "cloudtrail:GetEventSelectors"
  case lookupEvents = "cloudtrail:LookupEvents"

  case describeEventBus = "events:DescribeEventBus"
  case listEventBuses = "events:ListEventBuses"
  case describeRule = "events:DescribeRule"
  case listRules = "events:ListRules"
  case listTargetsByRule = "events:ListTargetsByRule"

  case getRole = "iam:GetRole"
  case listRolePolicies = "iam:ListRolePolicies"
  case getRolePolicy = "iam:GetRolePolicy"
  case listAttachedRolePolicies = "iam:ListAttachedRolePolicies"
  case getPolicy = "iam:GetPolicy"
  case getPolicyVersion = "iam:GetPolicyVersion"

  case describeLogGroups = "logs:DescribeLogGroups"
  case describeResourcePolicies = "logs:DescribeResourcePolicies"
  case describeSubscriptionFilters = "logs:DescribeSubscriptionFilters"
  case filterLogEvents = "logs:FilterLogEvents"

  case getFunctionConfiguration = "lambda:GetFunctionConfiguration"
  case getFunctionPolicy = "lambda:GetPolicy"
  case getAccountSettings = "lambda:GetAccountSettings"

  case getMetricData = "cloudwatch:GetMetricData"

  case getTopicAttributes = "sns:GetTopicAttributes"
  case listSubscriptionsByTopic = "sns:ListSubscriptionsByTopic"
  case getQueueUrl = "sqs:GetQueueUrl"
  case getQueueAttributes = "sqs:GetQueueAttributes"
  case describeSecret = "secretsmanager:DescribeSecret"
  case describeParameters = "ssm:DescribeParameters"

  case describeDomain = "es:DescribeDomain"
  case domainGet = "es:ESHttpGet"
  /// The one action by which IAM lets anybody reach a collection; what he may do there its data access policy says.
  case collectionGet = "aoss:APIAccessAll"
  case describeSubnets = "ec2:DescribeSubnets"
  case describeRouteTables = "ec2:DescribeRouteTables"
  case describeSecurityGroups = "ec2:DescribeSecurityGroups"
  case describeVpcPeeringConnections = "ec2:DescribeVpcPeeringConnections"
}
