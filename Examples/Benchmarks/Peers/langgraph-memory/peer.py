"""LangGraph's store in memory. It has neither lifetimes nor lists: lists and counts are read and written."""

import threading

from calls import Calls
from langgraph.store.base import GetOp, PutOp
from langgraph.store.memory import InMemoryStore
from work import serve

SPACE = ("tasks",)


class Store:
    def __init__(self):
        self.store = InMemoryStore()
        self.lock = threading.Lock()

    def get(self, key):
        return self.store.get(SPACE, key).value["text"]

    def set(self, key, value):
        self.store.put(SPACE, key, {"text": value})

    def mget(self, keys):
        return [item.value["text"] for item in self.store.batch([GetOp(SPACE, key) for key in keys])]

    def mset(self, values):
        self.store.batch([PutOp(SPACE, key, {"text": value}) for key, value in values.items()])

    def fill(self, key, items):
        self.store.put(SPACE, key, {"items": items})

    def append(self, key, item):
        with self.lock:
            items = self.store.get(SPACE, key).value["items"]
            self.store.put(SPACE, key, {"items": [*items, item]})

    def pop(self, key):
        with self.lock:
            items = self.store.get(SPACE, key).value["items"]
            self.store.delete(SPACE, key)
        return items

    def increment(self, key):
        with self.lock:
            found = self.store.get(SPACE, key)
            self.store.put(SPACE, key, {"count": (found.value["count"] if found else 0) + 1})


serve("LangGraph InMemoryStore", "langgraph-checkpoint", Calls(Store))
