/// Which batches have been written down, and who waits for one.
///
/// It is a pure state machine: what it returns is for the caller to resume, without its lock.
struct BatchOutcomes {
    typealias Waiter = CheckedContinuation<(any Error)?, Never>

    /// What the attempt of a batch came to.
    enum Outcome {
        case durable
        case failed(any Error)

        var failure: (any Error)? {
            if case .failed(let error) = self { error } else { nil }
        }
    }

    /// All batches up to this one are durable.
    private var durable: BatchNumber = 0
    /// The last batch that an attempt was made for, and what it failed with.
    private var attempted: BatchNumber = 0
    private var failure: (any Error)?
    /// The entries that could not be in the last batch because they are no JSON any more: why, and
    /// the first batch that has had to go without them.
    private var invalid: [String: (since: BatchNumber, error: any Error)] = [:]
    /// The last batch that somebody waits for.
    private var awaited: BatchNumber = 0
    private var waiters: [(number: BatchNumber, waiter: Waiter)] = []
    /// Whether somebody has been told of a failure that is final.
    private(set) var isFinalFailureTold = false
    /// Whether the store is gone, or has been closed.
    private(set) var isEnding = false
    private var hasEnded = false

    /// Whether nobody is to be kept waiting.
    var isHurried: Bool { isEnding || awaited > attempted }

    /// Why an entry could not be in the last batch, the first by its key.
    var invalidEntry: (any Error)? {
        invalid.min { $0.key < $1.key }?.value.error
    }

    /// Why what a batch wrote at a key is not durable although the batch is.
    func invalidity(of key: String, in number: BatchNumber) -> (any Error)? {
        invalid[key].flatMap { $0.since <= number ? $0.error : nil }
    }

    /// What a batch came to; nil while that is open.
    ///
    /// The changes of a batch that failed are in a later one, so that decides about them too.
    func outcome(of number: BatchNumber) -> Outcome? {
        if number <= durable { return .durable }
        if number <= attempted, let failure { return .failed(failure) }
        return hasEnded ? .failed(StoreError.closed) : nil
    }

    mutating func wait(for number: BatchNumber, _ waiter: Waiter) {
        waiters.append((number, waiter))
        awaited = max(awaited, number)
    }

    /// Takes down what an attempt came to, and returns those that waited for it.
    mutating func settle(
        _ number: BatchNumber,
        _ error: (any Error)?,
        without invalid: [(key: String, error: any Error)] = []
    ) -> [Waiter] {
        attempted = number
        failure = error
        let former = self.invalid
        self.invalid = [:]
        for (key, error) in invalid {
            self.invalid[key] = (former[key]?.since ?? number, error)
        }
        if error == nil {
            durable = number
            isFinalFailureTold = false
        }
        return take { $0 <= number }
    }

    /// Notes that somebody is told of a failure.
    mutating func noteTelling(of error: any Error) {
        if (error as? StoreError)?.isFinal == true { isFinalFailureTold = true }
    }

    mutating func beginEnding() {
        isEnding = true
    }

    /// Ends it, and returns those that wait in vain.
    mutating func end() -> [Waiter] {
        hasEnded = true
        return take { _ in true }
    }

    private mutating func take(_ isTaken: (BatchNumber) -> Bool) -> [Waiter] {
        let taken = waiters.filter { isTaken($0.number) }
        waiters.removeAll { isTaken($0.number) }
        return taken.map(\.waiter)
    }
}
