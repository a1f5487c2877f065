import Glibc

/// Has the calling thread yield the processor to the screen's, for good: reading a flood of events and counting them must not make a
/// key wait. Linux keeps niceness by thread (setpriority(2), "C library/kernel differences").
func giveWay() { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
