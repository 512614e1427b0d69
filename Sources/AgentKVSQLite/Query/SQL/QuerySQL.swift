internal import AgentKV

/// The statement that finds a query's records: the number of each row, in order, for one page.
///
/// Every value, name and path is a parameter; the text holds nothing that a user has said.
///
/// - All conditions stand in one `CASE`, which calls `agentkv_matched()` for the records that they
///   hold for and for no others: so the total is counted in the same pass. Those that the primary
///   key can find stand outside as well. Whether a record comes behind a cursor is asked after that.
/// - The order is always SQLite's sorter (`+key` keeps an index out): it has to see every match,
///   and keeps no more than the page. Values are fetched afterwards, for the page alone.
/// - A part of a value is looked up several times, and parsed once: SQLite keeps what it has parsed
///   from a row. So conditions compare first, and ask for the type only where comparing leaves it
///   open.
struct QuerySQL {
    private(set) var text = ""
    private(set) var parameters: [SQLValue] = []
    /// What is read as JSON: the stored text or, where that may be no JSON, nothing instead.
    private let document: String

    /// Compiles a query that is valid; now is in milliseconds since 1970.
    ///
    /// One that `scans` reads the whole table as it lies, see ``Connection/scansFor(_:instanceID:)``.
    /// It finds one record more than the page has, if there is one.
    init(
        _ query: Query,
        after position: QueryPosition?,
        instanceID: String,
        now: Int64,
        expectsInvalidJSON: Bool,
        scans: Bool
    ) {
        document = Self.document(expectsInvalidJSON)
        let instance = "kv_store.instance_id = \(bind(.text(instanceID)))"
        var indexed = [instance]
        if let namespace = query.namespace {
            indexed.append("kv_store.namespace = \(bind(.text(namespace)))")
        }
        let live = "(kv_store.expires_at IS NULL OR kv_store.expires_at > \(bind(.integer(now))))"
        var others = [live]
        var findsKeys = false
        var findsNamespaces = query.namespace != nil
        for filter in query.filters {
            let condition = condition(filter)
            guard filter.isFoundByIndex else {
                others.append(condition)
                continue
            }
            indexed.append(condition)
            if filter.field == .key { findsKeys = true } else { findsNamespaces = true }
        }
        let all = Self.joined((indexed + others)[...], by: "AND")
        let counted = "agentkv_matched()"
        // Counted first: those before the page count as well.
        let matched = position.map { position in
            "CASE WHEN \(counted) THEN \(isBehind(position, in: query.orders)) END"
        }
        if findsKeys && !findsNamespaces { indexed.append(Self.isInAnyNamespace(instance)) }
        let order = query.orders.flatMap { terms($0) } + ["+kv_store.namespace", "+kv_store.key"]
        let found = scans ? "" : "\(Self.joined(indexed[...], by: "AND")) AND"
        text = """
            SELECT kv_store.rowid FROM kv_store \(scans ? "NOT INDEXED" : "")
            WHERE \(found) CASE WHEN \(all) THEN \(matched ?? counted) END
            ORDER BY \(order.joined(separator: ", "))
            LIMIT \(bind(.integer(min(Int64(query.maximumRecords ?? 0), .max - 1) + 1)))
            OFFSET \(bind(.integer(Int64(query.skippedRecords))))
            """
    }

    /// Compiles the statement that returns namespace, key and what is ordered by of a row.
    init(positionIn orders: [QueryOrder], row: Int64, expectsInvalidJSON: Bool) {
        document = Self.document(expectsInvalidJSON)
        let columns = ["kv_store.namespace", "kv_store.key"] + orders.flatMap { terms($0.field) }
        text = """
            SELECT \(columns.joined(separator: ", ")) FROM kv_store
            WHERE kv_store.rowid = \(bind(.integer(row)))
            """
    }

    private static func document(_ expectsInvalidJSON: Bool) -> String {
        expectsInvalidJSON
            ? "iif(json_valid(kv_store.value), kv_store.value, NULL)" : "kv_store.value"
    }

    /// Adds a parameter, and returns what stands for it in the text.
    mutating func bind(_ value: SQLValue) -> String {
        parameters.append(value)
        return "?\(parameters.count)"
    }

    /// Returns how the part of the value at a path is read.
    mutating func part(at path: [String]) -> ValuePart {
        ValuePart(path, of: document) { bind($0) }
    }

    /// A condition that always holds, and lets the primary key find keys in each namespace: the
    /// namespaces are found by skipping from one to the next.
    private static func isInAnyNamespace(_ instance: String) -> String {
        """
        kv_store.namespace IN (
            WITH RECURSIVE found (name) AS (
                SELECT min(kv_store.namespace) FROM kv_store WHERE \(instance)
                UNION ALL
                SELECT (
                    SELECT min(kv_store.namespace) FROM kv_store
                    WHERE \(instance) AND kv_store.namespace > found.name
                ) FROM found WHERE found.name IS NOT NULL
            )
            SELECT name FROM found WHERE name IS NOT NULL
        )
        """
    }
}

extension QueryFilter {
    /// Whether the primary key finds the records for which the filter holds.
    fileprivate var isFoundByIndex: Bool {
        guard field == .key || field == .namespace else { return false }
        return switch `operator` {
        case .eq, .in, .gt, .gte, .lt, .lte: true
        case .startsWith: operand != .string("")
        case .neq, .contains, .endsWith, .exists: false
        }
    }
}
