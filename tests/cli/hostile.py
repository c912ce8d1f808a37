# SPDX-License-Identifier: MIT
"""A server that answers every request with what attacks whoever shows it, and the reports of h1 conform on it."""
import os
import shutil
import socket
import subprocess
import tempfile
import threading

H1 = os.path.abspath(os.environ["H1"])
TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECRETS = (b"kept-from-readers", b"eaten-by-nobody", b"said-in-private")
ATTACK = (b"</pre></code><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
          b"'\"><svg onload=alert(1)>\x00\x1b[2J\x9b31m\xff\xfe\xe2\x80\xae ]]> --> `` ``` | @all #1 ::error::x %0A")
HEAD = (b"HTTP/1.1 200 OK\r\nServer: <b>x</b>\xe2\x80\xae`|`<script>document.title='ran'</script>\r\n"
        b"X-Attack: " + ATTACK.replace(b"\x00", b"") + b"\r\nSet-Cookie: id=" + SECRETS[1] + b"\r\nContent-Length: ")


class Server:
    """Answers until the end of the with; whatever a request is like, the answer is the same."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d/" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(peer,), daemon=True).start()

    def answer(self, peer):
        seen = b""
        with peer:
            peer.settimeout(10)
            try:
                while piece := peer.recv(65536):
                    seen += piece
                    while b"\r\n\r\n" in seen:
                        head, seen = seen.split(b"\r\n\r\n", 1)
                        reply = self.reply(head)
                        if reply is None:
                            return
                        peer.sendall(reply)
            except OSError:
                pass

    def reply(self, _):
        """To the head of a request; None closes the connection."""
        body = ATTACK + SECRETS[2]
        return HEAD + b"%d\r\n\r\n" % len(body) + body


def without_github():
    return {name: value for name, value in os.environ.items() if name != "GITHUB_STEP_SUMMARY"}


class Written:
    """A folder with a report in every format; .text(FORMAT) is what was written."""
    FORMATS = ("text", "concise", "json", "jsonl", "sarif", "junit", "tap", "github", "gitlab", "html", "md")

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="h1-reports-")

    def options(self):
        return [f"--report={name}:{self.path(name)}" for name in self.FORMATS]

    def path(self, name):
        return os.path.join(self.folder, "r." + name)

    def bytes(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def text(self, name):
        return self.bytes(name).decode("utf-8")

    def remove(self):
        shutil.rmtree(self.folder)


class Reports(Written):
    """One run of h1 conform against the server."""

    def __init__(self, *options):
        super().__init__()
        with Server() as server:
            self.target = server.url
            self.done = subprocess.run(
                [H1, "conform", server.url, "--cases", os.path.join(TREE, "conformance/cases"), "--select",
                 "9112-3,9112-5,9110-9.3.6", "--timeout", "2", "--header", "X-Key: " + SECRETS[0].decode(),
                 *self.options(), *options], capture_output=True, timeout=100, check=False, cwd=TREE,
                env=without_github())
