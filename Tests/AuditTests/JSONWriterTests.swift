import Testing

@testable import Audit

@Suite struct JSONWriterTests {
  @Test("An array written on all cores is the one written by one", arguments: [0, 1, 2, 1024, 1025, 5000])
  func longArray(count: Int) {
    let numbers = Array(0..<count)
    var one = JSONWriter()
    var all = JSONWriter()
    one.object { writer in
      writer.key("a")
      writer.array(numbers) { $0.value($1) }
      writer.key("b")
      writer.value(1)
    }
    all.object { writer in
      writer.key("a")
      writer.longArray(numbers) { $0.value($1) }
      writer.key("b")
      writer.value(1)
    }
    #expect(one.bytes == all.bytes)
  }
}
