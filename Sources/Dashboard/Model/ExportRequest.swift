import CloudTrail
import Query

/// What is to be written to a file, and where.
package struct ExportRequest: Hashable, Sendable {
  /// What is written, in which form.
  package enum Kind: CaseIterable, Hashable, Sendable {
    /// The view's counts: the snapshot of `--once --format json`.
    case snapshot
    /// The view's events, one normalised event a line.
    case events
    /// The view's counts by account, principal and action, as CSV.
    case groups
    /// The view's events as a report in Markdown.
    case timeline
    case markedTimeline
    case markedEvents
    /// The screen as SVG.
    case picture

    package var isOfMarks: Bool { self == .markedTimeline || self == .markedEvents }
  }

  package var kind: Kind
  package var path: String
  /// Which events: those of the view.
  package var events: SummaryRequest
  /// The filter that gives them; nil for all.
  package var filter: String?
  package var sources: [SourceHealth]
  package var marks: [Mark]
  package var writtenAt: Timestamp
}

/// What became of an export.
package enum ExportOutcome: Hashable, Sendable {
  /// The file that was written, which may have another name than was asked for.
  case written(path: String, bytes: Int)
  case failed(path: String, reason: String)
}
