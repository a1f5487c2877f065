import CLease
import CloudTrail
import Synchronization

/// A file that is read where the kernel keeps it: to copy its bytes would take a tenth of the time that reading takes.
///
/// Reading relies on its bytes being those that it has checked, so nobody may change them meanwhile. A lease sees to that: whoever wants to
/// write to the file waits until the pieces that are being read are done, a few milliseconds, and from then on it is read by copying.
final class LeasedFile: Sendable {
  private struct State {
    /// How many pieces are being read.
    var pieces = 0
    var isGivenBack = false
  }

  private let descriptor: Int32
  private let state = Mutex(State())

  /// Takes a lease on an open file, which ends when it is closed; nil where none is given.
  init?(_ descriptor: Int32) {
    guard iw_lease_take(descriptor) else { return nil }
    self.descriptor = descriptor
  }

  /// Calls `body` with the place of the first of `count` bytes from `offset` on, behind which padding lies
  /// (``CloudTrail/InputWindow/padding``). They are valid only during the call.
  /// - Returns: nil where somebody waits to write to the file or has done so, and where it cannot be mapped or is shorter.
  func withPiece<Result>(
    from offset: Int, count: Int, _ body: (UnsafePointer<UInt8>) -> Result
  ) -> Result? {
    guard begin() else { return nil }
    defer { end() }
    let piece = iw_map(descriptor, Int64(offset), count, InputWindow.padding)
    guard let start = piece.start else { return nil }
    defer { iw_unmap(piece) }
    return body(start)
  }

  private func begin() -> Bool {
    state.withLock { state in
      giveBackIfAsked(&state)
      guard !state.isGivenBack, iw_lease_is_alone(descriptor) else { return false }
      state.pieces += 1
      return true
    }
  }

  private func end() {
    state.withLock { state in
      state.pieces -= 1
      giveBackIfAsked(&state)
    }
  }

  private func giveBackIfAsked(_ state: inout State) {
    guard state.pieces == 0, !state.isGivenBack, !iw_lease_is_alone(descriptor) else { return }
    iw_lease_give_back(descriptor)
    state.isGivenBack = true
  }
}
