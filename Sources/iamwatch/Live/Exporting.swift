import Dashboard
import Query
import Text

/// Writes what the screen exports, one file after another, off its thread and beside its questions: an export may take long.
final class Exporting: Sendable {
  /// A request, and the picture where that is what is asked for: the screen's thread draws it.
  struct Job: Sendable {
    var number: Int
    var request: ExportRequest
    var picture: String?
  }

  private let collection: Collection
  private let inbox: Inbox
  private let engine: EngineAnswering?
  private let jobs: AsyncStream<Job>
  private let hand: AsyncStream<Job>.Continuation

  /// - Parameter engine: what counts for the screen; nil for the store alone.
  init(_ collection: Collection, inbox: Inbox, engine: EngineAnswering?) {
    (self.collection, self.inbox, self.engine) = (collection, inbox, engine)
    // As many as a person asks for.
    (jobs, hand) = AsyncStream.makeStream(of: Job.self)
  }

  func export(_ job: Job) { hand.yield(job) }

  /// Writes until the task is cancelled; a file that is not whole by then is taken away, and stderr told.
  func run() async {
    for await job in jobs {
      let outcome = write(await told(job), await counts(for: job.request))
      inbox.deliver(.exported(request: job.number, outcome))
      if Task.isCancelled, case .failed(let path, let reason) = outcome {
        complain("iamwatch: \(sanitised(path)): \(sanitised(reason))")
      }
    }
  }

  /// The view's counts where the engine makes them.
  private func counts(for request: ExportRequest) async -> Summary? {
    guard request.kind == .snapshot || request.kind == .groups else { return nil }
    return await engine?.counts(of: request.events)
  }

  /// The job, whose sources say what is not in the file.
  private func told(_ job: Job) async -> Job {
    guard await engine?.isChosen ?? false,
      [.snapshot, .groups, .events, .timeline].contains(job.request.kind)
    else { return job }
    var job = job
    for place in job.request.sources.indices {
      job.request.sources[place].state = .partial
      job.request.sources[place].error = job.request.sources[place].error ?? Self.reservation
    }
    return job
  }

  private static let reservation =
    "counted by the engine; of the events only those that were looked at are here"

  private func write(_ job: Job, _ counted: Summary?) -> ExportOutcome {
    do throws(ExportError) {
      let file = try ExportFile(job.request.path, home: Environment["HOME"])
      do throws(ExportError) {
        if let picture = job.picture { try file.write(picture.utf8) }
        try ExportDocument(request: job.request, collection: collection, counted: counted).pieces {
          bytes throws(ExportError) in
          try file.write(bytes)
        }
        try file.close()
      } catch {
        file.discard()
        throw error
      }
      return .written(path: file.path, bytes: file.bytes)
    } catch {
      return .failed(path: job.request.path, reason: error.reason)
    }
  }
}
