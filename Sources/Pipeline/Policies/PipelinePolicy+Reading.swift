/// What reading events takes, as the sources do it.
extension PipelinePolicy {
  static func reading(_ arns: PipelineARNs) -> [AccessStatement] {
    let statements = [
      AccessStatement(
        "ReadEvents", ["logs:FilterLogEvents", "logs:StartLiveTail", "logs:StartQuery"], on: arns.logGroup,
        "\(arns.logGroup):*"),
      AccessStatement("FindLogGroups", ["logs:DescribeLogGroups"], on: arns.anyLogGroup),
      // A query has no ARN.
      AccessStatement("ReadQueries", ["logs:GetQueryResults", "logs:StopQuery"], on: "*"),
    ]
    if let collection = arns.collection { return statements + [.reaching(collection)] }
    return statements + [
      AccessStatement("ReadFields", ["es:ESHttpGet"], on: "\(arns.domain)/\(arns.indices)/_field_caps"),
      AccessStatement(
        "SearchEvents", ["es:ESHttpPost"], on: "\(arns.domain)/\(arns.indices)/_search*",
        "\(arns.domain)/_search"),
      // The one thing that reading leaves behind is taken away again.
      AccessStatement("EndSearches", ["es:ESHttpDelete"], on: "\(arns.domain)/_search/point_in_time"),
    ]
  }
}
