import Dashboard
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
  private let jobs: AsyncStream<Job>
  private let hand: AsyncStream<Job>.Continuation

  init(_ collection: Collection, inbox: Inbox) {
    (self.collection, self.inbox) = (collection, inbox)
    // As many as a person asks for.
    (jobs, hand) = AsyncStream.makeStream(of: Job.self)
  }

  func export(_ job: Job) { hand.yield(job) }

  /// Writes until the task is cancelled; a file that is not whole by then is taken away, and stderr told.
  func run() async {
    for await job in jobs {
      let outcome = write(job)
      inbox.deliver(.exported(request: job.number, outcome))
      if Task.isCancelled, case .failed(let path, let reason) = outcome {
        complain("iamwatch: \(sanitised(path)): \(sanitised(reason))")
      }
    }
  }

  private func write(_ job: Job) -> ExportOutcome {
    do throws(ExportError) {
      let file = try ExportFile(job.request.path, home: Environment["HOME"])
      do throws(ExportError) {
        if let picture = job.picture { try file.write(picture.utf8) }
        try ExportDocument(request: job.request, collection: collection).pieces { bytes throws(ExportError) in
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
