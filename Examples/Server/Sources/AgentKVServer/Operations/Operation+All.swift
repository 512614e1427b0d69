extension Operation {
    /// All that a request frame can ask for, by name.
    static let byName = Dictionary(
        uniqueKeysWithValues: [
            createInstance, getInstance, listInstances, updateInstance, deleteInstance,
            get, set, delete, deleteNamespace, query, getNamespaces, getRecordCount,
            getMany, setMany, deleteMany, listKeys, listAppend, listPopAll, expire, increment,
        ].map { ($0.name, $0) }
    )
}
