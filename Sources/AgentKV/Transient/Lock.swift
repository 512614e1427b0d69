#if !AGENTKV_THREAD_SANITIZER
import Synchronization

/// The lock that a table stands behind.
package struct Lock<Value: ~Copyable & Sendable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>

    package init(_ value: consuming Value) {
        mutex = Mutex(value)
    }

    @inline(__always)
    package func withLock<R, E: Error>(_ body: (inout Value) throws(E) -> R) throws(E) -> R {
        try mutex.withLock { (value) throws(E) in try body(&value) }
    }

    /// Runs `body` if nobody else holds the lock; nil if somebody does.
    package func withLockIfAvailable<R, E: Error>(
        _ body: (inout Value) throws(E) -> R
    ) throws(E) -> R? {
        try mutex.withLockIfAvailable { (value) throws(E) in try body(&value) }
    }
}
#else
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The lock for runs under ThreadSanitizer, which on Linux takes what lies behind a `Mutex` for races.
package struct Lock<Value: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    package init(_ value: consuming Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    package func withLock<R, E: Error>(_ body: (inout Value) throws(E) -> R) throws(E) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }

    package func withLockIfAvailable<R, E: Error>(
        _ body: (inout Value) throws(E) -> R
    ) throws(E) -> R? {
        guard pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
#endif
