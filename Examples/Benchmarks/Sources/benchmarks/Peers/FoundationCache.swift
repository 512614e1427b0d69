import Foundation

/// Foundation's cache, which takes objects only: keys and values are boxed as its users have to.
///
/// `@unchecked Sendable`: a cache may be used from several threads, its documentation says.
struct FoundationCache<Value: Sendable>: SynchronousPeer, @unchecked Sendable {
    static var name: String { "NSCache" }

    private final class Box: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    private let cache = NSCache<NSString, Box>()

    func get(_ key: String) -> Value? {
        cache.object(forKey: NSString(string: key))?.value
    }

    func set(_ key: String, to value: Value) {
        cache.setObject(Box(value), forKey: NSString(string: key))
    }
}
