/// Every bound that the server puts on what it is sent.
public struct ServerLimits: Sendable, Hashable {
    /// The most bytes of a request's body: 1 MiB.
    public var bodyBytes = 1_048_576
    /// The most bytes of all headers of a request: 16 KiB.
    public var headerBytes = 16_384
    /// The most bytes of a message on a socket, whatever number of frames it comes in: 1 MiB.
    ///
    /// A longer one is read on without being kept, up to 16 times as long, and refused.
    public var messageBytes = 1_048_576
    /// The most connections at the same time, while more wait to be accepted: 1,000.
    public var connections = 1_000
    /// The most requests that are done at the same time, while more are refused: 512.
    public var requestsInFlight = 512
    /// How long a query may take: 5 seconds.
    ///
    /// It is for whoever opens the database to set as a limit of its queries; the program does.
    public var queryTime: Duration = .seconds(5)
    /// How long the body of a request may take to come: 60 seconds.
    public var bodyTime: Duration = .seconds(60)
    /// How long a connection may be still, neither sending nor taking anything, while nothing is being
    /// done for it: 60 seconds.
    public var idleTime: Duration = .seconds(60)
    /// How often a socket is pinged; who has not said anything by the next time, or takes nothing of
    /// what waits, is closed: 20 seconds.
    public var pingInterval: Duration = .seconds(20)
    /// How many events wait for a client that does not read, until its socket is closed: 1,000.
    public var waitingEvents = 1_000
    /// How many events are remembered for clients that come back: 10,000.
    public var rememberedEvents = 10_000
    /// How many bytes the remembered events may have: 16 MiB.
    public var rememberedBytes = 16_777_216
    /// How long a client may take to answer the close of a socket: 1 second.
    public var closingTime: Duration = .seconds(1)
    /// How long requests that are under way may take when the server shuts down: 3 seconds.
    public var shutdownTime: Duration = .seconds(3)

    /// Creates the usual limits, for parts of them to be changed.
    public init() {}
}
