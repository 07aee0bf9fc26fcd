"""A headless Chromium, driven through its DevTools protocol (a web socket, RFC 6455), with Python's own library alone."""
import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time


def wait(good, seconds=20):
    """What `good` gives as soon as it is true; TimeoutError after so many seconds."""
    end = time.monotonic() + seconds
    while not (given := good()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(.05)
    return given


class NotStarted(Exception):
    """There is no browser that listens."""


class Chromium:
    """The browser, and a session with each of its targets (pages, frames, extensions), as they come."""

    def __init__(self, width, height):
        self.folder = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
             "--user-data-dir=" + self.folder, "--window-size=%d,%d" % (width, height), "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port, path = wait(self.address, 60)
        except TimeoutError:
            self.close()
            raise NotStarted from None
        self.number, self.targets = 0, {}
        self.socket = socket.create_connection(("127.0.0.1", int(port)), 20)
        self.stream = self.socket.makefile("rb")
        self.socket.sendall(("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n"
                             % (path, port, base64.b64encode(bytes(16)).decode())).encode())
        while self.stream.readline().strip():
            pass
        self.attach(None)

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self):
        """The port and the path that the browser has written down, when it has."""
        try:
            with open(os.path.join(self.folder, "DevToolsActivePort")) as f:
                words = f.read().split()
        except FileNotFoundError:
            if self.process.poll() is not None:
                raise TimeoutError from None
            return None
        return words if len(words) == 2 else None

    def send(self, method, session, params):
        """Sends a call as one masked frame; its number."""
        self.number += 1
        call = json.dumps({"id": self.number, "method": method, "params": params, **({"sessionId": session} if session else {})}).encode()
        size = len(call)
        head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")
        self.socket.sendall(b"\x81" + head + bytes(4) + call)      # the mask is zero
        return self.number

    def receive(self):
        """The next message, of as many frames as it has."""
        message = b""
        while True:
            first, size = self.stream.read(2)
            if size > 125:
                size = int.from_bytes(self.stream.read(2 if size == 126 else 8), "big")
            message += self.stream.read(size)
            if first & 0x80:
                return json.loads(message)

    def call(self, method, session=None, **params):
        """A call's result; targets that come meanwhile get a session."""
        number = self.send(method, session, params)
        while (message := self.receive()).get("id") != number:
            if message.get("method") == "Target.attachedToTarget":
                self.targets[message["params"]["targetInfo"]["targetId"]] = message["params"]["sessionId"]
                self.attach(message["params"]["sessionId"])
        return message.get("result", message)

    def attach(self, session):
        """Asks for sessions with all that is below a target."""
        self.send("Target.setAutoAttach", session, {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True})

    def session(self, kind, address):
        """The session with a target whose address begins so; waits for it."""
        def found():
            for target in self.call("Target.getTargets")["targetInfos"]:
                if target["type"] == kind and target["url"].startswith(address) and target["targetId"] in self.targets:
                    return self.targets[target["targetId"]]
        return wait(found)

    def evaluate(self, session, script):
        """What a script gives, as JSON has it; None where it fails."""
        return self.call("Runtime.evaluate", session, expression=script, returnByValue=True).get("result", {}).get("value")

    def click(self, session, x, y):
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            self.call("Input.dispatchMouseEvent", session, type=kind, x=x, y=y, button="left" if kind != "mouseMoved" else "none", buttons=buttons, clickCount=1)
