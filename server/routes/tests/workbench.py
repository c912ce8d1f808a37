# SPDX-License-Identifier: MIT
"""A running h1 serve for tests, and requests to it that show everything."""
import http.client
import json
import os
import re
import signal
import subprocess

H1 = os.path.abspath(os.environ["H1"])
INJECT = os.path.join(os.environ.get("H1_BUILD", os.path.dirname(H1)), "tests", "h1_inject.so")  # tests/cli/inject.c


class Serve:
    """h1 serve on a free port of the loopback, until close()."""

    def __init__(self, *options, **how):
        self.process = subprocess.Popen([H1, "serve", "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, **how)
        line = self.process.stdout.readline().decode()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:(\d+))\n", line)
        if not found:
            raise RuntimeError(f"h1 serve said {line!r} {self.process.stderr.read()!r}")
        self.url, self.port = found[1], int(found[2])

    def ask(self, method, path, content=None, fields=(), chunks=None):
        """One request on a connection of its own."""
        return Asked(self, method, path, content, fields, chunks)

    def close(self):
        """Its exit status, and what it said on standard error."""
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said.decode()


class Asked:
    """An answer: status, fields, content."""

    def __init__(self, serve, method, path, content, fields, chunks):
        peer = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=20)
        peer.putrequest(method, path, skip_accept_encoding=True)
        for name, value in dict(fields).items():
            peer.putheader(name, value)
        if content is not None:
            peer.putheader("Content-Length", str(len(content)))
        if chunks is not None:
            peer.putheader("Transfer-Encoding", "chunked")
            content = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
        peer.endheaders(content)
        answer = peer.getresponse()
        self.status, self.fields, self.content = answer.status, answer.headers, answer.read()
        peer.close()

    def __getitem__(self, name):
        return self.fields.get(name)

    def json(self):
        return json.loads(self.content)

    def text(self):
        return self.content.decode()
