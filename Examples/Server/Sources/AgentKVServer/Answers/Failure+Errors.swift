internal import AgentKV
internal import HTTPTypes
internal import Logging
internal import NIOCore

extension Failure {
    /// The failure for whatever was thrown while a request was done.
    ///
    /// What nobody expects goes to the log; its details are none of the client's business.
    init(_ error: any Error, logger: Logger) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as StoreError:
            self.init(Self.status(of: error), "\(error)", headers: Self.headers(for: error))
            if status.code >= 500 { logger.error("\(error)") }
        case let error as JSONError:
            self.init(.badRequest, "the body cannot be read: \(error)")
        case is NIOTooManyBytesError:
            self.init(.contentTooLarge, "the body is over the limit")
        case is CancellationError:
            self.init(.serviceUnavailable, "the server is shutting down")
        default:
            logger.error("unexpected error", metadata: ["error": "\(error)"])
            self.init(.internalServerError, "an unexpected error, which the server's log tells")
        }
    }

    /// The status that says what kind of error it is.
    private static func status(of error: StoreError) -> HTTPResponse.Status {
        switch error {
        case .unknownInstance: .notFound
        case .duplicateInstance, .notAList, .typeMismatch, .overflow: .conflict
        case .queryTimedOut, .closed, .full: .serviceUnavailable
        case .storage(let problem, _):
            switch problem {
            case .full, .locked, .readOnly: .serviceUnavailable
            default: .internalServerError
            }
        default: .badRequest
        }
    }

    private static func headers(for error: StoreError) -> HTTPFields {
        switch error {
        case .queryTimedOut, .storage(.locked, _): [.retryAfter: "1"]
        default: [:]
        }
    }
}
