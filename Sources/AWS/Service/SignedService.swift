/// For whom requests are signed: a service's name in signatures, and a region.
package struct SignedService: Equatable, Sendable, CustomStringConvertible {
  package let name: String
  package let region: String

  package init(name: String, region: String) { (self.name, self.region) = (name, region) }

  package var description: String { "\(name) in \(region)" }

  /// What a domain's or a collection's host says: `….REGION.es.amazonaws.com` and `….REGION.aoss.amazonaws.com`; nil for a name of
  /// somebody's own.
  package init?(openSearchHost host: String) {
    for partition in [Partition.aws, .china] {
      for service in ["es", "aoss"] where host.hasSuffix(".\(service).\(partition.domain)") {
        let labels = host.dropLast(service.count + partition.domain.count + 2).split(separator: ".")
        guard labels.count >= 2, let region = labels.last else { return nil }
        self.init(name: service, region: String(region))
        return
      }
    }
    return nil
  }
}

extension ServiceEndpoints {
  /// Where CloudWatch Logs is called.
  /// - Parameter flag: `--endpoint-url`, or the source's own.
  package func logs(_ region: String, flag: String? = nil) -> String {
    flag ?? configured("cloudwatch_logs") ?? "https://logs.\(region).\(Partition(region: region).domain)"
  }

  /// Where Live Tail is called, which has a host of its own (FACTS, "CloudWatch Logs").
  package func liveTail(_ region: String, flag: String? = nil) -> String {
    flag ?? configured("cloudwatch_logs")
      ?? "https://stream-logs.\(region).\(Partition(region: region).domain)"
  }
}
