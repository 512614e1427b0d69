"""diskcache, with the same durability as the others: values in the database, synchronous = full."""

import tempfile
import time

import diskcache
from calls import Calls
from work import Clock, key, serve

# A value above the least size would go to a file of its own, which nothing makes durable.
SETTINGS = {
    "sqlite_synchronous": 2,
    "disk_min_file_size": 1 << 30,
    "size_limit": 1 << 40,
    "eviction_policy": "none",
    "cull_limit": 0,
}


class Store:
    on_disk = True

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.cache = diskcache.Cache(self.folder.name, **SETTINGS)

    def __del__(self):
        self.cache.close()

    def get(self, key):
        return self.cache.get(key)

    def set(self, key, value):
        self.cache.set(key, value, retry=True)

    def mget(self, keys):
        return [self.cache.get(key) for key in keys]

    def mset(self, values):
        with self.cache.transact(retry=True):
            for key, value in values.items():
                self.cache.set(key, value)


class Durable(Calls):
    def new(self, job, **lifetime):
        store, values = Store(), job.values
        with store.cache.transact():
            for number in range(job.entries):
                store.cache.set(key(number), values[number & 63], **lifetime)
        return store

    def open(self, job):
        if self.kept[0] != "open":
            self.kept = ("open", self.new(job))
        with Clock(1) as clock:
            cache = diskcache.Cache(self.kept[1].folder.name, **SETTINGS)
            assert cache.get(key(0))
            cache.close()
        return clock.figure

    def purge(self, job):
        store = self.new(job, expire=3600)
        with Clock(job.entries) as clock:
            removed = store.cache.expire(now=time.time() + 7200)
        assert removed == job.entries
        return clock.figure


serve("diskcache", "diskcache", Durable(Store))
