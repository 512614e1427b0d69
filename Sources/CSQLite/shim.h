#include <sqlite3.h>

/// Lets a connection run no triggers; Swift does not see SQLite's own function, which is variadic.
static inline int agentkv_disable_triggers(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
}
