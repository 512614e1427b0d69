extension QuerySQL {
    /// Returns the terms of an `ORDER BY` that an order stands for.
    mutating func terms(_ order: QueryOrder) -> [String] {
        let direction = order.direction == .descending ? " DESC" : ""
        return terms(order.field).map { $0 + direction }
    }

    /// Returns the terms that a field is ordered by: two for a part of the value.
    mutating func terms(_ field: QueryField) -> [String] {
        switch field {
        case .key:
            return ["+kv_store.key"]
        case .namespace:
            return ["+kv_store.namespace"]
        case .createdAt:
            return ["+kv_store.created_at"]
        case .updatedAt:
            return ["+kv_store.updated_at"]
        case .expiresAt:
            return ["+kv_store.expires_at"]
        case .value(let path):
            let part = part(at: path)
            // SQLite puts null before numbers, numbers before text and text before bytes; the
            // second term orders what is null in the first.
            let value = part.expression { type, value in
                """
                CASE \(type) WHEN 'integer' THEN \(value) WHEN 'real' THEN \(value) \
                WHEN 'text' THEN \(value) WHEN 'array' THEN x'' WHEN 'object' THEN x'' END
                """
            }
            let kind = part.expression { type, _ in
                "CASE \(type) WHEN 'null' THEN 1 WHEN 'false' THEN 2 WHEN 'true' THEN 3 END"
            }
            return [value, kind]
        }
    }
}
