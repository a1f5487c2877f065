import CCrypto

/// A SHA-256 (FIPS 180-4): 32 bytes that stand for any number of others.
package struct SHA256: Hashable, Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// The digest of `message`.
  package init(of message: some Collection<UInt8>) {
    bytes = SHA256.filled { digest in
      Array(message).withUnsafeBytes { iw_sha256($0.baseAddress, $0.count, digest) }
    }
  }

  /// The keyed digest of `message`: HMAC-SHA-256 (RFC 2104).
  package init(authenticating message: some Collection<UInt8>, key: some Collection<UInt8>) {
    bytes = SHA256.filled { digest in
      Array(key).withUnsafeBytes { key in
        Array(message).withUnsafeBytes { message in
          iw_hmac_sha256(key.baseAddress, key.count, message.baseAddress, message.count, digest)
        }
      }
    }
  }

  private static func filled(by hash: (UnsafeMutablePointer<UInt8>) -> Bool) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(IW_SHA256_SIZE)) { buffer, count in
      guard let start = buffer.baseAddress, hash(start) else {
        preconditionFailure("libcrypto has no SHA-256")
      }
      count = buffer.count
    }
  }

  /// 64 hexadecimal digits in lower case, as sha256sum prints them.
  package var description: String {
    hexadecimal(bytes)
  }
}

/// Two digits in lower case for each byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
