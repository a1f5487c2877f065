import Audit
import CloudTrail
import Query
import Terminal

/// Where a screen without a person gets its answers, at once.
package struct Answers {
  package var summary: (SummaryRequest) -> Summary
  package var events: (EventListRequest) -> EventList
  package var details: (EventRow.ID) -> EventDetails?

  package init(
    summary: @escaping (SummaryRequest) -> Summary, events: @escaping (EventListRequest) -> EventList,
    details: @escaping (EventRow.ID) -> EventDetails?
  ) {
    (self.summary, self.events, self.details) = (summary, events, details)
  }
}

/// The screen as `--once` prints it: the same model, asked the same questions, once every answer is in.
package func snapshotCanvas(
  settings: Settings, columns: Int, rows: Int, now: Timestamp, filter: String = "", health: [SourceHealth],
  answers: Answers
) -> Canvas {
  var model = Model(settings: settings, columns: columns, rows: rows, now: now)
  model.health = health
  model.settle(model.start(filter: filter), by: answers)
  return view(model)
}

extension Model {
  /// Lets `answers` answer `commands` and all that follow from the answers.
  mutating func settle(_ commands: [Command], by answers: Answers) {
    var waiting = commands
    while !waiting.isEmpty {
      let command = waiting.removeFirst()
      switch command {
      case .summarise(let request, let question):
        waiting += update(&self, .summary(request: request, answers.summary(question)))
      case .list(let request, let question):
        waiting += update(&self, .events(request: request, answers.events(question)))
      case .open(let request, let id):
        waiting += update(&self, .details(request: request, answers.details(id)))
      case .setTheme, .redraw, .bell, .suspend, .quit: break
      }
    }
  }
}
