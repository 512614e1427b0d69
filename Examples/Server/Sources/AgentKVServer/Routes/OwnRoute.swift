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
        guard let route = Self.byPath[path] ?? (path.count == 1 ? .file : nil) else { return nil }
        self = route
    }

    private static let byPath = Dictionary(
        uniqueKeysWithValues: allCases.map { route in
            (route.rawValue.split(separator: "/").map(String.init), route)
        }
    )

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
