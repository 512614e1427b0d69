extension Subject {
    /// Every subject, in the order in which they are printed.
    static func all(_ scale: Scale) -> [Subject] {
        singleCalls(scale) + typedValues(scale) + mainActorCalls(scale) + manyTasks(scale)
            + batches(scale) + lifetimes(scale) + listing(scale) + lists() + inboxes(scale)
            + memory(scale)
            + durableCalls(scale) + [queries(scale), durableListing(scale)] + againstGRDB(scale)
            + writeBehind(scale) + loading(scale) + scopes(scale)
    }
}
