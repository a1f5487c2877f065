import Terminal
import Testing

@Suite("When to paint") struct FrameClockTests {
  private let start = ContinuousClock.now

  private func paints(_ clock: inout FrameClock, _ now: ContinuousClock.Instant) -> Bool { clock.wants(now) }

  @Test("nothing is painted when nothing changed")
  func idle() {
    var clock = FrameClock()
    #expect(clock.deadline == nil)
    #expect(paints(&clock, start) == false)
  }

  @Test("a key paints at once, however short ago the last frame was")
  func key() {
    var clock = FrameClock()
    clock.changed(at: start)
    #expect(paints(&clock, start) == true)
    clock.changed(at: start + .milliseconds(1), urgently: true)
    #expect(paints(&clock, start + .milliseconds(1)) == true)
  }

  @Test("a thousand batches in a second are at most 30 frames more than the first")
  func coalesced() {
    var clock = FrameClock()
    var frames = 0
    for millisecond in 0..<1000 {
      let now = start + .milliseconds(millisecond)
      clock.changed(at: now)
      if clock.wants(now) { frames += 1 }
    }
    #expect((25...31).contains(frames))
  }

  @Test("what came too early is due an interval after the last frame, and then painted once")
  func due() {
    var clock = FrameClock()
    clock.changed(at: start)
    #expect(paints(&clock, start) == true)
    clock.changed(at: start + .milliseconds(2))
    #expect(clock.deadline == start + FrameClock.interval)
    #expect(paints(&clock, start + .milliseconds(2)) == false)
    #expect(paints(&clock, start + FrameClock.interval) == true)
    #expect(paints(&clock, start + .seconds(1)) == false)
  }

  @Test("what comes shortly after a key waits 8 ms for the frame before, later an interval again")
  func answers() {
    var clock = FrameClock()
    clock.changed(at: start, urgently: true)
    #expect(paints(&clock, start) == true)
    clock.changed(at: start + .milliseconds(3))
    #expect(paints(&clock, start + .milliseconds(7)) == false)
    #expect(paints(&clock, start + .milliseconds(8)) == true)
    let later = start + .milliseconds(251)
    clock.changed(at: later)
    #expect(paints(&clock, later) == true)
    clock.changed(at: later + .milliseconds(9))
    #expect(paints(&clock, later + .milliseconds(9)) == false)
  }
}
