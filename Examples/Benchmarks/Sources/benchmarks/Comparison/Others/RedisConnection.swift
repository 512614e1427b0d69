import Foundation

/// A connection to a Redis server on loopback, whose calls block the thread.
///
/// Commands are sent in RESP as they are; of a reply only what the comparison needs is kept.
///
/// `@unchecked Sendable`: one task at a time uses it.
final class RedisConnection: @unchecked Sendable {
    enum Reply: Equatable {
        case text(String)
        case integer(Int)
        case null
        case list([Reply])
    }

    private static let isClosed = PeerProcess.Failure(description: "the server has gone")

    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)
    private var next = 0
    private var end = 0

    init(port: UInt16) throws {
        #if os(Linux)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
        guard code == 0 else { throw PeerProcess.Failure(description: "no server answers") }
    }

    deinit { close(descriptor) }

    /// The bytes of a command, to be sent once or often.
    static func command(_ words: [String]) -> [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        return bytes
    }

    func ask(_ words: String...) throws -> Reply {
        try send(Self.command(words))
        return try reply()
    }

    func send(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = write(descriptor, rest.baseAddress, rest.count)
                guard count > 0 else { throw Self.isClosed }
                sent += count
            }
        }
    }

    /// - Throws: What the server says is wrong, or that it has closed the connection.
    func reply() throws -> Reply {
        let line = try line()
        let kind = line.first
        let number = Int(line.dropFirst()) ?? 0
        switch kind {
        case "+": return .text(String(line.dropFirst()))
        case ":": return .integer(number)
        case "$": return number < 0 ? .null : .text(try text(number))
        case "*": return number < 0 ? .null : .list(try (0..<number).map { _ in try reply() })
        default: throw PeerProcess.Failure(description: "the server answered: \(line)")
        }
    }

    private func line() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let byte = try byte()
            if byte == 13 { break }
            bytes.append(byte)
        }
        _ = try byte()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func text(_ count: Int) throws -> String {
        let text = try String(unsafeUninitializedCapacity: count) { target in
            var done = 0
            while done < count {
                if next == end { try fill() }
                let part = min(count - done, end - next)
                for index in 0..<part { target[done + index] = buffer[next + index] }
                next += part
                done += part
            }
            return count
        }
        _ = try byte()
        _ = try byte()
        return text
    }

    private func byte() throws -> UInt8 {
        if next == end { try fill() }
        next += 1
        return buffer[next - 1]
    }

    private func fill() throws {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { throw Self.isClosed }
        (next, end) = (0, count)
    }
}
