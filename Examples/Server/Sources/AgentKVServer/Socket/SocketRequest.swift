internal import AgentKV
internal import NIOHTTP1

/// A request for a WebSocket that is as it has to be.
struct SocketRequest: Sendable {
    /// What a socket is for.
    enum Purpose: Sendable {
        /// It streams events.
        case events
        /// It answers the requests of the JavaScript client, and streams events to who asks for them.
        case requests
    }

    let purpose: Purpose
    /// Whether the client is to be told of events.
    let wantsEvents: Bool
    /// The id or the name of the instance whose events are wanted; nil for all.
    let instance: String?
    /// The namespace whose events are wanted; nil for all.
    let namespace: String?
    /// The revision after which the events are wanted; nil for those from now on.
    let after: Revision?

    /// Reads a request, and checks who asks; nil if it is not for a socket, or not as it has to be.
    ///
    /// Such a request goes on as any other, and is answered with what is wrong.
    init?(_ head: HTTPRequestHead, access: AccessCheck) {
        guard
            head.method == .GET, head.version == .http1_1,
            head.headers.lists("upgrade", "websocket"),
            head.headers.lists("connection", "upgrade"),
            head.headers["sec-websocket-version"] == ["13"],
            head.headers["sec-websocket-key"].count == 1,
            head.headers["sec-websocket-key"][0].isKeyOfSocket,
            let target = try? RequestTarget(head.uri),
            let purpose = Purpose(target.path)
        else { return nil }
        var claims = AccessCheck.Claims(head)
        claims.queryToken = target["token"]
        guard
            (try? access.check(claims)) != nil,
            (try? access.checkOrigin(claims)) != nil
        else { return nil }
        self.purpose = purpose
        instance = target["instance"]
        namespace = target["namespace"]
        let isAboutEvents =
            target["events"] == "true"
            || ["after", "instance", "namespace"].contains { target[$0] != nil }
        wantsEvents = purpose == .events || isAboutEvents
        // What is no revision is none that is remembered: the client is told to begin anew.
        after = target["after"].map { Revision(rawValue: Int64($0) ?? -1) }
    }
}

extension SocketRequest.Purpose {
    /// The purpose of the sockets at a path; nil if there are none.
    init?(_ path: [String]) {
        switch path {
        case ["ws"]: self = .events
        case ["codebolt"], ["plugin"]: self = .requests
        default: return nil
        }
    }
}

extension HTTPHeaders {
    /// Whether a header that is a list holds a word, in whatever case.
    fileprivate func lists(_ name: String, _ word: String) -> Bool {
        self[canonicalForm: name].contains { $0.lowercased() == word }
    }
}

extension String {
    /// Whether it is the base64 of 16 bytes.
    fileprivate var isKeyOfSocket: Bool {
        let digits = utf8.prefix(22)
        return utf8.count == 24 && hasSuffix("==")
            && digits.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

extension AccessCheck.Claims {
    init(_ head: HTTPRequestHead) {
        authority = head.headers.first(name: "host")
        authorization = head.headers.first(name: "authorization")
        cookie = head.headers.first(name: "cookie")
        origin = head.headers.first(name: "origin")
    }
}
