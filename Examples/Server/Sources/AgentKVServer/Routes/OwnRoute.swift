internal import HTTPTypes

/// A path at which the server answers of itself, beside the routes of the store.
enum OwnRoute: String, CaseIterable, Sendable {
    case panel = "/"
    case signIn = "/session"
    case signOut = "/session/end"
    case document = "/kvstore/openapi.json"
    case health = "/kvstore/health"
    case metrics = "/kvstore/metrics"
    /// It is there only where the server is to be measured.
    case constant = "/kvstore/constant"
    /// A file of the panel, by its name.
    case file = "/{file}"

    /// The route of a path; nil if there is none.
    init?(_ path: [String]) {
        switch path {
        case []: self = .panel
        case ["session"]: self = .signIn
        case ["session", "end"]: self = .signOut
        case ["kvstore", "openapi.json"]: self = .document
        case ["kvstore", "health"]: self = .health
        case ["kvstore", "metrics"]: self = .metrics
        case ["kvstore", "constant"]: self = .constant
        case let path where path.count == 1: self = .file
        default: return nil
        }
    }

    /// The methods that it has; with GET goes HEAD.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .signIn, .signOut: [.post]
        case .constant: [.get, .post]
        case .panel, .document, .health, .metrics, .file: [.get]
        }
    }

    /// Whether it is for someone who is not known yet, so that they can sign in.
    var isOpen: Bool { self == .panel || self == .signIn }
}
