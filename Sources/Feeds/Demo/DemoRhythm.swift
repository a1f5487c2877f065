/// How many activities of each kind begin in an hour, through a UTC day.
///
/// The organisation works in Madrid (07-16 UTC) and Seoul (00-09 UTC); audits run at night; late evening is quiet.
struct DemoRhythm: Sendable {
  /// What goes on in the organisation, each with its own daily curve.
  enum Kind: Int, CaseIterable, Sendable {
    case service, workload, recorder, deploy, person, audit, directory, failedLogin, legacyUser
  }

  private static let flat = [
    52, 54, 58, 58, 55, 52, 58, 78, 100, 112, 108, 98, 92, 98, 106, 100, 82, 66, 52, 42, 36, 32, 30, 38,
  ]
  private static let office = [
    20, 28, 30, 26, 20, 20, 34, 74, 104, 116, 104, 84, 66, 92, 104, 92, 56, 28, 14, 8, 4, 3, 3, 8,
  ]
  private static let night = [
    10, 40, 130, 120, 40, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
  ]

  /// Activities an hour where the curve says 100.
  private static func peak(of kind: Kind) -> (curve: [Int], hourly: Int) {
    switch kind {
    case .service: (flat, 790)
    case .workload: (flat, 150)
    case .recorder: (flat, 48)
    case .deploy: (office, 46)
    case .person: (office, 40)
    case .audit: (night, 44)
    case .directory: (flat, 14)
    case .failedLogin: (office, 9)
    case .legacyUser: (flat, 26)
    }
  }

  /// For each minute of the day, activities per 100 hours by kind, each added to those before it.
  private let cumulative: [[Int]]

  init() {
    cumulative = (0..<1440).map { minute in
      var sum = 0
      return Kind.allCases.map { kind in
        let (curve, hourly) = Self.peak(of: kind)
        let hour = minute / 60
        let part = minute % 60
        let level = curve[hour] * (60 - part) + curve[(hour + 1) % 24] * part
        sum += level * hourly / 60
        return sum
      }
    }
  }

  /// The pause before the next activity, and its kind, at `time` (milliseconds, UTC).
  func next(at time: Int64, random: inout DemoRandom) -> (pause: Int64, kind: Kind) {
    let row = cumulative[Int((time / 60_000) % 1440)]
    let total = row.last ?? 1
    let mean = 360_000_000 / max(total, 1)
    let drawn = random.below(total)
    let index = row.firstIndex { drawn < $0 } ?? 0
    return (Int64(random.within(1...(2 * mean))), Kind(rawValue: index) ?? .service)
  }
}
