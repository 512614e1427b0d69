#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The start of the machine that the clock of the system counts from, as a number that tells it from
/// every other start.
struct SystemStart {
    let number: Int64

    static let present = SystemStart()

    private init() {
        let name = Self.name
        // Where the system does not name it, nothing can be compared with other processes.
        let checksum = Checksum(of: name).value
        number = name.isEmpty ? .random(in: .min ... .max) : Int64(bitPattern: checksum)
    }

    #if canImport(Glibc)
    /// A container may count from a moment of its own, so the name of its time is a part of it.
    private static var name: [UInt8] {
        let start = contents("/proc/sys/kernel/random/boot_id")
        return start.isEmpty ? [] : start + target("/proc/self/ns/time")
    }

    private static func contents(_ path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return bytes { read(file, $0, $1) }
    }

    /// Where a symbolic link leads.
    private static func target(_ path: String) -> [UInt8] {
        bytes { readlink(path, $0, $1) }
    }

    private static func bytes(_ fill: (UnsafeMutablePointer<CChar>, Int) -> Int) -> [UInt8] {
        let found = [CChar](unsafeUninitializedCapacity: 256) { buffer, count in
            count = buffer.baseAddress.map { max(fill($0, buffer.count), 0) } ?? 0
        }
        return found.map { UInt8(bitPattern: $0) }
    }
    #else
    private static var name: [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64)
        var count = buffer.count
        guard sysctlbyname("kern.bootsessionuuid", &buffer, &count, nil, 0) == 0 else { return [] }
        return Array(buffer.prefix(count))
    }
    #endif
}
