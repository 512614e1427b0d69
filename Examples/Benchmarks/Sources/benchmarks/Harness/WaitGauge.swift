#if os(Linux)
import Foundation
#endif

/// Which of the time that a call takes counts as waiting.
enum WaitGauge: String, CaseIterable {
    /// All of it. On a busy or shared machine that is mostly the machine's doing: a task that does
    /// nothing but get, alone in the process, is kept from its processor for milliseconds.
    case elapsed
    #if os(Linux)
    /// Only that of calls in which the thread went to sleep, as it does for a lock that another
    /// thread holds. A thread whose processor was taken away did not go to sleep.
    case asleep
    #endif

    /// How often this thread has gone to sleep so far; always a new number where that is no matter.
    func sleeps(after count: Int) -> Int {
        switch self {
        case .elapsed: return count + 1
        #if os(Linux)
        case .asleep:
            var usage = rusage()
            getrusage(thisThread, &usage)
            return usage.ru_nvcsw
        #endif
        }
    }
}

#if os(Linux)
/// `RUSAGE_THREAD`, which the Glibc module leaves out.
private let thisThread: Int32 = 1
#endif
