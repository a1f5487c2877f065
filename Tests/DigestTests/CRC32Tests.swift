import Digest
import Testing

@Suite struct CRC32Tests {
  @Test func `the check value of the catalogue of CRC algorithms`() {
    #expect(CRC32.checksum(of: "123456789".utf8) == 0xCBF4_3926)
  }

  @Test func `nothing has the checksum zero`() {
    #expect(CRC32.checksum(of: []) == 0)
  }
}
