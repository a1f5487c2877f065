import Dashboard
import Detection

extension Settings.Rule {
  /// A rule as the screen shows it.
  init(_ rule: Detection.Rule, isCorrelation: Bool) {
    self.init(id: rule.id, title: rule.title)
    (severity, self.isCorrelation, description) = (rule.level, isCorrelation, rule.description)
    (tags, references, falsePositives) = (rule.tags, rule.references, rule.falsePositives)
    file = rule.place?.path ?? ""
    guard let written = rule.text else { return }
    (text, firstLine) = (written.text, written.firstLine)
  }
}
