import Testing

@testable import Query

@Suite struct NetworkTests {
  @Test(
    "an address lies in its network",
    arguments: [
      ("10.0.0.0/8", "10.255.255.255"), ("10.9.8.7/8", "10.0.0.1"), ("0.0.0.0/0", "203.0.113.9"),
      ("203.0.113.9/32", "203.0.113.9"), ("2001:db8::/32", "2001:db8:ffff::1"), ("::/0", "2001:db8::1"),
      ("2001:db8::1/128", "2001:0DB8:0:0:0:0:0:1"), ("10.0.0.0/8", "::ffff:10.1.2.3"),
      ("::ffff:10.0.0.0/104", "10.1.2.3"),
    ])
  func inside(network: String, address: String) throws {
    let parsed = try #require(IPAddress(address.utf8))
    #expect(try #require(Network(network)).contains(parsed))
  }

  @Test(
    "an address outside does not",
    arguments: [
      ("10.0.0.0/8", "11.0.0.0"), ("203.0.113.8/31", "203.0.113.10"), ("2001:db8::/32", "2001:db9::1"),
      ("0.0.0.0/0", "2001:db8::1"),
    ])
  func outside(network: String, address: String) throws {
    let parsed = try #require(IPAddress(address.utf8))
    #expect(!(try #require(Network(network)).contains(parsed)))
  }

  @Test(
    "what is no address is none",
    arguments: [
      "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "1..2.3", ":::", "1::2::3", "12345::",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "::1%eth0", "[::1]",
      "cloudtrail.amazonaws.com",
      "1.2.3.4:80", ":1", "1:", "::g", "::+1",
    ])
  func noAddress(text: String) { #expect(IPAddress(text.utf8) == nil) }

  @Test(
    "what is no network is none",
    arguments: ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "/8", "10.0.0.0/8/8", "::/129", "a/8", "10.0.0.0/-1"])
  func noNetwork(text: String) { #expect(Network(text) == nil) }

  @Test(
    "a network is written so that it reads back",
    arguments: ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0"])
  func written(text: String) throws {
    let network = try #require(Network(text))
    #expect(Network("\(network)") == network)
  }
}
