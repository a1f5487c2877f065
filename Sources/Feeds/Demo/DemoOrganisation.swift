/// Who and what there is: accounts, roles, people, and the words for everything else. Made once from the seed.
struct DemoOrganisation: Sendable {
  let accounts = DemoAccount.all
  let people: [DemoPerson]
  /// For each account, the roles its workloads use.
  let roles: [[String]]
  /// For each account, the old-fashioned users it still has.
  let users: [[String]]
  /// How far all times are moved from the demo's own day, in milliseconds.
  var shift: Int64 = 0
  /// What session tokens are cut from: base64 characters.
  private let tokens: [UInt8]

  private static let workloads = [
    "api", "worker", "ingest", "indexer", "export", "scheduler", "reports", "webhook", "migrate",
    "cache-warmer",
    "lambda-edge", "batch", "stream-consumer", "notifier",
  ]
  private static let policies = [
    "read-artifacts", "queue-send", "kms-decrypt", "logs-write", "dynamodb-table", "bucket-access",
    "xray-write",
    "secrets-read", "ecr-pull", "boundary", "metrics-put",
  ]
  private static let groups = [
    "payments", "search", "data", "platform", "seguridad", "보안팀", "finance", "mobile", "growth",
  ]
  /// The services that assume roles, the busiest first.
  static let services = [
    "ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com", "config.amazonaws.com",
    "states.amazonaws.com", "events.amazonaws.com", "scheduler.amazonaws.com", "pipes.amazonaws.com",
    "autoscaling.amazonaws.com", "ssm.amazonaws.com", "glue.amazonaws.com", "cloudformation.amazonaws.com",
    "backup.amazonaws.com", "firehose.amazonaws.com",
  ]
  static let regions = ["eu-west-1", "ap-northeast-2", "us-east-1", "eu-south-2", "us-west-2"]

  init(random: inout DemoRandom) {
    people = DemoPerson.all(random: &random)
    var roles: [[String]] = []
    var users: [[String]] = []
    for (index, account) in accounts.enumerated() {
      let count = max(3, 12 - index / 4)
      let first = random.below(Self.workloads.count)
      roles.append(
        (0..<count).map { "\(account.name)-\(Self.workloads[(first + $0) % Self.workloads.count])" })
      users.append(index % 3 == 0 ? ["ses-smtp", "jenkins"] : ["ci-legacy"])
    }
    users[DemoAccount.index("sandbox-kim")] = ["backup-svc", "kim-test"]
    self.roles = roles
    self.users = users
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    tokens = (0..<4096).map { _ in alphabet[Int(random.next() >> 58)] }
  }

  /// A time of the demo's day (milliseconds), moved by the shift, as `creationDate` has it.
  func timestamp(_ time: Int64) -> String { DemoClock.timestamp(time + shift) }

  /// A value of the organisation's own for a field that the call leaves open.
  func any(_ field: DemoField, near scene: DemoScene, random: inout DemoRandom) -> String {
    let account = accounts.firstIndex { $0.id == scene[.account] } ?? 0
    switch field {
    case .aRole, .role: return random.pickSkewed(roles[account])
    case .aUser: return random.pick(users[account])
    case .aPolicy: return random.pickSkewed(Self.policies)
    case .aGroup: return random.pick(Self.groups)
    case .aService: return random.pickSkewed(Self.services)
    case .target: return random.pick(accounts).id
    case .aKey: return DemoText.accessKey("AKIA", &random)
    case .anEmail: return random.pick(people).email
    case .bucket:
      return
        "\(accounts[account].name)-\(random.pick(Self.groups.filter { $0.utf8.allSatisfy { $0 < 128 } }))"
    case .mfa: return "Yes"
    case .name: return "org-trail"
    default: return ""
    }
  }

  /// Appends the session token that belongs to an access key: the same for the same key, since both copies of a
  /// cross-account record carry it.
  func writeToken(for key: String, into buffer: inout [UInt8]) {
    var start = 0
    for byte in key.utf8 { start = (start &* 31 &+ Int(byte)) & 0xFFFF }
    start %= tokens.count - 420
    buffer.append(contentsOf: "IQoJb3JpZ2luX2VjEExample".utf8)
    buffer.append(contentsOf: tokens[start..<(start + 392)])
    buffer.append(contentsOf: "==".utf8)
  }
}
