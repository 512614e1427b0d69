"""What all peers in Python share: jobs are read line by line, and each is answered with a line of JSON."""

import json
import platform
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Job:
    operation: str
    size: int = 75
    tasks: int = 1
    entries: int = 1024
    length: int = 0
    steps: int = 0
    rounds: int = 1

    @staticmethod
    def read(line):
        operation, *pairs = line.split()
        return Job(operation, **{name: int(number) for name, number in (pair.split("=") for pair in pairs)})

    @property
    def keys(self):
        return [key(number) for number in range(self.entries)]

    @property
    def values(self):
        return [text(number, self.size) for number in range(64)]

    def share(self, task):
        """The keys and values of one of the tasks that divide the steps, in their order."""
        length = self.steps // self.tasks
        keys, values = self.keys, self.values
        steps = range(task * length, (task + 1) * length)
        return [(keys[scattered(step, self.entries)], values[step & 63]) for step in steps]


def key(number):
    return f"task:{number:06}"


def text(number, size):
    return f"{number % 1000000:06}" + "x" * (size - 6)


def item(number):
    return {"id": number, "text": "found something worth a look", "done": False}


def scattered(step, count):
    """The number of the key that a step meets: scattered over all, the same for all peers."""
    return (step * 2654435769 % 2**32) * count >> 32


def assignment(number):
    """A record to query: a quarter of them is active, half of those above 50 in score."""
    mixed = (number * 2654435769 % 2**32) >> 8
    return {
        "name": f"planner {number}",
        "status": ["active", "waiting", "done", "failed"][mixed % 4],
        "steps": number,
        "score": mixed // 4 % 1000 / 10,
        "isDone": number % 2 == 0,
    }


class Clock:
    """Nanoseconds for each of `count`, of what is done inside."""

    def __init__(self, count):
        self.count = count

    def __enter__(self):
        self.start = time.perf_counter_ns()
        return self

    def __exit__(self, *_):
        self.figure = (time.perf_counter_ns() - self.start) / self.count


def resident():
    """The bytes of memory that this process has, page by page."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def serve(peer, package, measure):
    """Answers jobs until there are no more; `measure` returns None where there is no such operation."""
    hello = {"peer": peer, "version": version(package), "language": f"Python {platform.python_version()}"}
    print(json.dumps(hello), flush=True)
    for line in sys.stdin:
        job = Job.read(line)
        figures = [measure(job) for _ in range(job.rounds)]
        answer = {
            "peer": peer,
            "version": hello["version"],
            "subject": job.operation,
            "size": job.size,
            "tasks": job.tasks,
            "nanoseconds": [figure for figure in figures if figure is not None],
        }
        print(json.dumps(answer), flush=True)
