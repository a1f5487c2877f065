import ArgumentParser
import Testing

@testable import Configuration
@testable import iamwatch

@Suite("With whose credentials a source is read")
struct SourceAccessTests {
  private func access(_ arguments: String...) throws -> SourceAccess {
    SourceAccess(try CommonOptions.parse(arguments))
  }

  private var source: SourceAccess {
    var source = Configuration.Context.Source(source: Placed("demo", at: FilePlace(line: 1, column: 1)))
    (source.profile, source.region, source.endpointURL) = ("audit", "eu-west-1", "https://h")
    return SourceAccess(source)
  }

  @Test("a flag goes before what the source says of itself")
  func flags() throws {
    let access = try access("--profile", "me", "--endpoint-url", "http://127.0.0.1:9").or(source)
    #expect(access == SourceAccess(profile: "me", region: "eu-west-1", endpointURL: "http://127.0.0.1:9"))
  }

  @Test("what the source says of itself goes before what its context says")
  func context() {
    var context = Configuration.Context(name: "prod")
    (context.profile, context.region) = ("other", "us-east-1")
    #expect(source.or(SourceAccess(context)).profile == "audit")
    #expect(SourceAccess().or(SourceAccess(context)).region == "us-east-1")
  }
}
