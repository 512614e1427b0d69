"""What the tests of the panel share: one browser, one server, and a page of its own for each test."""
import contextlib
import itertools
import json
import os
import unittest

from browser import Browser
from server import Server

shared = {}
names = itertools.count(1)


def browser():
    if "browser" not in shared:
        shared["browser"] = Browser()
        unittest.addModuleCleanup(close, "browser")
    return shared["browser"]


def server():
    if "server" not in shared:
        shared["server"] = Server()
        unittest.addModuleCleanup(close, "server")
    return shared["server"]


def close(name):
    shared.pop(name).close()


class PanelCase(unittest.TestCase):
    """A test with an instance of its own, and the panel open on it."""

    # For those that kill it or want another: a test that is one of these starts its own server.
    own_server = False
    token = None
    # Run in the page before its own scripts.
    before = None

    def setUp(self):
        if self.own_server:
            self.server = Server(token=self.token)
            self.addCleanup(self.server.close)
        else:
            self.server = server()
        self.name = f"instance-{next(names)}"
        self.instance = self.server.create_instance(self.name)
        self.prepare()
        self.page = self.open()

    def prepare(self):
        """Writes what is there before the page is opened."""

    def open(self, address=None):
        page = browser().open("about:blank")
        self.addCleanup(page.close)
        self.addCleanup(lambda: self.assertEqual(page.complaints, []))
        self.addCleanup(self.keep_picture, page)
        if self.before:
            page.send("Page.addScriptToEvaluateOnNewDocument", source=self.before)
        page.send("Page.navigate", url=address or f"{self.server.address}/#instance={self.instance}")
        if self.token is None:
            page.wait("document.getElementById('connection')?.dataset.state === 'live'")
        return page

    def keep_picture(self, page):
        """Where a test has failed, a picture of the page helps; PANEL_PICTURES names the folder."""
        folder = os.environ.get("PANEL_PICTURES")
        if folder and self._outcome and not self._outcome.success:
            with contextlib.suppress(Exception):
                page.picture(os.path.join(folder, f"{self.id()}.png"))

    def set(self, namespace, key, value, **more):
        return self.server.set(self.instance, namespace, key, value, **more)

    def value(self, namespace, key):
        return self.server.get(self.instance, namespace, key)["value"]

    def keys(self):
        return self.page.run("[...document.querySelectorAll('#rows td.key')].map((cell) => cell.textContent)")

    def wait_keys(self, *keys):
        self.page.wait(
            f"JSON.stringify([...document.querySelectorAll('#rows td.key')].map((cell) => cell.textContent))"
            f" === {json.dumps(json.dumps(list(keys), ensure_ascii=False, separators=(',', ':')))}"
        )

    def wait_text(self, selector, text):
        """Waits until a text is shown: one that is hidden does not count."""
        self.page.wait(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            return element?.checkVisibility() && element.textContent.includes({json.dumps(text)});
        }})()""")

    def wait_hidden(self, selector):
        self.page.wait(f"!document.querySelector({json.dumps(selector)})?.checkVisibility()")

    def wait_shown(self, selector):
        self.page.wait(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")

    def wait_focus(self, selector):
        self.page.wait(f"document.activeElement?.matches({json.dumps(selector)})")

    def open_record(self, key):
        self.page.wait(f"""[...document.querySelectorAll("#rows td.key a")]
            .find((link) => link.textContent === {json.dumps(key)})""")
        self.page.run(f"""[...document.querySelectorAll("#rows td.key a")]
            .find((link) => link.textContent === {json.dumps(key)}).click()""")
        self.page.wait(f"""!document.getElementById("editor").hidden
            && document.getElementById("editor-title").textContent === {json.dumps(key)}""")

    def save(self):
        self.page.click("#save")

    def answer_confirm(self, selector="#confirm-yes"):
        self.wait_shown("#confirm[open]")
        self.page.click(selector)
        self.wait_hidden("#confirm")
