/// Somebody who works here, as Identity Center knows them.
struct DemoPerson: Sendable {
  /// The user name, which is also the session name of their roles.
  let email: String
  /// Their id in the identity store.
  let userID: String
  let address: String
  /// What they use on the command line, or a browser.
  let agent: String
  /// What they sign in with.
  let browser: String
  /// Permission sets they may use.
  let permissionSet: String

  /// Names in Latin, Hangul and combining letters, because screens meet all of them. `n\u{303}` is an n and a
  /// combining tilde, `\u{1F9D1}\u{200D}\u{1F4BB}` one emoji made of three.
  private static let names = [
    "ana.torres", "kim", "김지훈", "박서연", "mari\u{301}a.nu\u{301}n\u{303}ez", "íñigo.garcía", "lucia.fernandez",
    "이민준", "최수아", "pablo.martin", "elena.ruiz", "정하은", "javier.lopez", "carmen.vega", "한도윤",
    "sofía.ibáñez", "diego.ortega", "오지우", "hugo.castro", "laura.gil", "윤서준", "andre\u{301}s.pen\u{303}a",
    "oncall\u{1F6A8}", "강민서", "raquel.soto", "임주원", "nuria.blanco", "bot\u{1F916}", "서예린", "álvaro.díaz",
    "min-ji.choi", "ivan.petrov", "zoe.king", "sam.lee", "noor.haddad", "tomas.novak", "chloe.martin",
    "dev\u{1F9D1}\u{200D}\u{1F4BB}", "신유나", "quique.mun\u{303}oz",
  ]

  private static let browsers = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
  ]

  private static let agents = [
    "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7 cfg/retry-mode#standard",
    "aws-cli/2.30.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6 md/prompt#off",
    "Boto3/1.40.49 md/Botocore#1.40.49 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6",
    "AWS-Internal/3 aws-sdk-java/1.12.788 Linux/5.10.240 OpenJDK_64-Bit_Server_VM/17.0.16",
    "consola-nómina/2.0 \u{1F680} (Seúl; 서울)",
  ]

  private static let permissionSets = [
    "ReadOnlyAccess", "DeveloperAccess", "DeveloperAccess", "SecurityAudit", "BillingReadOnly",
    "DataEngineer",
    "PlatformAdmin",
  ]

  static func all(random: inout DemoRandom) -> [DemoPerson] {
    names.enumerated().map { index, name in
      DemoPerson(
        email: "\(name)@corp.example", userID: DemoText.uuid(&random),
        address: index % 3 == 0 ? "10.8.\(index % 4).\(20 + index)" : "198.51.100.\(10 + index * 3)",
        agent: random.pick(agents), browser: random.pick(browsers),
        permissionSet: random.pick(permissionSets))
    }
  }
}
