/// What a ``FaultyStore`` does wrong.
enum Fault: String, CaseIterable {
    case forgetsRollback
    case replacesErrors
    case cancelsAfterWriting
    case livesAtDeadline
    case setKeepsDeadline
    case incrementRenewsDeadline
    case expireIsAWrite
    case expireRevives
    case purgesOverLimit
    case acceptsZeroTTL
    case acceptsLongKeys
    case writesBeforeRefusing
    case nullIsAbsent
    case roundsIntegers
    case setsOneByOne
    case readsOneByOne
    case readsEachKeyOnce
    case incrementsInTwoSteps
    case comparesInTwoSteps
    case comparesIDsAsText
    case popsInTwoSteps
    case popsNonLists
    case sortsAsText
    case prefixesByCharacters
    case pagesRepeatTheirStart
    case limitsBeforeFiltering
    case countsExpired
    case forgetsRequests
    case tellsNothing
}

extension Fault {
    /// The promise that is broken.
    var promise: String {
        switch self {
        case .forgetsRollback: "a transaction that throws takes back: expire"
        case .replacesErrors: "an update whose body throws changes nothing and passes the error on"
        case .cancelsAfterWriting:
            "in a cancelled task delete throws CancellationError or has its outcome"
        case .livesAtDeadline: "an entry is live before its deadline, and absent from it on"
        case .setKeepsDeadline: "set without a lifetime removes the deadline"
        case .incrementRenewsDeadline: "a lifetime for new counters is that of a new one only"
        case .expireIsAWrite: "a change of lifetime keeps value and revision"
        case .expireRevives:
            "an expired entry is absent for expire and persist, which do not revive it"
        case .purgesOverLimit: "a purge frees no more than its limit, and the next one the rest"
        case .acceptsZeroTTL, .writesBeforeRefusing: "set refuses a lifetime of zero or less"
        case .acceptsLongKeys: "a key may be as long as the limit in UTF-8 bytes"
        case .nullIsAbsent: "a stored null is present"
        case .roundsIntegers: "integers are exact over all of Int64"
        case .setsOneByOne: "a batch with something to refuse in it sets nothing"
        case .readsOneByOne: "a batch is read and written at one moment"
        case .readsEachKeyOnce: "mget answers in the order asked, a key asked twice twice"
        case .incrementsInTwoSteps: "increments that race all count"
        case .comparesInTwoSteps: "of many that race with one revision, one sets"
        case .comparesIDsAsText: "ids are equal as JSON values"
        case .popsInTwoSteps: "items that are appended while others pop all arrive, once each"
        case .popsNonLists: "a value that is no list is not taken, and stays"
        case .sortsAsText: "keys come in the order of their bytes"
        case .prefixesByCharacters: "a prefix is one of bytes, not of characters"
        case .pagesRepeatTheirStart, .limitsBeforeFiltering:
            "pages that continue after their last key show every key once"
        case .countsExpired: "an expired entry is absent for count"
        case .tellsNothing: "an observer is woken by a write that comes while it waits"
        case .forgetsRequests: "a deletion while a key is loaded counts, also if it finds nothing"
        }
    }
}
