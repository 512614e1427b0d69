"""py-key-value's store in memory, whose calls are awaited: it is shared by tasks of one event loop.

It keeps values as JSON. It frees nothing that has expired until it is read: the cache that it keeps entries
in compares their deadlines, seconds since 1970, with the seconds since the machine started.
"""

import asyncio
from dataclasses import replace

from key_value.aio.stores.memory import MemoryStore
from work import Clock, item, key, resident, serve, text


async def filled(job, lifetime=None):
    store, values = MemoryStore(), job.values
    for number in range(job.entries):
        await store.put(key(number), {"text": values[number & 63]}, ttl=lifetime)
    return store


async def get(job):
    store = await filled(job)
    keys = [key for key, _ in job.share(0)]
    with Clock(job.steps) as clock:
        for each in keys:
            await store.get(each)
    return clock.figure


async def put(job, lifetime=None):
    store = await filled(job, lifetime)
    work = [(key, {"text": value}) for key, value in job.share(0)]
    with Clock(job.steps) as clock:
        for each, value in work:
            await store.put(each, value, ttl=lifetime)
    return clock.figure


async def mixed(job):
    store = await filled(job)

    async def run(share):
        for number, (key, value) in enumerate(share):
            if number % 2 == 0:
                await store.get(key)
            else:
                await store.put(key, {"text": value})

    work = [job.share(task) for task in range(job.tasks)]
    with Clock(job.steps) as clock:
        await asyncio.gather(*(run(share) for share in work))
    return clock.figure


async def batches(job):
    store, values = await filled(job), job.values
    keys = [key(number) for number in range(job.length)]
    batch = [{"text": values[number & 63]} for number in range(job.length)]
    with Clock(job.steps * job.length) as clock:
        for _ in range(job.steps):
            await (store.get_many(keys) if job.operation == "mget" else store.put_many(keys, batch))
    return clock.figure


async def lists(job):
    """It has no lists: they are read, added to and written, under a lock."""
    store, lock = MemoryStore(), asyncio.Lock()
    each = max(1, min(job.length // 10, job.steps))
    popping = job.operation == "pop"
    names = [key(number) for number in range(job.steps // job.length if popping else max(1, job.steps // each))]
    for name in names:
        await store.put(name, {"items": [item(number) for number in range(job.length)]})
    with Clock(job.steps if popping else each * len(names)) as clock:
        for number in range(job.length, job.length + (1 if popping else each)):
            for name in names:
                async with lock:
                    value = await store.get(name)
                    if popping:
                        await store.delete(name)
                    else:
                        await store.put(name, {"items": [*value["items"], item(number)]})
    return clock.figure


async def increment(job):
    store, lock = MemoryStore(), asyncio.Lock()
    keys = [key for key, _ in job.share(0)]
    with Clock(job.steps) as clock:
        for each in keys:
            async with lock:
                found = await store.get(each)
                await store.put(each, {"count": (found["count"] if found else 0) + 1})
    return clock.figure


async def memory(job):
    store = MemoryStore()
    await store.put("first", {"text": "here"}, ttl=3600)
    before = resident()
    for number in range(job.entries):
        await store.put(key(number), {"text": text(number, job.size)}, ttl=3600)
    return (resident() - before) / job.entries


OPERATIONS = {
    "get": get,
    "set": put,
    "set-ttl": lambda job: put(job, 3600),
    "mixed": mixed,
    "mget": batches,
    "mset": batches,
    "append": lists,
    "pop": lists,
    "increment": increment,
    "memory": memory,
}


def measure(job):
    # A million entries would take minutes to put in, in each round.
    if job.operation == "memory":
        job = replace(job, entries=min(job.entries, 100_000))
    operation = OPERATIONS.get(job.operation) if job.entries <= 100_000 else None
    return asyncio.run(operation(job)) if operation else None


serve("py-key-value MemoryStore", "py-key-value-aio", measure)
