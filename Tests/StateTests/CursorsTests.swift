import Testing

@testable import State

@Suite struct CursorsTests {
  private let folder = Folder()

  private func open() throws -> StateFile { try StateFile.open("\(folder.path)/state.db") }

  @Test func `a cursor comes back as the steps left it, documents of old forgotten`() throws {
    let file = try open()
    try file.keep(
      CursorStep(start: 5, reached: 10, given: [.init(id: "a", storedAt: 6), .init(id: "b", storedAt: 9)]),
      of: "tail", source: "logs")
    try file.keep(
      CursorStep(start: 5, reached: 20, given: [.init(id: "c", storedAt: 19)], forgottenBefore: 9),
      of: "tail", source: "logs")
    #expect(
      try open().cursor(of: "tail", source: "logs")
        == CursorRecord(start: 5, reached: 20, documents: ["b": 9, "c": 19]))
  }

  @Test func `no reader and no source has another's cursor`() throws {
    let file = try open()
    try file.keep(
      CursorStep(start: 0, reached: 1, given: [.init(id: "a", storedAt: 1)]), of: "tail", source: "logs")
    #expect(try file.cursor(of: "watch", source: "logs") == nil)
    #expect(try file.cursor(of: "tail", source: "other") == nil)
  }

  @Test func `events given come back with where the output ended`() throws {
    let file = try open()
    try file.keep(given: ["e-1"], at: 1, output: OutputRecord(device: 1, file: .max, length: 7), of: "tail")
    try file.keep(given: ["e-0"], at: 2, output: OutputRecord(device: 1, file: .max, length: 9), of: "tail")
    let found = try open().givenEvents(of: "tail")
    #expect(found.eventIDs == ["e-1", "e-0"])
    #expect(found.output == OutputRecord(device: 1, file: .max, length: 9))
  }

  @Test func `what one reader forgets the others keep`() throws {
    let file = try open()
    for reader in ["tail", "watch"] {
      try file.keep(
        CursorStep(start: 0, reached: 1, given: [.init(id: "a", storedAt: 1)]), of: reader, source: "logs")
      try file.keep(given: ["e"], at: 1, output: nil, of: reader)
    }
    try file.forget(reader: "tail")
    #expect(try file.cursor(of: "tail", source: "logs") == nil)
    #expect(try file.givenEvents(of: "tail").eventIDs == [])
    #expect(try file.cursor(of: "watch", source: "logs") != nil)
    #expect(try file.givenEvents(of: "watch").eventIDs == ["e"])
  }

  @Test func `of too many events the oldest are forgotten`() throws {
    let file = try open()
    for (time, id) in ["a", "b", "c"].enumerated() {
      try file.keep(given: [id], at: Int64(time), output: nil, of: "tail")
    }
    try file.forgetOldGivenEvents(of: "tail", keeping: 2)
    #expect(try file.givenEvents(of: "tail").eventIDs == ["b", "c"])
  }

  @Test func `a file of the version before gains the tables and keeps what it has`() throws {
    let path = "\(folder.path)/state.db"
    let database = try Database(path, .write, patience: 100)
    try database.run(Schema.steps[0])
    try database.run("INSERT INTO saved_filters VALUES ('c', 'mine', 'is:error'); PRAGMA user_version = 1")
    let file = try open()
    #expect(try file.session(of: "c").savedFilters == ["mine": "is:error"])
    #expect(try file.cursor(of: "tail", source: "logs") == nil)
  }
}
