/// How long a loaded value lives, and what happens as it ends.
///
/// ```swift
/// let options = LoadOptions(ttl: .seconds(300), staleFor: .seconds(60), jitter: 0.1)
/// let spec = try await store.value(for: "run:42:spec", options: options) {
///     try await fetchSpec()
/// }
/// ```
public struct LoadOptions: Sendable {
    /// How long a value is fresh after it was loaded; nil for ever.
    public var ttl: Duration?
    /// How much longer a value is served while it is loaded again in the background.
    ///
    /// Zero for not at all; more than 100 years count as 100 years.
    public var staleFor: Duration
    /// By which fraction of it, from 0 to 1, ``ttl`` is shortened at random at most, so that values
    /// which are loaded together do not end together.
    public var jitter: Double
    /// Whether a stored value that cannot be read as the type that is asked for is loaded anew, and
    /// overwritten; otherwise it is an error.
    ///
    /// For a cache that outlives the program that filled it: a newer version may store another type.
    public var reloadsMismatches: Bool
    private let random: @Sendable () -> Double

    /// Creates options.
    ///
    /// - Parameters:
    ///   - ttl: How long a value is fresh after it was loaded; nil for ever.
    ///   - staleFor: How much longer it is served while it is loaded again.
    ///   - jitter: By which fraction of it, from 0 to 1, `ttl` is shortened at random at most.
    ///   - reloadsMismatches: Whether a stored value of another type is loaded anew.
    ///   - random: Returns numbers from 0 up to 1 for the jitter. Tests pass what they know.
    public init(
        ttl: Duration? = nil,
        staleFor: Duration = .zero,
        jitter: Double = 0,
        reloadsMismatches: Bool = false,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.ttl = ttl
        self.staleFor = staleFor
        self.jitter = jitter
        self.reloadsMismatches = reloadsMismatches
        self.random = random
    }
}

extension LoadOptions {
    /// Throws unless these make sense.
    func check(for key: String, limits: StoreLimits) throws(StoreError) {
        if let ttl { try limits.checkTTL(ttl, of: key) }
        if staleFor < .zero {
            throw .invalidTTL(key: key, reason: "a value cannot be stale for a negative time")
        }
        if !(0...1).contains(jitter) {
            throw .invalidTTL(
                key: key,
                reason: "its jitter has to be a fraction from 0 to 1, and it is \(jitter)"
            )
        }
    }

    /// Whether a value that still lives that long is to be loaded again.
    func isStale(_ remainingLifetime: Duration?) -> Bool {
        remainingLifetime.map { $0 <= serving } ?? false
    }

    /// The lifetime for a value that has just been loaded: fresh and stale together.
    func lifetime() -> Duration? {
        // Sums with it have to be durations.
        guard let ttl = ttl.map({ min($0, .seconds(Int64.max)) }) else { return nil }
        guard jitter > 0, let length = ttl.wholeNanoseconds else { return ttl + serving }
        let fraction = min(max(random(), 0), 1) * jitter
        let cut = Double(length) * fraction
        let rest = cut < Double(length) ? length - Int64(cut) : 0
        return .nanoseconds(max(rest, 1)) + serving
    }

    /// How long a value is served when it is stale.
    private var serving: Duration { min(staleFor, .seconds(100 * 366 * 86_400)) }
}
