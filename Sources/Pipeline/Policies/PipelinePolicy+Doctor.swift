/// What looking at each hop takes: none of it changes anything.
extension PipelinePolicy {
  static func doctor(_ arns: PipelineARNs) -> [AccessStatement] {
    var statements = [
      AccessStatement(
        "Account",
        [
          "cloudwatch:GetMetricData", "lambda:GetAccountSettings", "organizations:DescribeOrganization",
          "ssm:DescribeParameters",
        ], on: "*"),
      AccessStatement("Buses", ["events:ListEventBuses", "events:ListRules"], on: "*"),
      AccessStatement("Bus", ["events:DescribeEventBus"], on: arns.bus),
      AccessStatement(
        "Rules", ["events:DescribeRule", "events:ListTargetsByRule"], on: arns.security("events", "rule/*")),
      AccessStatement("LogGroups", ["logs:DescribeLogGroups", "logs:DescribeResourcePolicies"], on: "*"),
      AccessStatement(
        "LogEvents", ["logs:DescribeSubscriptionFilters", "logs:FilterLogEvents"], on: arns.logGroup,
        "\(arns.logGroup):*", arns.security("logs", "log-group:/aws/lambda/iamwatch-*")),
      AccessStatement(
        "Functions", ["lambda:GetFunctionConfiguration", "lambda:GetPolicy"],
        on: arns.security("lambda", "function:iamwatch-*")),
      AccessStatement(
        "Topic", ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
        on: arns.security("sns", PipelineNames.topic)),
      AccessStatement(
        "Queues", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], on: arns.security("sqs", "iamwatch-*")),
      AccessStatement("Secret", ["secretsmanager:DescribeSecret"], on: arns.slackSecret),
    ]
    if let collection = arns.collection {
      statements.append(.reaching(collection))
    } else {
      statements += domain(arns)
    }
    if !arns.memberRoles.isEmpty {
      statements.append(AccessStatement("Members", ["sts:AssumeRole"], on: arns.memberRoles))
    }
    return statements
  }

  /// The domain, and the way to it.
  private static func domain(_ arns: PipelineARNs) -> [AccessStatement] {
    [
      AccessStatement("Domain", ["es:DescribeDomain"], on: arns.domain),
      AccessStatement("Index", ["es:ESHttpGet"], on: "\(arns.domain)/*"),
      AccessStatement(
        "Network",
        [
          "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
          "ec2:DescribeVpcPeeringConnections",
        ], on: "*"),
    ]
  }

  static func doctorMember(_ arns: PipelineARNs) -> [AccessStatement] {
    [
      AccessStatement(
        "Account",
        [
          "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus",
          "cloudtrail:LookupEvents", "cloudwatch:GetMetricData", "events:ListEventBuses", "events:ListRules",
        ], on: "*"),
      AccessStatement(
        "Rules", ["events:DescribeRule", "events:ListTargetsByRule"], on: arns.anywhere("events", "rule/*")),
      AccessStatement(
        "Role",
        [
          "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
        ], on: arns.anyAccount("iam", "role/\(PipelineNames.putEventsRole)")),
      AccessStatement(
        "RolePolicies", ["iam:GetPolicy", "iam:GetPolicyVersion"], on: arns.anyAccount("iam", "policy/*")),
      AccessStatement(
        "Undelivered", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
        on: arns.anywhere("sqs", PipelineNames.undeliveredQueue)),
    ]
  }
}
