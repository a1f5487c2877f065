// swift-tools-version: 6.2
// iamwatch: one target a room, each a folder of Sources/; a target imports only targets above it in this list.
//
// Dependencies, and why each is here:
// - swift-argument-parser: the commands' flags, help and completion.
// - CProcessor is ours: a header of the few instructions that Swift cannot name, with portable forms beside them.
// - CLease is ours too: leases on files, whose constants Swift does not import, and pieces of files mapped into memory.
// - ncursesw, libdeflate, zlib, libyaml, pcre2, libcrypto, sqlite3, libcurl: Debian's packages, each behind a plain C target of ours
//   whose public header hides the library's own (macros and variadics do not import under Swift 6). libyaml and not Yams, because Yams
//   brings all of Foundation into the binary.
//
// Cores spreads work over the processor's cores, for rooms that have much of it at once.
// Notify brings alerts to people: the alert as it is told, its Slack message, the destinations and the loop that delivers. A room of its
// own, so that the pipeline's Lambda can say the same words without the dashboard; it needs State for the ledger of what was sent, AWS
// for HTTP, and Audit for the event's line and the judge.
// Pipeline is the way of an event from the member accounts to OpenSearch and Slack: its Terraform, its two functions, its doctor. It
// links no ncurses, so that the functions stay small. bootstrap is these functions alone, as AWS Lambda starts them.
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house and the tests that mirror it.
/// - Parameter data: files of the room that are no source.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = [], testData: [String] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, exclude: data, swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests", dependencies: [.target(name: name), "Seeded"] + dependencies, exclude: testData,
      swiftSettings: strict),
  ]
}

let package = Package(
  name: "iamwatch",
  products: [
    .executable(name: "iamwatch", targets: ["iamwatch"]),
    .executable(name: "bootstrap", targets: ["bootstrap"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "CProcessor"),
    .target(name: "CLease"),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
    .target(name: "CInflate", linkerSettings: [.linkedLibrary("deflate"), .linkedLibrary("z")]),
    .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
    .target(name: "CPCRE", linkerSettings: [.linkedLibrary("pcre2-8")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "CGlibc"),
    .target(name: "CExpat", linkerSettings: [.linkedLibrary("expat")]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
  ]
    + room("Cores")
    + room("Text")
    + room("Digest", ["CCrypto"])
    + room("YAML", ["CYAML"])
    + room("CloudTrail", ["CInflate", "CProcessor"])
    + room("Query", ["CPCRE", "Text", "YAML", "CloudTrail"])
    + room("Detection", ["CProcessor", "Cores", "YAML", "CloudTrail", "Query"], data: ["Rules"])
    + room("Audit", ["CProcessor", "Cores", "Text", "CloudTrail", "Query", "Detection"])
    + room("Configuration", ["Text", "YAML", "CloudTrail", "Query"])
    + room("State", ["CSQLite"])
    + room("AWS", ["CCurl", "CExpat", "Text", "Digest", "CloudTrail"])
    + room("Feeds", ["CLease", "Cores", "Text", "Digest", "CloudTrail", "Query", "AWS", "State"])
    + room("Notify", ["Text", "Digest", "CloudTrail", "Query", "Detection", "Audit", "State", "AWS"])
    + room(
      "Pipeline",
      [
        "Text", "Digest", "YAML", "CloudTrail", "Query", "Detection", "Audit", "Configuration", "State",
        "AWS",
        "Notify",
      ], data: ["Terraform/Modules"], testData: ["Goldens"])
    + room("Terminal", ["Text", "YAML", "CNcurses"])
    + room(
      "Dashboard", ["Text", "CloudTrail", "Query", "Detection", "Audit", "Terminal"], testData: ["Goldens"])
    + [
      .executableTarget(
        name: "iamwatch",
        dependencies: [
          "Text", "Digest", "YAML", "CloudTrail", "Query", "Detection", "Audit", "Configuration", "State",
          "Feeds", "AWS", "Notify",
          "Pipeline", "Terminal", "Dashboard",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        swiftSettings: strict),
      .executableTarget(
        name: "bootstrap", dependencies: ["AWS", "CGlibc", "Pipeline"], exclude: ["package"],
        swiftSettings: strict),
      // The random draws of tests, the same in every run.
      .target(name: "Seeded", path: "Tests/Seeded", swiftSettings: strict),
      .executableTarget(
        name: "CredentialsProbe", dependencies: ["AWS", "CloudTrail"], path: "Tests/Peers/CredentialsProbe",
        swiftSettings: strict),
      .executableTarget(
        name: "EngineProbe", dependencies: ["Text", "CloudTrail", "Query", "Detection", "Audit", "Seeded"],
        path: "Tests/Peers/EngineProbe",
        swiftSettings: strict),
      .testTarget(
        name: "iamwatchTests",
        dependencies: ["iamwatch", "Audit", "CloudTrail", "Dashboard", "Digest", "State"],
        swiftSettings: strict),
    ],
  swiftLanguageModes: [.v6]
)
