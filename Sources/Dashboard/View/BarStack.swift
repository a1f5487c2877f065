import Terminal

/// One bar of the timeline, cut into cells: from the bottom up notable alerts, errors, and all other events, in eighths of
/// a cell.
///
/// A cell shows two parts at most, one as a block on the other's ground; the cell at the top, with the screen's
/// ground above it, only one. What must give way then is the smaller part, but never an alert.
struct BarStack {
  /// A cell of the bar.
  struct Part: Hashable {
    /// What its lower part shows, and how many eighths high that is, 1 to 8.
    var role: Role
    var eighths: Int
    /// What shows above it; nil for nothing.
    var above: Role?
  }

  /// The bar's cells from the bottom up.
  private(set) var cells: [Part] = []

  /// At least so many eighths of a bar are an alert's colour, if the bar has them: a thin line is not seen.
  private static let leastAlert = 4

  /// - Parameters:
  ///   - peak: the events of the tallest bar, which fills all rows.
  init(_ bar: Timechart.Bar, peak: Int, rows: Int) {
    func eighths(_ count: Int) -> Int { BarStack.eighths(count, of: peak, rows: rows) }
    let height = eighths(bar.events)
    let alerts = min(height, bar.notable == 0 ? 0 : max(BarStack.leastAlert, eighths(bar.notable)))
    // An event that failed and matched a rule is drawn once, as an alert. How many did both is not counted, so as
    // many errors are drawn as there can be.
    let errors = min(height - alerts, eighths(min(bar.errors, bar.events - bar.notable)))
    for bottom in stride(from: 0, to: height, by: 8) {
      let filled = min(8, height - bottom)
      func inside(_ top: Int) -> Int { max(0, min(top - bottom, filled)) }
      let alert = inside(alerts)
      let error = inside(alerts + errors) - alert
      cells.append(BarStack.part(alert: alert, error: error, plain: filled - alert - error))
    }
  }

  /// `count` in eighths of a cell; anything at all is at least one.
  static func eighths(_ count: Int, of peak: Int, rows: Int) -> Int {
    guard peak > 0, count > 0, rows > 0 else { return 0 }
    return max(1, Int((Double(count) / Double(peak) * Double(rows * 8)).rounded()))
  }

  private static func part(alert: Int, error: Int, plain: Int) -> Part {
    let filled = alert + error + plain
    guard filled == 8 else {
      let role: Role = alert > 0 ? .chartAlert : error > 0 && error * 2 >= filled ? .chartError : .chart
      return Part(role: role, eighths: filled)
    }
    let larger: Role = error > 0 && error >= plain ? .chartError : .chart
    if alert > 0 { return Part(role: .chartAlert, eighths: alert, above: alert < 8 ? larger : nil) }
    if error > 0 { return Part(role: .chartError, eighths: error, above: error < 8 ? .chart : nil) }
    return Part(role: .chart, eighths: 8)
  }
}
