import CloudTrail
import Dashboard
import Glibc
import Terminal

/// The screen's loop: the one owner of the model. Runs on a thread of its own from opening the terminal to giving it back.
struct ScreenSession: Sendable {
  let look: Look
  let mouse: Bool
  let settings: Settings
  /// The filter asked for; nil when none was.
  let filter: String?
  /// How the screen was left.
  let remembered: Remembered
  let inbox: Inbox
  let doorbell: Doorbell
  let answering: Answering
  let engine: EngineAnswering?
  let exporting: Exporting
  let keeping: StateKeeping
  /// What calls the person; nil where nothing does.
  let bell: AlertBell?
  let codes: CodeQuestions

  func run() -> Result<ExitStatus, UsageError> {
    let screen: Screen
    do throws(ScreenError) {
      screen = try Screen(theme: look.theme, mouse: mouse)
    } catch {
      return .failure(UsageError("\(error)"))
    }
    var loop = ScreenLoop(self, screen: screen)
    let status = loop.run()
    screen.close()
    return .success(status)
  }
}

/// The state of a running screen.
private struct ScreenLoop {
  private let session: ScreenSession
  private let screen: Screen
  private var model: Model
  private var frames = FrameClock()
  private var nextTick = ContinuousClock.now
  private var status = ExitStatus.done
  /// When answers that are waited for are overdue: until then the ones before may stay, and nothing flickers.
  private var patienceEnds: ContinuousClock.Instant?
  /// How the screen was when it was last kept.
  private var kept: Remembered
  private let clipboard = Clipboard { Environment[$0] }
  private var themeWatch: ThemeWatch
  private var bell: AlertBell?

  init(_ session: ScreenSession, screen: Screen) {
    (self.session, self.screen, bell) = (session, screen, session.bell)
    var settings = session.settings
    settings.glyphs = screen.glyphs
    settings.hasClipboard = clipboard.exists
    let size = screen.size
    themeWatch = ThemeWatch(session.look.themeName, in: session.look.library)
    model = Model(settings: settings, columns: size.columns, rows: size.rows, now: Clock.now)
    let window = settings.window
    model.restore(
      session.remembered, keepsWindow: window.since != nil || window.until != nil,
      marks: session.keeping.marks, decided: session.keeping.decided)
    kept = model.remembered
  }

  mutating func run() -> ExitStatus {
    ask(model.start(filter: session.filter))
    screen.show(view(model))
    // The loop's closures both need this state, and one is asked while the other does not run.
    let state = Box(self)
    let ending = EventLoop().run(screen: screen, doorbell: session.doorbell) {
      state.value.deadline
    } handler: {
      state.value.handle($0)
    }
    state.value.keepSession()
    if ending == .terminalGone { return .done }
    return state.value.status
  }

  private var deadline: ContinuousClock.Instant {
    [frames.deadline, patienceEnds, session.inbox.deadline].compactMap { $0 }.reduce(nextTick, min)
  }

  private mutating func handle(_ event: Event) -> EventLoop.Next {
    switch event {
    case .key(let key):
      // Also for the size that is known: the terminal may have been another in between, and lost what stood there.
      if case .resize = key { screen.invalidate() }
      if !take(.key(key), urgently: true) { return .stop }
    case .signal(let signal):
      status = signal == .interrupt ? .interrupted : .done
      return .stop
    case .rung, .deadline: break
    }
    return tickAndPaint()
  }

  private mutating func tickAndPaint() -> EventLoop.Next {
    let now = ContinuousClock.now
    for message in session.inbox.take(at: now, pause: session.answering.pause) {
      if case .batchArrived(let events) = message { bell?.look(isLive: events > 0, model.decisions) }
      if !take(message, urgently: false) { return .stop }
    }
    if let text = bell?.call(at: now) { screen.call(bell?.form ?? .bell, text, by: clipboard) }
    if now >= nextTick {
      nextTick = now + .seconds(1)
      reloadTheme()
      if !take(.tick(Clock.now), urgently: false) { return .stop }
      keepSession()
    }
    if let patienceEnds, now >= patienceEnds {
      self.patienceEnds = nil
      if !take(.overdue(model.awaited), urgently: false) { return .stop }
    }
    if frames.wants(now) { screen.show(view(model)) }
    return .wait
  }

  /// Hands out how the screen is if it is another than before: at every tick, so that a crash loses a second.
  private mutating func keepSession() {
    let now = model.remembered
    guard now != kept else { return }
    kept = now
    session.keeping.keep(now)
  }

  /// Brings the model up to date; false when that ends the program.
  private mutating func take(_ message: Message, urgently: Bool) -> Bool {
    frames.changed(at: ContinuousClock.now, urgently: urgently)
    return ask(update(&model, message))
  }

  @discardableResult
  private mutating func ask(_ commands: [Command]) -> Bool {
    session.answering.answerOnly(model.awaited)
    session.engine?.answerOnly(model.awaited)
    if model.awaited.isEmpty {
      patienceEnds = nil
    } else if patienceEnds == nil {
      patienceEnds = .now + .milliseconds(100)
    }
    return perform(commands)
  }

  private mutating func perform(_ commands: [Command]) -> Bool {
    for command in commands {
      switch command {
      case .summarise, .list, .open, .find, .values, .earlierPolicy, .trace, .profile:
        if session.engine?.takes(command) != true { session.answering.answer(command) }
      case .keepMark(let mark): session.keeping.keep(mark)
      case .removeMark(let mark): session.keeping.remove(mark)
      case .keepDecision(let decision): session.keeping.keep(decision)
      case .removeDecision(let decision): session.keeping.remove(decision)
      case .export(let number, let request): export(request, number)
      case .answerCode(let number, let code): session.codes.answer(number, code)
      case .copy(let text): screen.copy(text, by: clipboard)
      case .setTheme(let name): setTheme(name)
      case .redraw: screen.invalidate()
      case .bell: break
      case .suspend: raise(SIGTSTP)
      case .quit: return false
      }
    }
    return true
  }

  private func export(_ request: ExportRequest, _ number: Int) {
    let picture = request.kind == .picture ? view(model).svg(theme: screen.theme, title: "iamwatch") : nil
    session.exporting.export(Exporting.Job(number: number, request: request, picture: picture))
  }

  private mutating func setTheme(_ name: String) {
    themeWatch = ThemeWatch(name, in: session.look.library)
    do throws(ThemeError) {
      screen.theme = try session.look.inkable(session.look.library.theme(name))
    } catch {
      tell(error)
    }
  }

  /// Takes the theme's file again if it was written anew; one with an error leaves the theme as it is.
  private mutating func reloadTheme() {
    do throws(ThemeError) {
      guard let theme = try themeWatch.changed() else { return }
      screen.theme = session.look.inkable(theme)
      frames.changed(at: ContinuousClock.now)
    } catch {
      tell(error)
    }
  }

  private mutating func tell(_ error: ThemeError) {
    let place = error.line.map { "\(error.file):\($0)" } ?? error.file
    _ = take(.problem(Problem(time: Clock.now, source: place, text: error.message)), urgently: false)
  }
}

private final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
