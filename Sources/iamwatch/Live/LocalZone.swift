import Dashboard
import Glibc

extension Zone {
  /// The zone that `TZ` names, else the machine's.
  static let local: Zone = {
    tzset()
    return Zone { seconds in
      var moment = time_t(seconds)
      var parts = tm()
      guard localtime_r(&moment, &parts) != nil else { return 0 }
      return parts.tm_gmtoff
    }
  }()
}
