/// Where a subscription to changes begins.
public enum ChangesStart: Sendable, Hashable {
    /// With what happens from now on.
    case now
    /// With what is there: each live key as a change ``StoreChange/Kind/set``, in the order of the
    /// keys, and then ``StoreChange/Kind/current``. What happens follows without a gap.
    case presentState
    /// With what has happened after that revision.
    ///
    /// Where the store does not know that any more, ``StoreChange/Kind/restarted`` says so, and it
    /// begins as with ``presentState``.
    case after(Revision)
}
