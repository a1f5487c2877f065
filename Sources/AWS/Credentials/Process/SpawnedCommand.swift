import Glibc

/// A program started without a shell, in a process group of its own, whose standard output is read. Its standard error is nothing, and so
/// is its standard input unless it is given one.
package struct SpawnedCommand: ~Copyable {
  private let process: pid_t
  private let output: Int32
  private var isReaped = false

  package enum Failure: Error, Equatable {
    case notStarted(String)
  }

  /// - Parameter input: a descriptor that becomes the program's standard input, from where it stands.
  /// - Throws: why the program cannot be started.
  package init(
    _ words: [String], environment: [String: String], input: Int32? = nil
  ) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(String(cString: strerror(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The program's own end stays blocking: it may not expect anything else.
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[1]) }
    var started: pid_t = 0
    let fault = SpawnedCommand.spawn(words, environment, input: input, output: ends[1], &started)
    guard fault == 0 else {
      close(ends[0])
      throw .notStarted(String(cString: strerror(fault)))
    }
    (process, output) = (started, ends[0])
  }

  deinit {
    if !isReaped {
      kill(-process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(output)
  }

  /// Appends what has been written so far.
  package func read(into bytes: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// The status as `waitpid` gives it; nil while the program runs.
  package mutating func status() -> Int32? {
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    isReaped = true
    return status
  }

  /// The signals that this program blocks or ignores are not the other's affair.
  private static func spawn(
    _ words: [String], _ environment: [String: String], input: Int32?, output: Int32,
    _ started: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let variables = environment.map { "\($0.key)=\($0.value)" }
    return withCStrings(words) { words in
      withCStrings(variables) { variables in
        words.first.flatMap { $0 }.map { program in
          posix_spawnp(&started, program, &actions, &attributes, words, variables)
        } ?? EINVAL
      }
    }
  }
}

/// Calls `body` with a list of C strings that ends with nil, as `execve` takes it.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) as UnsafeMutablePointer<CChar>? }
  defer { copies.forEach { free($0) } }
  return body(copies + [nil])
}
