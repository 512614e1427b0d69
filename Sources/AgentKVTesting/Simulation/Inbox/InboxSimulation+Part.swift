#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension InboxSimulation {
    /// What a simulation may do, besides sending and taking messages.
    package enum Part: String, CaseIterable, Sendable {
        /// Messages have lifetimes.
        case lifetimes
        /// Lists have lifetimes.
        case lifetimesOfLists
        /// Others append to the list, read it and take it.
        case appendingAndTaking
        /// Others replace the list, and delete it.
        case replacing
        /// Others change the list in place.
        case updating
        /// Several calls are one transaction, which may be taken back.
        case transactions
        /// The store is closed and opened again, fails for a while, or the time of day is set.
        case accidents
        /// After time has passed the first call may be any; otherwise one of each inbox comes before it.
        case plainCallsFirst

        /// All of them; those that `AGENTKV_PARTS` names in the environment instead, to see which it
        /// takes for a failure.
        package static var usual: Set<Part> {
            guard let named = ProcessInfo.processInfo.environment["AGENTKV_PARTS"] else {
                return Set(allCases)
            }
            return Set(named.split(separator: ",").compactMap { Part(rawValue: String($0)) })
        }
    }
}
