/// The state as a run of the program begins with it: open or not, with what was kept for a context, and with what went
/// wrong. Nothing that is wrong with it stops the program.
package struct OpenState: Sendable {
  package private(set) var file: StateFile?
  package private(set) var session = SessionRecord()
  package private(set) var marks: [MarkRecord] = []
  package private(set) var alertDecisions: [AlertDecisionRecord] = []
  /// What went wrong, in words for the reader.
  package private(set) var problems: [String] = []

  /// Opens the state at `path` and reads what it has for `context`. A damaged file is set aside, under a name that the problem tells, and
  /// a new one begun.
  package init(_ path: String, context: String) {
    do throws(StateError) {
      try read(path, context)
    } catch .damaged {
      beginAnew(path, context)
    } catch {
      leave(path, error)
    }
  }

  private mutating func read(_ path: String, _ context: String) throws(StateError) {
    let file = try StateFile.open(path)
    session = try file.session(of: context)
    marks = try file.marks(of: context)
    alertDecisions = try file.alertDecisions(of: context)
    self.file = file
    if file.isReadOnly {
      problems.append(
        "\(path) cannot be written: marks, filters and what is decided about alerts last for this session only"
      )
    }
  }

  private mutating func beginAnew(_ path: String, _ context: String) {
    guard let name = PrivateFile.setAside(path) else { return leave(path, .damaged) }
    problems.append("the state was damaged and begins anew; the old file is \(name)")
    do throws(StateError) { try read(path, context) } catch { leave(path, error) }
  }

  private mutating func leave(_ path: String, _ error: StateError) {
    problems.append(
      "\(path): \(error); marks, filters and what is decided about alerts last for this session only")
  }
}
