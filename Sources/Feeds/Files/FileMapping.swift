import CMapping
import CloudTrail
import Glibc

/// A piece of a file that is read where the kernel keeps it: to copy it would take a tenth of the time that reading takes.
enum FileMapping {
  /// Calls `body` with the place of the first of `count` bytes from `offset` on, behind which padding lies
  /// (``CloudTrail/InputWindow/padding``). They are valid only during the call, and the caller's thread has no other mapping meanwhile.
  /// - Returns: nil where the file cannot be mapped, or shrank meanwhile: what `body` then saw of it may have been zeros.
  static func with<Result>(
    _ descriptor: Int32, from offset: Int, count: Int, _ body: (UnsafePointer<UInt8>) -> Result
  ) -> Result? {
    // Unsafe, as a mapping is memory that somebody else may take away: CMapping makes zeros of what is gone.
    let mapping = iw_map(descriptor, Int64(offset), count, InputWindow.padding)
    guard let start = mapping.start else { return nil }
    let result = body(start)
    // The end of the last page reads as zeros without an error.
    var status = stat()
    return iw_unmap() && fstat(descriptor, &status) == 0 && status.st_size >= offset + count ? result : nil
  }
}
