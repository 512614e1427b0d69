// The C API of the system's SQLite, for the peer that is nothing else.
#include <sqlite3.h>
