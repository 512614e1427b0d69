internal import HTTPTypes

extension Route {
    /// All routes, in the order of the documentation.
    static let all: [Route] = [
        Route(.post, "/kvstore/instances", .createInstance, body: .members),
        Route(.get, "/kvstore/instances", .listInstances),
        Route(.get, "/kvstore/instances/:instanceId", .getInstance),
        Route(.put, "/kvstore/instances/:instanceId", .updateInstance, body: .members),
        Route(.delete, "/kvstore/instances/:instanceId", .deleteInstance),
        Route(.get, "/kvstore/namespaces/:instanceId", .getNamespaces),
        Route(.get, "/kvstore/count/:instanceId", .getRecordCount),

        Route(.post, "/kvstore/kv", .set, body: .members),
        Route(.get, "/kvstore/kv/:instanceId/:namespace/:key", .get),
        Route(.delete, "/kvstore/kv/:instanceId/:namespace/:key", .delete),
        Route(.delete, "/kvstore/namespace/:instanceId/:namespace", .deleteNamespace),
        Route(.get, "/kvstore/keys/:instanceId/:namespace", .listKeys),
        Route(.post, "/kvstore/expire", .expire, body: .members),
        Route(.post, "/kvstore/increment", .increment, body: .members),

        Route(.post, "/kvstore/batch/get", .getMany, body: .members),
        Route(.post, "/kvstore/batch/set", .setMany, body: .members),
        Route(.post, "/kvstore/batch/delete", .deleteMany, body: .members),
        Route(.post, "/kvstore/list/append", .listAppend, body: .members),
        Route(.post, "/kvstore/list/pop", .listPopAll, body: .members),

        Route(.post, "/kvstore/query", .query, body: .member("query")),
    ]
}
