"""A headless Chromium, driven over a pipe with its own protocol: no package is needed for that."""
import base64
import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time

PATIENCE = float(os.environ.get("PANEL_PATIENCE", 20))


# What the browser says when a page has been left while something was done in it.
NAVIGATED = ("navigated or closed", "Not attached to an active page", "context was destroyed", "Cannot find context")


class PageError(AssertionError):
    """What the page threw, or a condition that did not come to hold."""


class Browser:
    """A browser with a profile of its own, which is gone with it."""

    def __init__(self, executable="chromium"):
        self.profile = tempfile.mkdtemp(prefix="panel-browser-")
        command_out, command_in = os.pipe()
        answer_out, answer_in = os.pipe()

        def connect():
            # Chromium reads commands from descriptor 3 and writes answers to descriptor 4. The copies keep
            # one of the pipes from being closed by putting the other in its place.
            reading, writing = os.dup(command_out), os.dup(answer_in)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [
                executable, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--mute-audio", "--lang=en",
                f"--user-data-dir={self.profile}", "--remote-debugging-pipe", "about:blank",
            ],
            preexec_fn=connect, close_fds=False, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(command_out)
        os.close(answer_in)
        self.commands = os.fdopen(command_in, "wb", buffering=0)
        self.messages = os.fdopen(answer_out, "rb", buffering=0)
        self.numbers = itertools.count(1)
        self.waiting = {}
        self.pages = {}
        self.lock = threading.Lock()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        rest = b""
        while chunk := self.messages.read(1 << 16):
            *whole, rest = (rest + chunk).split(b"\0")
            for text in whole:
                message = json.loads(text)
                if "id" in message:
                    self.waiting.pop(message["id"]).put(message)
                elif page := self.pages.get(message.get("sessionId")):
                    page.heard(message["method"], message["params"])
        for answer in list(self.waiting.values()):
            answer.put({"error": {"message": "the browser has ended"}})

    def send(self, method, session=None, **parameters):
        number = next(self.numbers)
        answer = self.waiting[number] = queue.Queue()
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        with self.lock:
            self.commands.write(json.dumps(message).encode() + b"\0")
        result = answer.get(timeout=2 * PATIENCE)
        if "error" in result:
            raise PageError(f"{method}: {result['error']['message']}")
        return result["result"]

    def open(self, address, width=1280, height=800):
        """Opens a page in a context of its own: nothing is shared with other pages."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send(
            "Target.createTarget", url="about:blank", browserContextId=context, width=width, height=height
        )["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session, context)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        page.send("Page.navigate", url=address)
        return page

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join()
        self.commands.close()
        self.messages.close()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """A page: what is in it, and what a user does to it, with real keys and clicks."""

    def __init__(self, browser, session, context):
        self.browser, self.session, self.context = browser, session, context
        self.complaints = []
        self.requests = []

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def heard(self, method, parameters):
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and parameters["entry"]["source"] not in ("network",):
            entry = parameters["entry"]
            if entry["level"] == "error":
                self.complaints.append(entry["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            # Sent from another thread: this one has to go on reading for the answer to come.
            threading.Thread(
                target=self.send, args=("Page.handleJavaScriptDialog",), kwargs={"accept": True}, daemon=True
            ).start()
            self.complaints.append(f"{parameters['type']}: {parameters['message']}")

    def close(self):
        self.browser.send("Target.disposeBrowserContext", browserContextId=self.context)

    def run(self, script):
        """Returns what an expression gives, waiting for it where it is a promise."""
        result = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise PageError(f"{details.get('exception', {}).get('description', details['text'])}\nin: {script}")
        return result["result"].get("value")

    def wait(self, condition, patience=PATIENCE):
        """Waits until an expression is true, looked at again and again in the page; returns its value."""
        end = time.monotonic() + patience
        script = f"""new Promise((resolve, reject) => {{
            const end = performance.now() + {patience * 1000};
            const look = () => {{
                let value;
                try {{ value = ({condition}); }} catch (error) {{ value = undefined; }}
                if (value) resolve(value);
                else if (performance.now() > end) reject(new Error("it did not come to hold"));
                else setTimeout(look, 16);
            }};
            look();
        }})"""
        try:
            return self.run(script)
        except PageError as error:
            # The page may have gone to another address meanwhile; that one is looked at then.
            left = end - time.monotonic()
            if any(sign in str(error) for sign in NAVIGATED) and left > 0:
                return self.wait(condition, left)
            text = self.run("document.body?.innerText ?? ''")
            raise PageError(f"waited for: {condition}\n{error}\n--- the page:\n{text}") from None

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def click(self, selector):
        """Clicks in the middle of what is shown there, once it stays where it is and nothing lies over it."""
        x, y = self.wait(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            if (!element?.checkVisibility() || element.disabled) return null;
            element.scrollIntoView({{ block: "nearest" }});
            const box = element.getBoundingClientRect();
            const place = [box.x + box.width / 2, box.y + box.height / 2];
            const isStill = String(element.place) === String(place);
            element.place = place;
            return isStill && element.contains(document.elementFromPoint(...place)) && place;
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text):
        """Types a text where the focus is, in place of what is selected."""
        self.send("Input.insertText", text=text)

    def press(self, key, control=False, shift=False):
        """Presses a key, by the name that events have for it."""
        codes = {
            "Enter": 13, "Escape": 27, "Tab": 9, "Delete": 46, "Home": 36, "End": 35, "ArrowUp": 38,
            "ArrowDown": 40, " ": 32,
        }
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 and not control else "")
        common = {
            "key": key, "modifiers": (2 if control else 0) | (8 if shift else 0),
            "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())),
            "code": {" ": "Space"}.get(key, f"Key{key.upper()}" if key.isalpha() and len(key) == 1 else key),
        }
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def fill(self, selector, text):
        """Puts a text into a field as a user does: goes there, selects all, types."""
        self.wait(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")
        self.run(f"""(() => {{
            const field = document.querySelector({json.dumps(selector)});
            field.focus();
            field.select();
        }})()""")
        if text:
            self.type(text)
        else:
            self.press("Delete")

    def choose(self, selector, value):
        self.run(f"""(() => {{
            const field = document.querySelector({json.dumps(selector)});
            field.value = {json.dumps(value)};
            field.dispatchEvent(new Event("change", {{ bubbles: true }}));
        }})()""")

    def size(self, width, height):
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def scheme(self, name):
        """Prefers light or dark colours."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path):
        data = self.send("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
