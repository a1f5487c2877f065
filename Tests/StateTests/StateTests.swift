import CSQLite
import Glibc
import Testing

@testable import State

@Suite("The state")
struct StateTests {
  private let folder = Folder()

  private func mark(_ event: String, time: Int64 = 1_793_541_667_000, note: String = "") -> MarkRecord {
    MarkRecord(
      event: event, markedAt: 1_793_541_801_000, note: note, time: time, account: "555566667777",
      principal: "arn:aws:iam::555566667777:user/backup-svc", principalType: "IAMUser", session: nil,
      action: "iam:AttachUserPolicy", region: "us-east-1", sourceIP: "203.0.113.9", target: "user/tmp-admin",
      errorCode: "AccessDenied", isError: true, isWrite: true, severity: 4, rules: ["admin-policy", "b"],
      record: Array(#"{"eventName":"AttachUserPolicy"}"#.utf8))
  }

  @Test(
    "where it lies",
    arguments: [
      (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/iamwatch/state.db"),
      (["HOME": "/h"], "/h/.local/state/iamwatch/state.db"),
      (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/iamwatch/state.db"),
      (["XDG_STATE_HOME": ""], nil),
    ] as [([String: String], String?)])
  func place(environment: [String: String], path: String?) {
    #expect(StatePath.file { environment[$0] } == path)
  }

  @Test("the file and its folder are the user's alone, also where they were not")
  func permissions() throws {
    _ = OpenState(folder.state, context: "")
    #expect(mode(folder.state) == 0o600)
    #expect(mode(folder.path + "/a/b/iamwatch") == 0o700)
    chmod(folder.state, 0o644)
    chmod(folder.path + "/a/b/iamwatch", 0o755)
    let state = OpenState(folder.state, context: "")
    try state.file?.keep(mark("e"), of: "")
    for name in names(in: folder.path + "/a/b/iamwatch") {
      #expect(mode(folder.path + "/a/b/iamwatch/" + name) == 0o600, "\(name)")
    }
    #expect(mode(folder.path + "/a/b/iamwatch") == 0o700)
  }

  @Test("a session comes back as it was kept, for its own context")
  func session() throws {
    let kept = SessionRecord(
      settings: ["filter": "is:denied", "theme": "ünïcode \u{0}\n", "empty": ""],
      filterHistory: ["b", "a", "b2"],
      savedFilters: ["noise": "-principal:role/ci-*", "": ""])
    try OpenState(folder.state, context: "one").file?.keep(kept, of: "one")
    #expect(OpenState(folder.state, context: "one").session == kept)
    #expect(OpenState(folder.state, context: "two").session == SessionRecord())
  }

  @Test("a session kept later takes the earlier one's place whole")
  func replaced() throws {
    let file = try #require(OpenState(folder.state, context: "").file)
    try file.keep(SessionRecord(settings: ["a": "1", "b": "2"], filterHistory: ["x", "y"]), of: "")
    try file.keep(SessionRecord(settings: ["b": "3"], filterHistory: ["z"]), of: "")
    #expect(try file.session(of: "") == SessionRecord(settings: ["b": "3"], filterHistory: ["z"]))
  }

  @Test("marks come back with all they have, by the time of their events")
  func marks() throws {
    let file = try #require(OpenState(folder.state, context: "").file)
    var bare = mark("b", time: 5)
    (bare.session, bare.region, bare.sourceIP, bare.target) = ("s", nil, nil, nil)
    (bare.errorCode, bare.severity, bare.rules, bare.record) = (nil, nil, [], nil)
    (bare.isError, bare.isWrite) = (false, false)
    try file.keep(mark("a"), of: "")
    try file.keep(bare, of: "")
    #expect(try file.marks(of: "") == [bare, mark("a")])
    #expect(try file.marks(of: "other") == [])
  }

  @Test("marking the same event again changes its mark, removing takes it away")
  func changed() throws {
    let file = try #require(OpenState(folder.state, context: "").file)
    try file.keep(mark("a"), of: "")
    try file.keep(mark("a", note: "the key of kim's laptop"), of: "")
    #expect(try file.marks(of: "").map(\.note) == ["the key of kim's laptop"])
    try file.removeMark(of: "a", in: "other")
    #expect(try file.marks(of: "").count == 1)
    try file.removeMark(of: "a", in: "")
    #expect(try file.marks(of: "") == [])
  }

  @Test("a file of a later version is left alone")
  func newer() throws {
    _ = OpenState(folder.state, context: "")
    let database = try Database(folder.state, .write, patience: 0)
    try database.run("PRAGMA user_version = \(Schema.version + 1)")
    let state = OpenState(folder.state, context: "")
    #expect(state.file == nil)
    #expect(state.problems.count == 1)
    #expect(state.problems.first?.contains("later version") == true)
    #expect(names(in: folder.path + "/a/b/iamwatch").contains { $0.contains("damaged") } == false)
  }

  @Test("a file that was never migrated, as one made by hand, gets the tables")
  func migration() throws {
    _ = OpenState(folder.path + "/other/x.db", context: "")
    write("", to: folder.path + "/other/empty.db")
    let state = OpenState(folder.path + "/other/empty.db", context: "")
    #expect(state.problems == [])
    try state.file?.keep(mark("a"), of: "")
    #expect(OpenState(folder.path + "/other/empty.db", context: "").marks.count == 1)
  }

  @Test("a step that fails leaves the file as it was")
  func failedMigration() throws {
    _ = try PrivateFile.prepare(folder.state)
    let database = try Database(folder.state, .write, patience: 0)
    // The schema's second table is there already, as somebody else's.
    try database.run("CREATE TABLE filter_history (x)")
    #expect(throws: StateError.self) { try Schema.migrate(database) }
    var tables: [String] = []
    try database.run("SELECT name FROM sqlite_schema", []) { tables.append($0.text(0) ?? "") }
    #expect(tables == ["filter_history"])
  }

  @Test("a file that is no database is set aside, and a new one begins")
  func noDatabase() throws {
    _ = OpenState(folder.state, context: "")
    write(String(repeating: "this is not a database\n", count: 200), to: folder.state)
    let state = OpenState(folder.state, context: "")
    #expect(state.problems.first?.contains("damaged-1") == true)
    try state.file?.keep(mark("a"), of: "")
    let again = OpenState(folder.state, context: "")
    #expect(again.problems == [])
    #expect(again.marks.count == 1)
    #expect(names(in: folder.path + "/a/b/iamwatch").contains("state.db.damaged-1"))
  }

  @Test("a file damaged in its middle is set aside when it is read")
  func damagedPage() throws {
    let file = try #require(OpenState(folder.state, context: "").file)
    for number in 0..<100 {
      try file.keep(mark("e\(number)", note: String(repeating: "n", count: 500)), of: "")
    }
    try file.use { database throws(StateError) in
      try database.run("PRAGMA wal_checkpoint(TRUNCATE)", [])
    }
    let handle = try #require(fopen(folder.state, "r+"))
    fseek(handle, 4096, SEEK_SET)
    for _ in 0..<60_000 { putc(0xAA, handle) }
    fclose(handle)
    let state = OpenState(folder.state, context: "")
    #expect(state.problems.first?.contains("damaged-1") == true)
    #expect(state.file != nil)
  }

  @Test("a path that cannot be is a problem, not an end", arguments: ["/file/iamwatch/state.db", "/folder"])
  func noPlace(path: String) {
    write("", to: folder.path + "/file")
    mkdir(folder.path + "/folder", 0o700)
    let state = OpenState(folder.path + path, context: "")
    #expect(state.file == nil)
    #expect(state.problems.count == 1)
  }

  @Test("where nothing can be written what is there is read, and nothing kept")
  func readOnly() throws {
    let made = try #require(OpenState(folder.state, context: "").file)
    try made.keep(mark("a"), of: "")
    try made.use { database throws(StateError) in try database.run("PRAGMA wal_checkpoint(TRUNCATE)", []) }
    let frozen = try StateFile.openFrozen(folder.state)
    #expect(frozen.isReadOnly)
    #expect(try frozen.marks(of: "").count == 1)
    #expect(throws: StateError.readOnly) { try frozen.keep(mark("b"), of: "") }
  }

  @Test("a path with signs of a URI is opened as it is")
  func uriPath() throws {
    let path = folder.path + "/a?b#c%20d/state.db"
    let made = try #require(OpenState(path, context: "").file)
    try made.keep(mark("a"), of: "")
    try made.use { database throws(StateError) in try database.run("PRAGMA wal_checkpoint(TRUNCATE)", []) }
    #expect(try StateFile.openFrozen(path).marks(of: "").count == 1)
  }

  @Test("another process that is writing is waited for, and if it does not end it is a problem")
  func busy() throws {
    _ = OpenState(folder.state, context: "")
    let other = try Database(folder.state, .write, patience: 0)
    try other.run("BEGIN IMMEDIATE")
    let impatient = try Database(folder.state, .write, patience: 10)
    #expect(throws: StateError.busy) { try impatient.run("BEGIN IMMEDIATE") }
    // Reading never waits for a writer.
    #expect(OpenState(folder.state, context: "").problems == [])
    try other.run("COMMIT")
    try impatient.run("BEGIN IMMEDIATE")
  }
}
