"""LangGraph's store on SQLite, with the same log and the same durability as the others."""

import os
import sqlite3
import tempfile
import time

from calls import Calls
from langgraph.store.base import GetOp, PutOp
from langgraph.store.sqlite import SqliteStore
from work import Clock, assignment, key, serve

SPACE = ("tasks",)


def connect(path):
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    store = SqliteStore(connection)
    store.setup()
    return store


class Store:
    on_disk = True

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "store.sqlite")
        self.store = connect(self.path)

    def __del__(self):
        self.store.conn.close()

    def get(self, key):
        return self.store.get(SPACE, key).value["text"]

    def set(self, key, value):
        self.store.put(SPACE, key, {"text": value})

    def mget(self, keys):
        return self.store.batch([GetOp(SPACE, key) for key in keys])

    def mset(self, values):
        self.store.batch([PutOp(SPACE, key, {"text": value}) for key, value in values.items()])


class Durable(Calls):
    """Files with many records are filled in batches."""

    def records(self, job, value, **lifetime):
        wanted = (job.operation, job.entries)
        if self.kept[0] != wanted:
            self.kept = (wanted, self.new(job, value, **lifetime))
        return self.kept[1]

    def new(self, job, value, **lifetime):
        store = Store()
        for start in range(0, job.entries, 1000):
            numbers = range(start, min(start + 1000, job.entries))
            store.store.batch([PutOp(SPACE, key(each), value(each), **lifetime) for each in numbers])
        return store

    def query(self, job):
        store = self.records(job, assignment).store
        with Clock(1) as clock:
            found = store.search(SPACE, filter={"status": "active", "score": {"$gt": 50}}, limit=20)
        assert len(found) == 20
        return clock.figure

    def open(self, job):
        kept = self.records(job, lambda number: {"text": job.values[number & 63]})
        with Clock(1) as clock:
            store = connect(kept.path)
            assert store.get(SPACE, key(0))
            store.conn.close()
        return clock.figure

    def purge(self, job):
        values = job.values
        store = self.new(job, lambda number: {"text": values[number & 63]}, ttl=0.0001)
        time.sleep(2)  # what it compares with are whole seconds
        with Clock(job.entries) as clock:
            removed = store.store.sweep_ttl()
        assert removed == job.entries
        return clock.figure


serve("LangGraph SqliteStore", "langgraph-checkpoint-sqlite", Durable(Store))
