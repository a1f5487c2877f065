import CloudTrail
import Glibc

/// `credential_process`: a program of the user's that prints credentials as JSON.
///
/// What it prints to its standard error is never shown, for it may hold a secret.
struct CredentialProcess: Sendable {
  let words: [String]
  let place: SettingPlace
  let environment: AWSEnvironment
  /// How long the program may run.
  var limit = Duration.seconds(60)

  /// More is no answer.
  private static let largest = 1 << 16

  /// - Throws: ``CredentialsError/process(_:_:)``.
  func credentials() async throws(CredentialsError) -> Credentials {
    let answer = try await output()
    let document = try parsed(answer)
    return try document.withView { view in
      Result { () throws(CredentialsError) in try credentials(view) }
    }.get()
  }

  private func output() async throws(CredentialsError) -> [UInt8] {
    var command: SpawnedCommand
    do throws(SpawnedCommand.Failure) {
      command = try SpawnedCommand(words, environment: environment.all)
    } catch {
      guard case .notStarted(let reason) = error else { throw failure("cannot be started") }
      throw failure("cannot be started: \(reason)")
    }
    var bytes: [UInt8] = []
    let deadline = ContinuousClock.now + limit
    while true {
      let status = command.status()
      command.read(into: &bytes)
      guard bytes.count <= CredentialProcess.largest else { throw failure("printed more than 64 KiB") }
      if let status {
        guard status == 0 else { throw failure(CredentialProcess.ending(status)) }
        return bytes
      }
      guard ContinuousClock.now < deadline else {
        throw failure("did not end within \(limit.components.seconds) s and was stopped")
      }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { throw failure("was interrupted") }
    }
  }

  private static func ending(_ status: Int32) -> String {
    let signal = status & 0x7F
    return signal == 0
      ? "ended with status \(status >> 8 & 0xFF); run it by hand to see why" : "was ended by signal \(signal)"
  }

  private func parsed(_ answer: [UInt8]) throws(CredentialsError) -> JSONDocument {
    do { return try JSONDocument(parsing: answer) } catch {
      throw failure("did not print a JSON object")
    }
  }

  private func credentials(_ view: JSONView) throws(CredentialsError) -> Credentials {
    guard view.member("Version").map(\.isOne) == true else {
      throw failure("printed an answer whose Version is not 1")
    }
    guard let keyID = view.text("AccessKeyId"), let secret = view.text("SecretAccessKey") else {
      throw failure("printed an answer without AccessKeyId and SecretAccessKey")
    }
    let end = view.text("Expiration")
    let expiration = end.flatMap { Timestamp($0) }
    guard end == nil || expiration != nil else {
      throw failure("printed an Expiration that is not a time such as 2026-11-01T00:00:00Z")
    }
    return Credentials(
      accessKeyID: keyID, secretAccessKey: Secret(secret),
      sessionToken: view.text("SessionToken").map(Secret.init), expiration: expiration)
  }

  private func failure(_ reason: String) -> CredentialsError {
    .process(place, "\"\(words[0])\" \(reason)")
  }
}

extension JSONView {
  /// A member that is a string and not empty.
  func text(_ name: StaticString) -> String? {
    guard let text = member(name)?.text?.string, !text.isEmpty else { return nil }
    return text
  }

  /// Whether this is the number 1.
  fileprivate var isOne: Bool { source.elementsEqual([UInt8(ascii: "1")]) }

  /// A whole number.
  var integer: Int64? { kind == .number ? Int64(String(decoding: source, as: UTF8.self)) : nil }
}
