#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The stack of the present thread: whether calls that nest in each other still find room there.
///
/// A type reads and writes what is in it by calls in calls, of its own frames, which are larger than
/// a bound on levels could know. So those are refused that come near the end of the stack.
struct CallStack {
    /// From how many calls on the stack is looked at; they take less than a thread has at least.
    static let manyCalls = 32
    /// How much of the stack is left for what a call calls in turn.
    private static let reserve: UInt = 128 << 10

    /// The first address that is too near the end; the stack grows down to it.
    private let end: UInt
    private let start: UInt

    static let unknown = CallStack(end: 0, start: 0)

    /// Returns the stack of the present thread.
    ///
    /// - Complexity: Some calls of the system.
    static func present() -> CallStack {
        #if canImport(Darwin)
        let start = UInt(bitPattern: pthread_get_stackaddr_np(pthread_self()))
        let end = start - UInt(pthread_get_stacksize_np(pthread_self()))
        #else
        var attributes = pthread_attr_t()
        guard let getAttributes, getAttributes(pthread_self(), &attributes) == 0 else {
            return .unknown
        }
        defer { pthread_attr_destroy(&attributes) }
        var lowest: UnsafeMutableRawPointer?
        var size = 0
        guard pthread_attr_getstack(&attributes, &lowest, &size) == 0 else { return .unknown }
        let end = UInt(bitPattern: lowest)
        let start = end + UInt(size)
        #endif
        return CallStack(end: end + reserve, start: start)
    }

    #if !canImport(Darwin)
    /// The call that returns the attributes of a running thread, which Swift does not import.
    private static let getAttributes = dlsym(nil, "pthread_getattr_np").map {
        unsafeBitCast(
            $0,
            to: (@convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> CInt).self
        )
    }
    #endif

    /// Whether a call had better not be made any more.
    ///
    /// False where the stack is another one.
    @inline(__always)
    var isNearlyUsed: Bool { start != 0 && isBeyondEnd() }

    @inline(never)
    private func isBeyondEnd() -> Bool {
        var here: UInt8 = 0
        let address = withUnsafeMutablePointer(to: &here) { Self.placeOnStack($0) }
        return address < end && address >= end - Self.reserve
    }

    /// The address on the stack of the frame that a variable belongs to.
    ///
    /// AddressSanitizer keeps variables elsewhere, and tells where their frame is.
    private static func placeOnStack(_ variable: UnsafeMutablePointer<UInt8>) -> UInt {
        #if !canImport(Darwin)
        if let fakeStack, let place = placeOfFakeFrame?(fakeStack(), variable, nil, nil) {
            return UInt(bitPattern: place)
        }
        #endif
        return UInt(bitPattern: variable)
    }

    #if !canImport(Darwin)
    private typealias Address = UnsafeMutableRawPointer

    private static let fakeStack = dlsym(nil, "__asan_get_current_fake_stack").map {
        unsafeBitCast($0, to: (@convention(c) () -> Address?).self)
    }

    private static let placeOfFakeFrame = dlsym(nil, "__asan_addr_is_in_fake_stack").map {
        unsafeBitCast(
            $0,
            to: (@convention(c) (
                Address?, Address?, UnsafeMutablePointer<Address?>?, UnsafeMutablePointer<Address?>?
            ) -> Address?).self
        )
    }
    #endif
}
