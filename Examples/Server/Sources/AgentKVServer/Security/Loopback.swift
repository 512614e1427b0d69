internal import NIOCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The hosts that are this machine and that no other machine can reach: `localhost`, `::1`, and the
/// IPv4 addresses of 127.0.0.0/8.
enum Loopback {
    /// Whether a host, without brackets and port, is one of them.
    static func contains(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        return switch try? SocketAddress(ipAddress: host, port: 0) {
        case .v4(let address)?:
            withUnsafeBytes(of: address.address.sin_addr) { $0.first == 127 }
        case .v6(let address)?:
            withUnsafeBytes(of: address.address.sin6_addr) { bytes in
                bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
            }
        case .unixDomainSocket?, nil:
            false
        }
    }
}
