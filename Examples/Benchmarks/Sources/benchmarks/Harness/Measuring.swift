import Synchronization

/// Nanoseconds that each of `operations` takes, when `body` does all of them.
///
/// A contender calls it around its loop, so that the set-up of a round stays outside.
func nanoseconds(
    per operations: Int,
    _ body: () async throws -> Void
) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start).nanoseconds / Double(operations)
}

extension Duration {
    var nanoseconds: Double { self / .nanoseconds(1) }
}

/// Uses `value`, as far as the optimizer can tell, so that it cannot drop the work that made it.
///
/// Not inlined, the function has to be handed the value in memory: whether the value's address is
/// the forbidden one is known only at run time. It writes nothing, so that tasks that run in
/// parallel do not contend for a cache line.
@inline(never)
func blackHole<Value>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes in
        if UInt(bitPattern: bytes.baseAddress) == forbiddenAddress.load(ordering: .relaxed) {
            fatalError("a value lies where nothing can lie")
        }
    }
}

private let forbiddenAddress = Atomic<UInt>(1)
