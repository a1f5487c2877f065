/// Hops as they are judged, one after the other. What cannot be judged behind a broken hop is not called broken.
struct HopChain {
  private(set) var hops: [Hop] = []
  private var place: Hop.Place

  /// A hop that is there, for those behind it to lean on.
  struct Link: Hashable {
    let kind: HopKind
    let state: Hop.State
    /// The broken hop that this one is behind.
    let behind: HopKind?
  }

  init(at place: Hop.Place) { self.place = place }

  /// The hops that follow are in this region.
  mutating func enter(_ region: String?) { place.region = region }

  /// Judges a hop, unless one that it leans on has failed.
  @discardableResult
  mutating func add(
    _ kind: HopKind, _ subject: String? = nil, behind links: [Link] = [], _ judge: () -> Finding
  ) -> Link {
    let failed = links.first { $0.state == .broken } ?? links.first { $0.behind != nil }
    var hop = Hop(kind: kind, place: place, subject: subject, finding: .unknown(""))
    if let failed {
      let first = failed.behind ?? failed.kind
      hop.behind = first
      hop.finding = .unknown("not judged: it is behind the hop \(first.rawValue)")
    } else if links.contains(where: { $0.state == .unknown }) {
      hop.finding = .unknown("not judged: what comes before is unknown")
    } else {
      hop.finding = judge()
    }
    hops.append(hop)
    return Link(kind: kind, state: hop.state, behind: hop.behind)
  }

  /// The broken hops so far, as those behind them see them.
  /// - Parameter region: those of other regions are left out; nil for all.
  func broken(before region: String? = nil) -> [Link] {
    hops.filter {
      $0.state == .broken && (region == nil || $0.place.region == nil || $0.place.region == region)
    }
    .map { Link(kind: $0.kind, state: .broken, behind: nil) }
  }
}
