import Testing

@testable import Pipeline

@Suite struct JSONLayoutTests {
  @Test func `what fits on a line stays on one`() {
    #expect(
      JSONLayout.lines(of: #"{"a":[1,{"b":null}],"c":{}}"#) == #"{ "a": [1, { "b": null }], "c": {} }"# + "\n"
    )
  }

  @Test func `what does not is laid out, its parts by the same rule`() {
    let long = String(repeating: "x", count: 90)
    #expect(
      JSONLayout.lines(of: #"{"a":["\#(long)","y"],"b":[1]}"#) == """
        {
          "a": [
            "\(long)",
            "y"
          ],
          "b": [1]
        }

        """)
  }
}
