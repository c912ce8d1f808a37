# SPDX-License-Identifier: MIT
"""Chromium without a window, driven over its DevTools pipe: messages of JSON, each ended by a zero byte, to descriptor
3 of the browser and from its descriptor 4. No port is opened and nothing is installed beside the browser."""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def program():
    """The browser's path, or None."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


class Failed(Exception):
    pass


class Chromium:
    """One page of a fresh browser. Its own sandbox is off: it needs privileges that tests don't have, and shows our own
    pages only. Every host name but the loopback's resolves to nothing."""

    def __init__(self, width=800, height=600):
        self.profile = tempfile.TemporaryDirectory(prefix="h1-chromium-", ignore_cleanup_errors=True)
        in_read, self.write_end = os.pipe()
        self.read_end, out_write = os.pipe()
        self.rest, self.number, self.events = b"", 0, []
        words = [program(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--no-first-run", "--disable-background-networking", "--disable-component-update",
                 "--disable-sync", "--disable-extensions",
                 "--hide-scrollbars", "--disable-lcd-text",
                 "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={self.profile.name}",
                 "--remote-debugging-pipe", "about:blank"]
        # The shell puts the pipes where the browser looks for them.
        shell = f'exec "$@" 3<&{in_read} 4>&{out_write}'
        self.process = subprocess.Popen(["bash", "-c", shell, "chromium", *words], pass_fds=(in_read, out_write),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(in_read)
        os.close(out_write)
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.size(width, height)

    def receive(self, deadline):
        while b"\0" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.read_end], [], [], left)[0]:
                raise Failed("the browser doesn't answer")
            piece = os.read(self.read_end, 1 << 20)
            if not piece:
                raise Failed("the browser has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, seconds=30, **parameters):
        """One command and its result; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write_end, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + seconds
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failed(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def await_event(self, name, seconds=30):
        deadline = time.monotonic() + seconds
        while name not in self.events:
            self.events.append(self.receive(deadline).get("method"))
        self.events.remove(name)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def begin(self, url):
        """Open a page; returns before all of it is there."""
        self.events.clear()
        self.call("Page.navigate", url=url)

    def open(self, url):
        self.begin(url)
        self.await_event("Page.loadEventFired")

    def run(self, script):
        """The value of a JavaScript expression in the page."""
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in said:
            raise Failed(f"{script}: {said['exceptionDetails']}")
        return said["result"].get("value")

    def submit(self, form):
        """Press a form's button, and wait for the page that comes."""
        self.events.clear()
        self.run(f"document.querySelector({json.dumps(form + ' button')}).click()")
        self.await_event("Page.loadEventFired")

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.textContent")

    def fill(self, **values):
        for name, value in values.items():
            self.run(f"document.querySelector({json.dumps(f'[name={name}]')}).value = {json.dumps(value)}")

    def choose_file(self, selector, *paths):
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=list(paths))

    def screenshot(self, path):
        shot = self.call("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def close(self):
        self.session = None
        try:
            self.call("Browser.close", seconds=10)
        except (Failed, OSError):
            pass
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.read_end)
        os.close(self.write_end)
        self.profile.cleanup()
