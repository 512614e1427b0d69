internal import HTTPTypes

/// The routes, found by method and path.
struct RouteTable: Sendable {
    /// What a path leads to.
    enum Found {
        case route(Route)
        /// There are routes, with these other methods.
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    private let routes: [Route]
    /// The routes of each second word of a path: all paths begin with the same first one.
    private let byWord: [String: [Route]]

    init(_ routes: [Route] = Route.all) {
        self.routes = routes
        byWord = Dictionary(grouping: routes) { route in
            if case .word(let word)? = route.parts.dropFirst().first { word } else { "" }
        }
    }

    func find(_ method: HTTPRequest.Method, _ path: [String]) -> Found {
        let candidates = path.count > 1 ? byWord[path[1]] ?? [] : []
        var others: [HTTPRequest.Method] = []
        for route in candidates where route.matches(path) {
            if route.method == method || route.method == .get && method == .head {
                return .route(route)
            }
            others.append(route.method)
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }
}
