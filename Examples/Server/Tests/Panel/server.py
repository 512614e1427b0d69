"""A server with a project folder of its own, and requests to it as another program makes them."""
import json
import os
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request

# The server is on this machine: a proxy that the environment names has no part in it.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Server:
    """The server under test. It can be killed and started again on the same port and folder."""

    def __init__(self, token=None):
        self.folder = tempfile.TemporaryDirectory(prefix="panel-project-")
        self.token = token
        self.port = 0
        self.process = None
        self.start()

    def start(self):
        command = [*shlex.split(os.environ["PANEL_SERVER"]), "--port", str(self.port)]
        command += ["--project", self.folder.name]
        if self.token:
            command += ["--token", self.token]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        # It prints where it listens; one that ends before that is a failure.
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"http://[^\s:/]+:(\d+)", line):
                self.port = int(found[1])
                break
        else:
            raise AssertionError(f"the server has ended with {self.process.wait()}:\n{said}")
        # What else it prints is read, so that it never waits for a reader.
        self.reader = threading.Thread(target=self.process.stdout.read, daemon=True)
        self.reader.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()

    def close(self):
        if self.process.poll() is None:
            self.kill()
        self.folder.cleanup()

    def request(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/kvstore/{path}", data, headers, method=method)
        try:
            with DIRECT.open(request, timeout=20) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def create_instance(self, name):
        return self.request("POST", "instances", {"name": name})["instance"]["id"]

    def set(self, instance, namespace, key, value, **more):
        body = {"instanceId": instance, "namespace": namespace, "key": key, "value": value, **more}
        return self.request("POST", "kv", body)["record"]

    def get(self, instance, namespace, key):
        parts = "/".join(urllib.parse.quote(part, safe="") for part in (instance, namespace, key))
        return self.request("GET", f"kv/{parts}")

    def delete(self, instance, namespace, key):
        parts = "/".join(urllib.parse.quote(part, safe="") for part in (instance, namespace, key))
        return self.request("DELETE", f"kv/{parts}")["deleted"]
