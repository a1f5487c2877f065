import AWS
import Glibc
import State

/// A program that is run for each alert, without a shell: it reads the alert's line from its standard input. Status 0 says that it has
/// dealt with it; what it prints is nobody's.
package struct AlertCommand: Destination {
  package let name = "command"
  package let channel: String? = nil
  package let messagesPerSecond = 50.0
  private let words: [String]
  private let environment: [String: String]
  private let limit: Duration

  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - limit: how long it may run; then it is stopped, with all that it has started in its process group.
  package init(_ words: [String], environment: [String: String], limit: Duration = .seconds(30)) {
    (self.words, self.environment, self.limit) = (words, environment, limit)
  }

  package func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] { alert.json(.new) }

  package func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome {
    guard let input = AlertCommand.file(of: delivery.body) else {
      return .later("no temporary file for its input: \(String(cString: strerror(errno)))")
    }
    defer { close(input) }
    do throws(SpawnedCommand.Failure) {
      return await outcome(of: try SpawnedCommand(words, environment: environment, input: input))
    } catch {
      guard case .notStarted(let reason) = error else { return .later("it cannot be started") }
      return .later("\"\(words[0])\" cannot be started: \(reason)")
    }
  }

  private func outcome(of started: consuming SpawnedCommand) async -> DeliveryOutcome {
    var command = started
    let deadline = ContinuousClock.now + limit
    var status: Int32?
    while status == nil, ContinuousClock.now < deadline {
      status = command.status()
      // Read and let go, so that the program never waits for a reader.
      var output: [UInt8] = []
      command.read(into: &output)
      guard status == nil else { break }
      do { try await Task.sleep(for: .milliseconds(10)) } catch { return .later("interrupted") }
    }
    switch status {
    case 0?: return .delivered(thread: nil)
    case let status? where status & 0x7F == 0:
      return .refused("\"\(words[0])\" ended with status \(status >> 8 & 0xFF)")
    case let status?: return .refused("\"\(words[0])\" was ended by signal \(status & 0x7F)")
    case nil:
      return .refused(
        "\"\(words[0])\" did not end within \(limit.components.seconds) s and was stopped")
    }
  }

  /// A nameless file that holds the text, to be read from its beginning: unlike a pipe it never makes the writer wait.
  private static func file(of text: [UInt8]) -> Int32? {
    let path = "/tmp/iamwatch-alert-\(UInt64.random(in: .min ... .max))"
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    unlink(path)
    var written = 0
    while written < text.count {
      let count = text[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(descriptor)
        return nil
      }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
    return descriptor
  }
}
