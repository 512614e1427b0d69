"""The jobs for a store whose calls block: it is shared by threads."""

import threading

from work import Clock, item, key, resident, text


class Calls:
    """`make` makes an empty store with the methods get, set, and of these what it has: timed_set, mget,
    mset, append, pop, increment."""

    def __init__(self, make):
        self.make = make
        self.kept = (None, None)

    def __call__(self, job):
        name = job.operation.replace("-", "_")
        method = getattr(self, name, None)
        return method(job) if method else None

    def filled(self, job, timed=False):
        """The store of the last round, if it held the same, or a new one that holds all keys."""
        wanted = (job.operation, job.size, job.entries, timed)
        if self.kept[0] != wanted:
            self.kept = (None, None)
            store, values = self.make(), job.values
            if timed and not hasattr(store, "timed_set"):
                return None
            put = store.timed_set if timed else store.set
            for number in range(job.entries):
                put(key(number), values[number & 63])
            self.kept = (wanted, store)
        return self.kept[1]

    def get(self, job):
        get = self.filled(job).get
        keys = [key for key, _ in job.share(0)]
        with Clock(job.steps) as clock:
            for each in keys:
                get(each)
        return clock.figure

    def set(self, job):
        return shared(job, self.filled(job).set, reading=None)

    def set_ttl(self, job):
        store = self.filled(job, timed=True)
        return store and shared(job, store.timed_set, reading=None)

    def mixed(self, job):
        store = self.filled(job)
        return shared(job, store.set, reading=store.get)

    def mget(self, job):
        store = self.filled(job)
        if not hasattr(store, "mget"):
            return None
        keys = [key for key, _ in job.share(0)] or job.keys
        keys = (keys * job.length)[: job.length] if len(keys) < job.length else keys[: job.length]
        with Clock(job.steps * job.length) as clock:
            for _ in range(job.steps):
                store.mget(keys)
        return clock.figure

    def mset(self, job):
        store = self.filled(job)
        if not hasattr(store, "mset"):
            return None
        values = job.values
        batch = {key(number): values[number & 63] for number in range(job.length)}
        with Clock(job.steps * job.length) as clock:
            for _ in range(job.steps):
                store.mset(batch)
        return clock.figure

    def append(self, job):
        store = self.make()
        if not hasattr(store, "append"):
            return None
        each = max(1, min(job.length // 10, job.steps))
        lists = with_lists(store, job, max(1, job.steps // each))
        with Clock(each * len(lists)) as clock:
            for number in range(job.length, job.length + each):
                for name in lists:
                    store.append(name, item(number))
        return clock.figure

    def pop(self, job):
        store = self.make()
        if not hasattr(store, "pop"):
            return None
        lists = with_lists(store, job, job.steps // job.length)
        with Clock(job.steps) as clock:
            for name in lists:
                store.pop(name)
        return clock.figure

    def increment(self, job):
        store = self.make()
        if not hasattr(store, "increment"):
            return None
        keys = [key for key, _ in job.share(0)]
        with Clock(job.steps) as clock:
            for each in keys:
                store.increment(each)
        return clock.figure

    def memory(self, job):
        store = self.make()
        if getattr(store, "on_disk", False):
            return None
        put = getattr(store, "timed_set", store.set)
        before = resident()
        for number in range(job.entries):
            put(key(number), text(number, job.size))
        return (resident() - before) / job.entries


def with_lists(store, job, count):
    """The keys of so many new lists of the job's length."""
    lists = [key(number) for number in range(count)]
    for name in lists:
        store.fill(name, [item(number) for number in range(job.length)])
    return lists


def shared(job, put, reading):
    """The steps divided among threads; a thread that needs a connection has it before time is taken."""
    work = [job.share(task) for task in range(job.tasks)]

    def run(share):
        if reading:
            for number, (key, value) in enumerate(share):
                if number % 2 == 0:
                    reading(key)
                else:
                    put(key, value)
        else:
            for key, value in share:
                put(key, value)

    if job.tasks == 1:
        with Clock(job.steps) as clock:
            run(work[0])
        return clock.figure
    start = threading.Barrier(job.tasks + 1)

    def wait_and_run(share):
        put(*share[0])
        start.wait()
        run(share)

    threads = [threading.Thread(target=wait_and_run, args=(share,)) for share in work]
    for thread in threads:
        thread.start()
    start.wait()
    with Clock(job.steps) as clock:
        for thread in threads:
            thread.join()
    return clock.figure
