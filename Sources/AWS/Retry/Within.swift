/// What `body` gives; nil where the time is over first, and then `body` is cancelled and waited for.
package func within<Result: Sendable>(
  _ limit: Duration, _ body: @escaping @Sendable () async -> Result
) async -> Result? {
  await withTaskGroup(of: Result?.self) { group in
    group.addTask { await body() }
    group.addTask {
      try? await Task.sleep(for: limit)
      return nil
    }
    let first = await group.next() ?? nil
    group.cancelAll()
    await group.waitForAll()
    return first
  }
}
