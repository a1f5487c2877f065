import CloudTrail
import Feeds
import State
import Testing

@Suite struct CursorTests {
  private let hour: Int64 = 3_600_000

  /// A cursor that has read everything up to `reached`.
  private func cursor(reached: Int64) -> Cursor {
    var cursor = Cursor(start: time(0))
    cursor.finish(began: time(reached))
    return cursor
  }

  @Test func `the first window begins where it was asked to`() {
    var cursor = Cursor(start: time(77))
    #expect(cursor.window(at: time(hour)) == StoredWindow(from: time(77), isHistory: true))
  }

  @Test func `every half minute half an hour is looked at again, and two minutes in between`() {
    var cursor = cursor(reached: hour)
    let looks = [0, 15_000, 30_000].map { cursor.window(at: time(hour + $0)).from.milliseconds }
    #expect(looks == [hour - 1_800_000, hour - 120_000, hour - 1_800_000])
  }

  @Test func `an overlap that costs is looked at seldom, and what is new alone in between`() {
    var cursor = Cursor(start: time(0), overlap: .insights)
    cursor.finish(began: time(hour))
    let looks = [0, 20_000, 40_000, 60_000, 80_000].map {
      cursor.window(at: time(hour + $0)).from.milliseconds
    }
    #expect(looks == [0, hour, hour, hour - 120_000, hour])
  }

  @Test func `nothing before the start is ever looked at`() {
    var cursor = Cursor(start: time(hour - 5))
    cursor.finish(began: time(hour))
    #expect(cursor.window(at: time(hour)).from == time(hour - 5))
  }

  @Test func `a document is late when every poll's overlap began behind it`() {
    var cursor = cursor(reached: hour)
    _ = cursor.window(at: time(hour))
    #expect(cursor.admit(document("a", at: hour - 120_001)) == (true, true))
    #expect(cursor.admit(document("b", at: hour - 120_000)) == (true, false))
  }

  @Test func `nothing of the past is late that is read for the first time`() {
    var cursor = Cursor(start: time(0))
    _ = cursor.window(at: time(hour))
    #expect(cursor.admit(document("a", at: 1)) == (true, false))
  }

  @Test func `a document is known for as long as it may be found again`() {
    var cursor = cursor(reached: hour)
    _ = cursor.admit(document("a", at: hour))
    cursor.finish(began: time(hour + 1_800_000))
    #expect(cursor.admit(document("a", at: hour)).isNew == false)
    cursor.finish(began: time(hour + 1_801_000))
    #expect(cursor.admit(document("a", at: hour)).isNew)
  }

  @Test func `a document is known to the beginning of the second that a look begins in`() {
    var cursor = cursor(reached: hour)
    _ = cursor.admit(document("a", at: hour + 1))
    cursor.finish(began: time(hour + 1_800_999))
    #expect(cursor.admit(document("a", at: hour + 1)).isNew == false)
  }

  @Test func `a document of the future does not take the cursor there`() {
    var cursor = cursor(reached: hour)
    cursor.reach(time(9 * hour), now: time(hour + 10))
    #expect(cursor.reached == time(hour + 10))
  }

  @Test func `a cursor that was kept goes on where it was, after one look at half an hour`() throws {
    var first = cursor(reached: hour)
    _ = first.admit(document("a", at: hour - 1))
    let told = first.step()
    let step = try #require(told)
    var second = Cursor(CursorRecord(start: step.start, reached: step.reached, documents: ["a": hour - 1]))
    #expect(step.given == [GivenDocument(id: "a", storedAt: hour - 1)])
    #expect(second.window(at: time(9 * hour)) == StoredWindow(from: time(hour - 1_800_000), isHistory: true))
    #expect(second.admit(document("a", at: hour - 1)).isNew == false)
    #expect(second.admit(document("b", at: hour - 1)).isNew)
    #expect(second.window(at: time(9 * hour)).from == time(hour - 120_000))
  }

  @Test func `a step tells each document once, and what need not be known any more`() throws {
    var cursor = cursor(reached: hour)
    _ = cursor.step()
    _ = cursor.admit(document("a", at: hour))
    #expect(cursor.step()?.given == [GivenDocument(id: "a", storedAt: hour)])
    cursor.finish(began: time(2 * hour))
    let told = cursor.step()
    let step = try #require(told)
    #expect(step.given.isEmpty)
    #expect(step.forgottenBefore == 2 * hour - 1_800_000)
  }

  @Test func `a page of which all is known is no step`() {
    var cursor = cursor(reached: hour)
    _ = cursor.admit(document("a", at: hour - 1))
    _ = cursor.step()
    _ = cursor.admit(document("a", at: hour - 1))
    cursor.reach(time(hour - 1), now: time(hour))
    #expect(cursor.step() == nil)
    cursor.reach(time(hour + 1), now: time(2 * hour))
    #expect(cursor.step()?.reached == hour + 1)
  }

  private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  private func document(_ id: String, at milliseconds: Int64) -> Page.Document {
    Page.Document(id: id, storedAt: time(milliseconds), place: TextPlace(0..<0))
  }
}
