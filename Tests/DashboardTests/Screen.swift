import Audit
import CloudTrail
import Query
import Terminal

@testable import Dashboard

/// A dashboard with a world behind it that answers at once, driven by keys.
struct Screen {
  var model: Model
  var world: World
  /// The commands that no answer belongs to, in order.
  var said: [Command] = []

  init(
    _ world: World = Story.world, columns: Int = 120, rows: Int = 40, settings: Settings = Story.settings()
  ) {
    model = Model(settings: settings, columns: columns, rows: rows, now: Story.now)
    model.health = Story.health
    self.world = world
    let first = model.start()
    settle(first)
  }

  mutating func send(_ message: Message) {
    let commands = update(&model, message)
    settle(commands)
  }

  private mutating func settle(_ commands: [Command]) {
    said += model.settle(commands, by: world.answers)
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  /// Adds events to the world and tells the model.
  mutating func arrive(_ events: [EventRow]) {
    world.events += events
    send(.batchArrived(events: events.count))
  }

  var canvas: Canvas { view(model) }

  /// The screen's lines, blanks at their ends left out.
  var lines: [String] { canvas.plainLines }
}

extension Canvas {
  /// What stands in each row, blanks at its end left out, as the text export writes it.
  var plainLines: [String] {
    plainText().split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
