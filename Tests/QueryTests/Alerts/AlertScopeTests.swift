import Query
import Testing

@Suite("Scopes of decisions about alerts")
struct AlertScopeTests {
  @Test(
    "what a scope spells is read back",
    arguments: [
      nil, ["111122223333", "arn:aws:iam::111122223333:user/ana"], [""], ["3:abc", "진", "a\nb"],
      ["1", "12:x"],
    ])
  func spelled(_ group: [String]?) {
    let scope = AlertScope(rule: "r", group: group)
    #expect(AlertScope(rule: "r", groupKey: scope.groupKey) == scope)
  }

  @Test("two groups that read alike when joined are spelled differently")
  func apart() {
    #expect(
      AlertScope(rule: "r", group: ["a", "bc"]).groupKey
        != AlertScope(rule: "r", group: ["ab", "c"]).groupKey)
  }

  @Test("what nobody spelled is no scope", arguments: ["x", "3:ab", ":", "-1:a", "3", "1:ab"])
  func refused(_ text: String) {
    #expect(AlertScope(rule: "r", groupKey: text) == nil)
  }
}
