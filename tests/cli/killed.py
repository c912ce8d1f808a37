#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Uploads whose sender or receiver dies by SIGKILL at every call that touches a file or a socket.

H1=path killed.py [BYTES]: how large the first of the two files is that are sent; 300000 otherwise. A call that writes
or sends is tried twice: with death before it and with death after half of it. Prints how many points were tried on each
side. Fails where a file is there under any name that isn't whole, or where somebody was told of one that isn't there.
"""
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile

H1 = os.path.abspath(os.environ["H1"])
INJECT = os.path.join(os.environ.get("H1_BUILD", os.path.dirname(H1)), "tests", "h1_inject.so")
POINTS_MOST = 2000
SERVERS = {
    "receive": ["receive", "--listen", "127.0.0.1:0", "--dir"],
    "serve": ["serve", "--listen", "127.0.0.1:0", "--frames", "127.0.0.1:0", "--upload-dir"],
}


def environment(point, half):
    """Of a process that dies at this point; of one that lives where it is 0."""
    if point == 0:
        return None
    return {**os.environ, "LD_PRELOAD": INJECT, "H1_INJECT_KILL": str(point), "H1_INJECT_HALF": str(half)}


class Run:
    def __init__(self, work, files):
        self.files = files
        self.folder = os.path.join(work, "in")
        os.makedirs(self.folder, exist_ok=True)
        self.faults = []

    def begin(self, kind, env):
        """The server and its ports, by scheme; None where it died before it said them."""
        server = subprocess.Popen([H1, *SERVERS[kind], self.folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env=env)
        ports = {}
        for _ in range(1 if kind == "receive" else 2):
            found = re.fullmatch(r"listening on (\w+)://127\.0\.0\.1:(\d+)\n", server.stdout.readline().decode())
            if not found:
                return server, None
            ports[found[1]] = int(found[2])
        return server, ports

    def send(self, port, env):
        """Names that the sender was told are stored, and whether it died by the signal."""
        sender = subprocess.run([H1, "send", "--to", f"127.0.0.1:{port}", "--timeout", "20", *self.files],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, timeout=60, check=False)
        told = [os.path.basename(path) for path in re.findall(r"^stored: (\S+), ", sender.stdout.decode(), re.M)]
        if sender.returncode == 0 and len(told) != len(self.files):
            self.faults.append(f"exit status 0 for {told}")
        return told, sender.returncode == -signal.SIGKILL

    def put(self, port):
        """The same by PUT."""
        told = []
        for path, content in self.files.items():
            peer = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                peer.request("PUT", "/h1/upload/" + os.path.basename(path), content)
                if peer.getresponse().status == 201:
                    told.append(os.path.basename(path))
            except (OSError, http.client.HTTPException):
                pass
            peer.close()
        return told

    def end(self, server):
        """Whether it died by the signal before this."""
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
        if server.returncode not in (0, -signal.SIGKILL):
            self.faults.append(f"the receiver ended with {server.returncode}")
        return server.returncode == -signal.SIGKILL

    def judge(self, told):
        whole = {os.path.basename(path): content for path, content in self.files.items()}
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            with open(path, "rb") as file:
                if file.read() != whole.get(name):
                    self.faults.append(f"half a file, or one of another name: {name}")
            os.unlink(path)
            told = [other for other in told if other != name]
        self.faults += [f"told that it is stored, and it isn't there: {name}" for name in told]

    def one(self, victim, point, half):
        """Whether the victim died."""
        kind, _, by = victim.partition(" ")
        if kind == "send":
            server, ports = self.begin("receive", None)
            told, dead = self.send(ports["h1frame"], environment(point, half))
            self.end(server)
        else:
            server, ports = self.begin(kind, environment(point, half))
            told = []
            if ports is not None:
                told = self.put(ports["http"]) if by == "PUT" else self.send(ports["h1frame"], None)[0]
            dead = self.end(server)
        self.judge(told)
        if not dead and len(told) != len(self.files):
            self.faults.append("nobody died, and not everything was stored")
        return dead


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
    total = 0
    with tempfile.TemporaryDirectory(prefix="h1-killed-") as work:
        files = {os.path.join(work, "large.bin"): os.urandom(size), os.path.join(work, "small.bin"): b"small"}
        for path, content in files.items():
            with open(path, "wb") as file:
                file.write(content)
        run = Run(work, files)
        for victim in ("send", "receive", "serve", "serve PUT"):
            points = 0
            for half in (0, 1):
                for point in range(1, POINTS_MOST):
                    if not run.one(victim, point, half):
                        break
                    points += 1
                    for fault in run.faults:
                        print(f"{victim}, call {point}{' half done' if half else ''}: {fault}")
                    if run.faults:
                        return 1
            print(f"{victim}: {points} points")
            total += points
            if points < 20 or run.faults:
                print(run.faults or "too few points: nothing was tried")
                return 1
    print(f"{total} points, no half file, no false success")
    return 0


if __name__ == "__main__":
    sys.exit(main())
