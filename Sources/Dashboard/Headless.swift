import Audit
import CloudTrail
import Query
import Terminal

/// Where a screen without a person gets its answers, at once.
package struct Answers {
  package var summary: (SummaryRequest) -> Summary
  package var events: (EventListRequest) -> EventList
  package var details: (EventRow.ID) -> EventDetails?
  package var find: (EventFindRequest) -> EventRow.ID?
  package var values: (SeenValuesRequest) -> SeenValues
  package var earlierPolicy: (EventRow.ID) -> EarlierPolicy?
  package var lineage: (EventRow.ID) -> Lineage?
  package var profile: (ProfileRequest) -> Profile?

  package init(
    summary: @escaping (SummaryRequest) -> Summary, events: @escaping (EventListRequest) -> EventList,
    details: @escaping (EventRow.ID) -> EventDetails?,
    find: @escaping (EventFindRequest) -> EventRow.ID?,
    earlierPolicy: @escaping (EventRow.ID) -> EarlierPolicy?,
    lineage: @escaping (EventRow.ID) -> Lineage?,
    values: @escaping (SeenValuesRequest) -> SeenValues = { _ in SeenValues() },
    profile: @escaping (ProfileRequest) -> Profile? = { _ in nil }
  ) {
    (self.summary, self.events, self.details, self.find) = (summary, events, details, find)
    (self.earlierPolicy, self.lineage) = (earlierPolicy, lineage)
    (self.values, self.profile) = (values, profile)
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
  /// Lets `answers` answer `commands` and all that follow from the answers; returns those that have no answer.
  @discardableResult
  mutating func settle(_ commands: [Command], by answers: Answers) -> [Command] {
    var waiting = commands
    var others: [Command] = []
    while !waiting.isEmpty {
      let command = waiting.removeFirst()
      switch command {
      case .summarise(let request, let question):
        waiting += update(&self, .summary(request: request, answers.summary(question)))
      case .list(let request, let question):
        waiting += update(&self, .events(request: request, answers.events(question)))
      case .open(let request, let id):
        waiting += update(&self, .details(request: request, answers.details(id)))
      case .find(let request, let question):
        waiting += update(&self, .found(request: request, answers.find(question)))
      case .values(let request, let question):
        waiting += update(&self, .values(request: request, answers.values(question)))
      case .trace(let request, let id):
        waiting += update(&self, .lineage(request: request, answers.lineage(id)))
      case .profile(let request, let question):
        waiting += update(&self, .profile(request: request, answers.profile(question)))
      case .earlierPolicy(let request, let id):
        waiting += update(&self, .earlierPolicy(request: request, answers.earlierPolicy(id)))
      case .keepMark, .removeMark, .keepDecision, .removeDecision, .export, .copy, .answerCode, .setTheme,
        .redraw, .bell,
        .suspend, .quit:
        others.append(command)
      }
    }
    return others
  }
}
