import Testing

@testable import Configuration

@Suite("Accounts' names from a CSV file")
struct AccountNamesFileTests {
  private func names(_ csv: String) throws -> [String] {
    try AccountNamesFile(csv: csv, file: "a.csv").names.map { "\($0.id)=\($0.name)" }
  }

  private func mistakes(_ csv: String) -> [String] {
    do {
      _ = try AccountNamesFile(csv: csv, file: "a.csv")
      return []
    } catch { return error.all.map(\.description) }
  }

  @Test("without a heading the id comes first")
  func bare() throws {
    #expect(
      try names("111122223333,payments\n222233334444, audit \n") == [
        "111122223333=payments", "222233334444=audit",
      ])
  }

  @Test(
    "a heading says which columns they are, in whatever order",
    arguments: [
      "Account ID,ARN,Email,Name,Status\r\n111122223333,arn,e@x,payments,ACTIVE\r\n",
      "name,account_id\npayments,111122223333\n", "\u{FEFF}Alias,Id\npayments,111122223333",
    ])
  func heading(csv: String) throws {
    #expect(try names(csv) == ["111122223333=payments"])
  }

  @Test("fields in quotes hold commas, quotes and line ends")
  func quotes() throws {
    #expect(try names("111122223333,\"a, \"\"b\"\"\nc\"\n") == ["111122223333=a, \"b\"\nc"])
  }

  @Test("zeros that a spreadsheet took away are put back")
  func zeros() throws {
    #expect(try names("12345678901,x\n") == ["012345678901=x"])
  }

  @Test("what is no account is told with its line, and nothing is taken")
  func wrong() {
    #expect(
      mistakes("id,name\n111122223333,x\n\nsandbox,y\n111122223333\n") == [
        "a.csv:4:1: \"sandbox\" is no account's id: 12 digits",
        "a.csv:5:1: write an account's id, a comma and its name",
      ])
  }

  @Test("a file that is not there is told")
  func missing() {
    #expect(throws: ConfigurationErrors.self) { try AccountNamesFile(path: "/nowhere/a.csv") }
  }

  @Test("where names come from is shown, and reads back")
  func shown() throws {
    let yaml = "account_names: {file: ~/a.csv, organizations: true, profile: management}"
    let read = try Configuration(yaml: yaml, file: "c", home: "/home/x").accountNames
    #expect(read.file?.value == "/home/x/a.csv" && read.organizations && read.profile == "management")
  }
}
