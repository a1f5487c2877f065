import CCrypto

/// A SHA-1 (FIPS 180-4): only for names that others made with it, such as those of the AWS CLI's caches, never for trust.
package struct SHA1: Hashable, Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// The digest of `message`.
  package init(of message: some Collection<UInt8>) {
    bytes = [UInt8](unsafeUninitializedCapacity: Int(IW_SHA1_SIZE)) { buffer, count in
      let isDone = Array(message).withUnsafeBytes { message in
        buffer.baseAddress.map { iw_sha1(message.baseAddress, message.count, $0) } ?? false
      }
      guard isDone else { preconditionFailure("libcrypto has no SHA-1") }
      count = buffer.count
    }
  }

  /// 40 hexadecimal digits in lower case, as sha1sum prints them.
  package var description: String { hexadecimal(bytes) }
}
