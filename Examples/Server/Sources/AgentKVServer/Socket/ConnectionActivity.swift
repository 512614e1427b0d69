internal import NIOHTTPTypes

/// Whether anything moves on a connection for requests, for who looks at it from time to time.
///
/// Something moves when a part of a request comes, when a part of an answer is written, and when the
/// client takes bytes of what was written. While a request that has come whole is being done, and
/// nothing of its answer waits to be taken, it is the server that is waited for.
struct ConnectionActivity {
    /// How many looks in a row see nothing move until the connection is idle.
    static let stillLooks = 4

    private var requests = 0
    private var isReading = false
    private var hasMoved = true
    private var taken = 0
    private var still = 0

    mutating func read(_ part: HTTPRequestPart) {
        hasMoved = true
        switch part {
        case .head: (requests, isReading) = (requests + 1, true)
        case .body: break
        case .end: isReading = false
        }
    }

    mutating func write(_ part: HTTPResponsePart) {
        hasMoved = true
        if case .end = part { requests -= 1 }
    }

    /// Looks at the connection, and returns whether it has been idle for so many looks.
    mutating func isIdle(_ sent: SentBytes.Progress) -> Bool {
        let isServersTurn = requests > 0 && !isReading && sent.waiting == 0
        still = hasMoved || isServersTurn || sent.taken != taken ? 0 : still + 1
        (hasMoved, taken) = (false, sent.taken)
        return still >= Self.stillLooks
    }
}
