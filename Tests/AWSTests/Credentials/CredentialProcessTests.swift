import CloudTrail
import Testing

@testable import AWS

@Suite("credential_process runs a program without a shell, bounded in time and size")
struct CredentialProcessTests {
  private static let place = SettingPlace(file: "config", line: 2)

  private func run(
    _ words: [String], _ environment: [String: String] = ["PATH": "/bin:/usr/bin"],
    limit: Duration = .seconds(10)
  ) async throws -> Credentials {
    try await CredentialProcess(
      words: words, place: CredentialProcessTests.place, environment: AWSEnvironment(environment),
      limit: limit
    ).credentials()
  }

  @Test("What it prints are the credentials, found with the PATH and the environment of this program")
  func whole() async throws {
    let script = """
      printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"S","SessionToken":"T","Expiration":"2026-11-01T00:00:00Z"}' "$KEY"
      """
    let found = try await run(["sh", "-c", script], ["PATH": "/bin:/usr/bin", "KEY": "K"])
    #expect(
      found
        == Credentials(
          accessKeyID: "K", secretAccessKey: Secret("S"), sessionToken: Secret("T"),
          expiration: Timestamp("2026-11-01T00:00:00Z")))
  }

  @Test("No shell reads the words")
  func noShell() async throws {
    let found = try await run([
      "printf", #"{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"S"}"#, "$(id);`id`",
    ])
    #expect(found.accessKeyID == "$(id);`id`")
    #expect(found.expiration == nil)
  }

  @Test(
    "Each way to fail is told with the place, the program and what to do",
    arguments: [
      (["/nonexistent/program"], "cannot be started: No such file"),
      (["sh", "-c", "echo CANARY >&2; exit 3"], "status 3; run it by hand"),
      (["sh", "-c", "kill -9 $$"], "ended by signal 9"),
      (["echo", "CANARY"], "did not print a JSON object"),
      (["echo", #"{"Version":2,"SecretAccessKey":"CANARY"}"#], "Version is not 1"),
      (["echo", #"{"Version":1,"SecretAccessKey":"CANARY"}"#], "without AccessKeyId"),
      (
        ["echo", #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"CANARY","Expiration":"CANARY"}"#],
        "an Expiration that is not a time"
      ),
      (["sh", "-c", "yes CANARY"], "more than 64 KiB"),
    ])
  func failures(words: [String], reason: String) async throws {
    let error = await #expect(throws: CredentialsError.self) { try await run(words) }
    #expect(error?.description.hasPrefix("config:2: credential_process \"\(words[0])\" ") == true)
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("CANARY") == false)
  }

  @Test("A program that hangs is stopped, and those that it began with it")
  func hanging() async throws {
    // It would sleep for an hour; how soon it is stopped depends on the pool of threads, which other tests keep busy.
    let error = await #expect(throws: CredentialsError.self) {
      try await run(["sh", "-c", "sleep 3600 & sleep 3600"], limit: .milliseconds(200))
    }
    #expect(error?.description.contains("did not end within") == true)
  }
}
