#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A stack that is large enough for functions that call themselves for each level of the deepest value.
///
/// A thread may have as little as 512 KiB, and one level takes up to 4 KiB of it where nothing is
/// optimized, more where a checker watches. So a value is gone through where the call is made as long as
/// it nests in a few levels, which is all that most values have. One that nests more deeply is begun
/// again, once for all of its deep parts, on a thread of its own, for which the caller waits: some 20 us.
enum LargeStack {
    /// In how many calls of itself a function goes on with ``run(_:)``.
    static let calls = 32
    /// Pages that are not touched are no memory.
    private static let size = 64 << 20

    /// What is told each time that a large stack is taken: a test counts them.
    @TaskLocal static var isTaken: (@Sendable () -> Void)?

    /// Runs `body` on a large stack, and returns when it has run; not at all if the system has no
    /// thread left.
    static func run(_ body: () -> Void) {
        isTaken?()
        _ = withoutActuallyEscaping(body) { body in
            start(Work(body))
        }
    }

    /// Returns what `body` returns on a large stack; nil if the system has no thread left.
    static func value<R>(_ body: () -> R) -> R? {
        var value: R?
        run { value = body() }
        return value
    }

    private final class Work {
        let body: () -> Void

        init(_ body: @escaping () -> Void) {
            self.body = body
        }
    }

    private static func start(_ work: Work) {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return }
        defer { pthread_attr_destroy(&attributes) }
        guard pthread_attr_setstacksize(&attributes, size) == 0 else { return }
        let argument = Unmanaged.passUnretained(work).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(&thread, &attributes, { Self.perform($0) }, argument)
        guard code == 0, let thread else { return }
        #else
        var thread = pthread_t()
        guard pthread_create(&thread, &attributes, { LargeStack.perform($0) }, argument) == 0 else {
            return
        }
        #endif
        pthread_join(thread, nil)
        withExtendedLifetime(work) {}
    }

    private static func perform(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let argument {
            Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().body()
        }
        return nil
    }
}
