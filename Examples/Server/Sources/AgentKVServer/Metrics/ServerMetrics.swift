internal import CoreMetrics
internal import Synchronization

/// What the server counts and times of itself.
final class ServerMetrics: Sendable {
    /// The way by which a request has come.
    enum Way: String, Sendable {
        case rest, socket
    }

    private struct Request: Hashable {
        let operation: String
        let way: Way
        let status: Int
    }

    private struct Figures: Sendable {
        let count: Counter
        let time: CoreMetrics.Timer
    }

    private let registry = MetricsRegistry(help: help)
    private let requests = Mutex<[Request: Figures]>([:])
    private let events = Mutex<[String: Counter]>([:])
    private let openedSockets: Counter
    private let slowSockets: Counter
    private let sockets: Meter
    private let inFlight: Meter

    init() {
        openedSockets = Counter(label: "agentkv_sockets_opened_total", factory: registry)
        slowSockets = Counter(label: "agentkv_sockets_too_slow_total", factory: registry)
        sockets = Meter(label: "agentkv_sockets", factory: registry)
        inFlight = Meter(label: "agentkv_requests_in_flight", factory: registry)
    }

    /// Counts a request that has been answered.
    ///
    /// - Parameters:
    ///   - operation: The type of the answer, one of those that the server knows.
    ///   - way: How it came.
    ///   - status: The status of the answer, also where none is sent.
    ///   - start: When it was there.
    func countRequest(
        _ operation: String,
        _ way: Way,
        status: Int,
        since start: ContinuousClock.Instant
    ) {
        let request = Request(operation: operation, way: way, status: status)
        let figures = requests.withLock { known in
            if let figures = known[request] { return figures }
            let made = makeFigures(of: request)
            known[request] = made
            return made
        }
        figures.count.increment()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        figures.time.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Counts an event that is handed to the sockets.
    func countEvent(_ type: String) {
        let counter = events.withLock { known in
            if let counter = known[type] { return counter }
            let counter = Counter(
                label: "agentkv_events_total",
                dimensions: [("type", type)],
                factory: registry
            )
            known[type] = counter
            return counter
        }
        counter.increment()
    }

    func countOpenedSocket() { openedSockets.increment() }

    func countSlowSocket() { slowSockets.increment() }

    /// All figures in the text format of Prometheus; what goes up and down is given.
    func text(sockets: Int, inFlight: Int) -> String {
        self.sockets.set(sockets)
        self.inFlight.set(inFlight)
        return registry.text
    }

    private func makeFigures(of request: Request) -> Figures {
        let dimensions = [("operation", request.operation), ("via", request.way.rawValue)]
        return Figures(
            count: Counter(
                label: "agentkv_requests_total",
                dimensions: dimensions + [("status", String(request.status))],
                factory: registry
            ),
            time: CoreMetrics.Timer(
                label: "agentkv_request_seconds",
                dimensions: dimensions,
                factory: registry
            )
        )
    }

    private static let help = [
        "agentkv_requests_total": "Requests that were answered, by operation, way and status.",
        "agentkv_request_seconds": "How long requests took until their answer was there.",
        "agentkv_requests_in_flight": "Requests of REST that are being done.",
        "agentkv_events_total": "Events that were handed to the sockets, by type.",
        "agentkv_sockets": "Sockets that are told of events.",
        "agentkv_sockets_opened_total": "Sockets that were opened.",
        "agentkv_sockets_too_slow_total": "Sockets that were closed because they did not read.",
    ]
}
