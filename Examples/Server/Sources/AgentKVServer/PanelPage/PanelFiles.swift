internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The files of the panel, read once.
struct PanelFiles: Sendable {
    private struct File: Sendable {
        let bytes: ByteBuffer
        let contentType: String
        let entityTag: String
    }

    private let files: [String: File]

    /// Reads the files that are part of the program.
    init() {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Panel")
        self.init(folder: folder)
    }

    init(folder: URL?) {
        var files: [String: File] = [:]
        let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) }
        for name in names ?? [] {
            guard let type = Self.contentType(of: name), let folder else { continue }
            let url = folder.appendingPathComponent(name)
            guard let data = try? Data(contentsOf: url) else { continue }
            files[name] = File(
                bytes: ByteBuffer(bytes: data),
                contentType: type,
                entityTag: Self.entityTag(of: data)
            )
        }
        self.files = files
    }

    /// Whether there is a file of that name.
    func contains(_ name: String) -> Bool { files[name] != nil }

    /// Returns the answer to a request for a file; nil if there is none of that name.
    func response(for name: String, ifNoneMatch: String?) -> Response? {
        guard let file = files[name] else { return nil }
        let headers = SecurityHeaders.panel(
            contentType: file.contentType,
            entityTag: file.entityTag
        )
        if ifNoneMatch == file.entityTag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }

    private static func contentType(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: nil
        }
    }

    /// A number of the content (FNV-1a), which is another when a file has changed.
    private static func entityTag(of data: Data) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in data { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\"\(String(hash, radix: 16))-\(data.count)\""
    }
}
