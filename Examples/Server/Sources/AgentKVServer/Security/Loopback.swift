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
        // The bytes of an address; the system's own structures come by way of other modules as well.
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 { return bytes[0] == 127 }
        if inet_pton(AF_INET6, host, &bytes) != 1 { return false }
        return bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }
}
