"""cachetools: dictionaries with a bound and with lifetimes, under the lock that they ask for."""

import math
import threading
import time

import cachetools
from calls import Calls
from work import Clock, serve


class Store:
    """A cache without a bound; entries with a lifetime are in a cache of their own kind."""

    def __init__(self, timer=time.monotonic):
        self.lock = threading.Lock()
        self.cache = cachetools.Cache(math.inf)
        self.timed = cachetools.TTLCache(math.inf, ttl=3600, timer=timer)

    def get(self, key):
        with self.lock:
            return self.cache.get(key)

    def set(self, key, value):
        with self.lock:
            self.cache[key] = value

    def timed_get(self, key):
        with self.lock:
            return self.timed.get(key)

    def timed_set(self, key, value):
        with self.lock:
            self.timed[key] = value

    def mget(self, keys):
        with self.lock:
            return [self.cache.get(key) for key in keys]

    def mset(self, values):
        with self.lock:
            self.cache.update(values)

    def fill(self, key, items):
        self.cache[key] = items

    def append(self, key, item):
        with self.lock:
            self.cache.setdefault(key, []).append(item)

    def pop(self, key):
        with self.lock:
            return self.cache.pop(key, [])

    def increment(self, key):
        with self.lock:
            self.cache[key] = self.cache.get(key, 0) + 1

    def purge(self):
        with self.lock:
            self.timed.expire()


class Expiring(Calls):
    def dead(self, job):
        """A store all of whose entries are dead."""
        now = [0]
        store = Store(timer=lambda: now[0])
        values = job.values
        for number, key in enumerate(job.keys):
            store.timed_set(key, values[number & 63])
        now[0] = 7200
        return store

    def purge(self, job):
        store = self.dead(job)
        with Clock(job.entries) as clock:
            store.purge()
        return clock.figure

    def stall(self, job):
        store = self.dead(job)
        purging = threading.Thread(target=store.purge)
        longest, number = 0, 0
        purging.start()
        while purging.is_alive():
            with Clock(1) as clock:
                store.timed_get(f"task:{number:06}")
            longest, number = max(longest, clock.figure), (number + 1) % job.entries
        return longest


serve("cachetools", "cachetools", Expiring(Store))
