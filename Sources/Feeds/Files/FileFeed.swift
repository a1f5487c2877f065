import CloudTrail
import Cores
import Glibc
import Query
import Synchronization

/// Reads sources that are files, on as many threads as there are cores; the result does not depend on which thread read what.
package struct FileFeed: Sendable {
  /// What a feed found out about its sources beside their events.
  package struct Report: Sendable {
    /// One entry a source, in the order given.
    package var sources: [Source]

    package struct Source: Sendable {
      package var state: SourceHealth.State = .complete
      package var rejected = 0
      /// What went wrong and what was no record: `path: byte 12: reason`.
      package var notes: [String] = []
      /// How many more rejects there were than `notes` tells.
      package var untold = 0
      fileprivate var failedToOpen = 0
      fileprivate var opened = 0
    }
  }

  private let sources: [SourcePaths.Found]
  private let files: [FileToRead]
  private let threads: Int
  private let sizes: SplitFile.Sizes

  /// A feed of `sources`, each a path, a directory, a glob or `-`.
  package init(_ sources: [String], threads: Int = Cores.count) {
    self.init(sources, threads: threads, sizes: SplitFile.Sizes())
  }

  init(_ sources: [String], threads: Int, sizes: SplitFile.Sizes) {
    let found = sources.map { $0 == "-" ? SourcePaths.Found(files: ["-"]) : SourcePaths.find($0) }
    var files: [FileToRead] = []
    for (source, found) in found.enumerated() {
      for path in found.files {
        files.append(FileToRead(path: path, number: UInt32(files.count), source: source))
      }
    }
    (self.sources, self.files, self.threads, self.sizes) = (found, files, max(1, threads), sizes)
  }

  /// The files by their number.
  package var paths: [String] { files.map(\.path) }

  /// Reads everything; `makeSink` gives a thread its sink for a source.
  package func run<Sink: EventSink>(_ makeSink: @escaping @Sendable (Int) -> Sink) async -> Report {
    let work = Work(report: firstReport())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<threads {
        group.addTask { readFiles(of: work, makeSink) }
      }
    }
    return work.state.withLock { $0.report.settled() }
  }

  /// What the reading threads share.
  private final class Work: Sendable {
    struct State {
      var next = 0
      var split: SplitFile?
      var report: Report
    }

    let state: Mutex<State>

    init(report: Report) { state = Mutex(State(report: report)) }
  }

  private func firstReport() -> Report {
    var report = Report(sources: sources.map { _ in Report.Source() })
    for (index, found) in sources.enumerated() {
      report.sources[index].notes = found.failures
      report.sources[index].failedToOpen = found.failures.count
    }
    return report
  }

  private func readFiles<Sink: EventSink>(of work: Work, _ makeSink: (Int) -> Sink) {
    var sinks: [Int: Sink] = [:]
    var memory = ReadingMemory()
    while let (file, split) = next(of: work) {
      let sink = sinks[file.source] ?? makeSink(file.source)
      sinks[file.source] = sink
      if let split {
        split.readParts(into: sink, &memory)
        finish(split, in: work)
      } else {
        var reading = FileReading(file: file, sink: sink, memory: memory.handOn())
        let outcome = reading.read()
        memory = reading.memory.handOn()
        work.state.withLock { $0.report.add(outcome, of: file) }
      }
    }
  }

  /// The next file to read, or the one that others are reading in parts.
  private func next(of work: Work) -> (FileToRead, SplitFile?)? {
    work.state.withLock { work in
      if let split = work.split { return (split.file, split) }
      guard work.next < files.count else { return nil }
      let file = files[work.next]
      work.next += 1
      if threads > 1, file.path != "-" { work.split = SplitFile(file, sizes: sizes) }
      return (file, work.split)
    }
  }

  private func finish(_ split: SplitFile, in work: Work) {
    work.state.withLock { work in
      guard work.split === split else { return }
      split.waitForOthers()
      work.split = nil
      work.report.add(split.outcome, of: split.file)
    }
  }
}

extension FileFeed.Report {
  mutating func add(_ outcome: FileOutcome, of file: FileToRead) {
    let name = file.path == "-" ? "standard input" : file.path
    sources[file.source].rejected += outcome.log.rejected
    if outcome.couldOpen { sources[file.source].opened += 1 } else { sources[file.source].failedToOpen += 1 }
    if let damage = outcome.log.damage {
      sources[file.source].notes.append("\(name): \(damage)")
      sources[file.source].state = .partial
    }
    for reject in outcome.log.samples {
      sources[file.source].notes.append("\(name): byte \(reject.position): \(reject.reason)")
    }
    sources[file.source].untold += outcome.log.rejected - outcome.log.samples.count
  }

  /// The report once everything has been read: notes in the order of paths, whichever thread was first.
  func settled() -> FileFeed.Report {
    var report = self
    for index in report.sources.indices {
      report.sources[index].notes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      guard report.sources[index].failedToOpen > 0 else { continue }
      report.sources[index].state = report.sources[index].opened == 0 ? .failed : .partial
    }
    return report
  }
}
