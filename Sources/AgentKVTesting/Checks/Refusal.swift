import AgentKV

/// The kind of a ``StoreError``, without its key and its reason.
enum Refusal: Hashable {
    case invalidKey
    case invalidTTL
    case invalidLimit(Int)
    case invalidValue
    case invalidItem(at: Int)
    case typeMismatch
    case notAList
    case overflow
    case ambiguousKeys
    case loadCycle
    case invalidDuration
    case notReserved
    /// An error of a store that outlives its process, of which no check of the contract speaks.
    case other

    init(_ error: StoreError) {
        switch error {
        case .invalidKey: self = .invalidKey
        case .invalidTTL: self = .invalidTTL
        case .invalidLimit(let limit, _): self = .invalidLimit(limit)
        case .invalidValue: self = .invalidValue
        case .invalidItem(_, let index, _): self = .invalidItem(at: index)
        case .typeMismatch: self = .typeMismatch
        case .notAList: self = .notAList
        case .overflow: self = .overflow
        case .ambiguousKeys: self = .ambiguousKeys
        case .loadCycle: self = .loadCycle
        case .invalidDuration: self = .invalidDuration
        case .notReserved: self = .notReserved
        default: self = .other
        }
    }
}
