import Digest
import Testing

/// Published vectors: NIST's examples for FIPS 180-4, and RFC 4231.
@Suite("SHA-256 and HMAC-SHA-256")
struct SHA256Tests {
  private static let examples: [(message: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test("NIST's messages have NIST's digests", arguments: examples)
  func digest(message: String, digest: String) {
    #expect(SHA256(of: Array(message.utf8)).description == digest)
  }

  @Test("a million letters a")
  func long() {
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(
      SHA256(of: million).description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("a slice is hashed without what lies around it")
  func slice() {
    #expect(SHA256(of: Array("xabcx".utf8)[1..<4]) == SHA256(of: Array("abc".utf8)))
  }

  private static let keyed: [(key: [UInt8], message: [UInt8], digest: String)] = [
    (
      [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      Array(
        """
        This is a test using a larger than block-size key and a larger than block-size data. The key needs to \
        be hashed before being used by the HMAC algorithm.
        """.utf8),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ]

  @Test("RFC 4231's messages have its keyed digests", arguments: keyed)
  func authenticated(key: [UInt8], message: [UInt8], digest: String) {
    #expect(SHA256(authenticating: message, key: key).description == digest)
  }

  @Test("an empty key is a key, not the one before")
  func emptyKey() {
    _ = SHA256(authenticating: [1], key: [7])
    // RFC 2104: a key shorter than the block is filled up with zeros.
    #expect(
      SHA256(authenticating: [1], key: [])
        == SHA256(authenticating: [1], key: [UInt8](repeating: 0, count: 64)))
  }
}
