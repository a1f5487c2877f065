import CloudTrail
import Detection
import Query

extension Judge {
  /// The line that tells of a silence: that of the last event before it, as an alert of the silence alone. Nil where the event does not
  /// count as one, or its record is not kept.
  package func line(of silence: CorrelationAlert, in engine: CorrelationEngine) -> EventLine? {
    let place = rules.firstCorrelation + silence.correlation
    var line: EventLine?
    var reader = EventReader(MemorySource(engine.lastRecord(of: silence) ?? [])) { event in
      guard counts(event, judgement(on: event), completing: [place]) else { return }
      line = EventLine(event, matched: [rules.rules[place]])
    }
    _ = reader.read()
    reader.finish()
    return line
  }
}
