#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""h1 send and h1 receive against each other and against peers that misbehave, on the loopback.   H1=path transfer.py"""
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

H1 = os.path.abspath(os.environ["H1"])
INJECT = os.path.join(os.environ.get("H1_BUILD", os.path.dirname(H1)), "tests", "h1_inject.so")
SANITIZED = b"__asan_init" in open(H1, "rb").read()


def frame(dictionary, payload=b""):
    text = dictionary if isinstance(dictionary, bytes) else json.dumps(dictionary).encode()
    return b"H1F1" + struct.pack(">I", len(text)) + text + payload


def upload(name, payload):
    return frame({"file_name": name, "file_size": len(payload)}, payload)


def read_reply(peer):
    """One frame's dictionary, or None where the connection ends first."""
    file = peer.makefile("rb", 0)
    head = file.read(8)
    if len(head) < 8:
        return None
    length, text = struct.unpack(">I", head[4:])[0], b""
    while len(text) < length:
        more = file.read(length - len(text))
        if not more:
            return None
        text += more
    return json.loads(text)


class Receiver:
    def __init__(self, folder, *options, **how):
        self.folder = folder
        self.process = subprocess.Popen([H1, "receive", "--listen", "127.0.0.1:0", "--dir", folder, *options],
                                        stdout=subprocess.PIPE, **how)
        line = self.process.stdout.readline().decode()
        self.port = int(re.fullmatch(r"listening on h1frame://127\.0\.0\.1:(\d+)\n", line)[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def answer(self, sent):
        with self.connect() as peer:
            peer.sendall(sent)
            return read_reply(peer)

    def end(self, how=signal.SIGTERM):
        """Its exit status and what it printed."""
        self.process.send_signal(how)
        said = self.process.communicate(timeout=30)[0].decode()
        return self.process.returncode, said

    def peak(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s*(\d+)", status.read())[1])


def faults(**faults_):
    """An environment with these faults of tests/cli/inject.c."""
    return {**os.environ, "LD_PRELOAD": INJECT, **{"H1_INJECT_" + name: str(value) for name, value in faults_.items()}}


def send(port, *files, **how):
    return subprocess.run([H1, "send", "--to", f"127.0.0.1:{port}", *files], capture_output=True, text=True, timeout=60,
                          **how)


def mounted(folder):
    """Mount a disk of 256 KiB there, by root's right or in namespaces of our own: then the program begins again."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], stderr=subprocess.DEVNULL,
                      check=False).returncode == 0:
        return True
    alone = ["unshare", "-Urm"]
    if "H1_TRANSFER_ALONE" in os.environ or subprocess.run(alone + ["true"], stderr=subprocess.DEVNULL,
                                                           check=False).returncode != 0:
        return False
    os.environ["H1_TRANSFER_ALONE"] = "1"
    shutil.rmtree(os.path.dirname(folder))
    os.execvp(alone[0], alone + [sys.executable, os.path.abspath(__file__), "FullDisk"])


class Case(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.TemporaryDirectory(prefix="h1-transfer-")
        self.source = os.path.join(self.work.name, "source")
        self.folder = os.path.join(self.work.name, "in")
        os.mkdir(self.source)
        os.mkdir(self.folder)
        self.started = []

    def tearDown(self):
        for receiver in self.started:
            if receiver.process.poll() is None:
                receiver.process.kill()
                receiver.process.communicate()
            receiver.process.stdout.close()
        self.work.cleanup()

    def receiver(self, *options, **how):
        self.started.append(Receiver(self.folder, *options, **how))
        return self.started[-1]

    def file(self, name, content):
        path = os.path.join(self.source, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def stored(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def settled(self, names):
        """The folder has these files and no others, soon."""
        for _ in range(100):
            if sorted(os.listdir(self.folder)) == sorted(names):
                break
            time.sleep(0.05)
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(names))


class Transfer(Case):
    def test_many_clients_at_once_with_one_name(self):
        receiver, count = self.receiver(), 20
        contents = [bytes([i]) * (100000 + i) for i in range(count)]
        replies = [None] * count

        def one(i):
            replies[i] = receiver.answer(upload("same.bin", contents[i]))

        threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({reply["file_name"] for reply in replies}), count)
        for content, reply in zip(contents, replies):
            self.assertEqual(self.stored(reply["file_name"]), content)
            self.assertEqual(reply["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual(len(os.listdir(self.folder)), count)

    def test_a_slow_client_holds_up_nobody(self):
        receiver = self.receiver()
        with receiver.connect() as slow:
            slow.sendall(upload("slow", b"0123456789")[:-5])
            self.assertEqual(send(receiver.port, self.file("quick", b"q")).returncode, 0)
            slow.sendall(b"56789")
            self.assertEqual(read_reply(slow)["status"], "stored")
        self.settled(["quick", "slow"])

    def test_a_slow_disk_holds_up_nobody_else(self):
        receiver = self.receiver(env=faults(SYNC_MS=1000))
        with receiver.connect() as waiting, receiver.connect() as other:
            waiting.sendall(upload("slow", b"s"))
            time.sleep(0.2)
            began = time.monotonic()
            other.sendall(frame({"file_name": "../no", "file_size": 0}))
            self.assertEqual(read_reply(other)["rule"], "frame-name-not-plain")
            self.assertLess(time.monotonic() - began, 0.5)
            self.assertEqual(os.listdir(self.folder), [])
            self.assertEqual(read_reply(waiting)["status"], "stored")
            self.assertGreater(time.monotonic() - began, 1.5)
        self.assertEqual(self.stored("slow"), b"s")

    def test_files_are_synced_beside_each_other_and_answered_in_order(self):
        receiver = self.receiver(env=faults(SYNC_MS=300))
        began = time.monotonic()
        with receiver.connect() as one, receiver.connect() as other:
            one.sendall(upload("a", b"1") + upload("b", b"22") + upload("c", b"333"))
            other.sendall(upload("d", b"4444"))
            self.assertEqual(read_reply(other)["file_name"], "d")
            self.assertLess(time.monotonic() - began, 1.1)
            self.assertEqual([read_reply(one)["file_name"] for _ in range(3)], ["a", "b", "c"])
        self.assertGreater(time.monotonic() - began, 1.7)

    def test_a_file_whose_sender_is_gone_is_stored_and_said(self):
        receiver = self.receiver(env=faults(SYNC_MS=300))
        peer = receiver.connect()
        peer.sendall(upload("whole", b"w"))
        time.sleep(0.1)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        time.sleep(0.1)
        status, said = receiver.end()
        self.assertEqual(status, 0)
        self.assertIn("stored: whole, ", said)
        self.assertEqual(self.stored("whole"), b"w")

    def test_a_whole_file_is_answered_before_the_receiver_stops(self):
        receiver = self.receiver(env=faults(SYNC_MS=300))
        with receiver.connect() as peer:
            peer.sendall(upload("last", b"l"))
            time.sleep(0.1)
            receiver.process.terminate()
            self.assertEqual(read_reply(peer)["file_name"], "last")
        self.assertEqual(receiver.process.wait(20), 0)

    def test_a_file_system_without_nameless_files_will_do(self):
        receiver = self.receiver(env=faults(NO_TMPFILE=1))
        self.assertEqual(receiver.answer(upload("n", b"1"))["file_name"], "n")
        self.assertEqual(receiver.answer(upload("n", b"22"))["file_name"], "n-1")
        with receiver.connect() as peer:
            peer.sendall(upload("v", b"12")[:-1])
            time.sleep(0.1)
            self.assertEqual(len(os.listdir(self.folder)), 3)
        self.settled(["n", "n-1"])

    def test_clients_that_vanish_leave_nothing(self):
        receiver, bytes_ = self.receiver(), upload("v", b"x" * 100)
        for cut in range(1, len(bytes_), 9):
            peer = receiver.connect()
            peer.sendall(bytes_[:cut])
            if cut % 2:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.close()
        self.assertEqual(receiver.answer(upload("after", b"y"))["status"], "stored")
        self.settled(["after"])
        status, said = receiver.end()
        self.assertEqual(status, 0)
        self.assertIn("incomplete: v: the sender went away [frame-payload-short]", said)
        self.assertIn("incomplete: an upload: the sender went away [frame-cut]", said)

    def test_who_shuts_its_side_too_early_is_told(self):
        receiver = self.receiver()
        with receiver.connect() as peer:
            peer.sendall(upload("v", b"x" * 100)[:-1])
            peer.shutdown(socket.SHUT_WR)
            self.assertEqual((read_reply(peer) or {}).get("rule"), "frame-payload-short")
        self.settled([])

    def test_silent_clients_are_closed(self):
        receiver = self.receiver("--idle", "0.5s")
        with receiver.connect() as peer:
            peer.sendall(b"H1F1")
            self.assertIsNone(read_reply(peer))

    def test_names_that_attack_are_refused(self):
        receiver = self.receiver()
        for name in ["../evil", "/tmp/evil", "a/b", "..", ".", "", "a\\b", "a\x00b", "a\nb", "a\u202egpj.exe",
                     "x" * 256, "\u00e9" * 128]:
            reply = receiver.answer(upload(name, b"evil"))
            self.assertEqual(reply["status"], "refused", name)
            self.assertIn(reply["rule"], ["frame-name-not-plain", "frame-name-too-long"])
        self.assertEqual(os.listdir(self.folder), [])
        self.assertEqual(os.listdir(self.work.name).count("evil"), 0)

    def test_a_link_in_the_folder_is_not_followed(self):
        target = self.file("target", b"precious")
        os.symlink(target, os.path.join(self.folder, "link"))
        reply = self.receiver().answer(upload("link", b"new"))
        self.assertEqual((reply["status"], reply["file_name"]), ("stored", "link-1"))
        with open(target, "rb") as file:
            self.assertEqual(file.read(), b"precious")

    def test_what_is_no_frame_is_refused_and_said(self):
        receiver = self.receiver()
        self.assertEqual(receiver.answer(b"GET / HTTP/1.1\r\n\r\n")["rule"], "frame-magic")
        self.assertEqual(receiver.answer(b"H1F1\xff\xff\xff\xff")["rule"], "frame-dictionary-too-long")
        self.assertEqual(receiver.answer(frame(b'{"file_name":"a","file_size":1,"file_size":2}'))["rule"],
                         "frame-duplicate-key")

    def test_a_refusal_comes_before_the_payload_and_while_it_goes_out(self):
        receiver = self.receiver("--max-size", "1000")
        reply = receiver.answer(frame({"file_name": "a", "file_size": 1001}))
        self.assertEqual((reply["status"], reply["rule"]), ("refused", "frame-size-limit"))
        done = send(receiver.port, self.file("large", bytes(30000000)), self.file("small", b"s"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("[frame-size-limit]", done.stderr)
        self.assertIn("stored: ", done.stdout)
        self.settled(["small"])

    def test_a_refused_sender_that_does_not_listen_is_not_reset(self):
        with self.receiver("--max-size", "1000").connect() as peer:
            peer.sendall(frame({"file_name": "a", "file_size": 20000000}))
            time.sleep(0.2)
            peer.sendall(bytes(20000000))
            self.assertEqual(read_reply(peer)["rule"], "frame-size-limit")

    def test_meta_goes_along_and_names_are_kept(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            sender = subprocess.Popen([H1, "send", "--to", f"127.0.0.1:{server.getsockname()[1]}", "--meta", "k=a,b=c",
                                       "--meta", "\u00e9=", self.file("\u00e9 \"1\"", b"")], stderr=subprocess.DEVNULL)
            peer, _ = server.accept()
            with peer:
                got = read_reply(peer)
        self.assertEqual(got, {"file_name": "\u00e9 \"1\"", "file_size": 0, "k": "a,b=c", "\u00e9": ""})
        self.assertEqual(sender.wait(timeout=20), 1)

    def lie(self, reply):
        """What h1 send makes of a receiver that answers so, having read the file."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            sender = subprocess.Popen([H1, "send", "--to", f"127.0.0.1:{server.getsockname()[1]}", "--timeout", "2",
                                       self.file("f", b"hello")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            peer, _ = server.accept()
            with peer:
                peer.settimeout(10)
                got = b""
                while not got.endswith(b"hello"):
                    got += peer.recv(4096)
                peer.sendall(reply)
                status = (sender.wait(timeout=20), sender.stdout.read())
            sender.stdout.close()
            return status

    def test_send_believes_nothing_but_the_right_reply(self):
        right = {"status": "stored", "file_name": "f", "received": 5, "sha256": hashlib.sha256(b"hello").hexdigest()}
        self.assertEqual(self.lie(frame(right))[0], 0)
        for wrong in [{"sha256": hashlib.sha256(b"hellO").hexdigest()}, {"received": 4}, {"status": "Stored"},
                      {"file_name": "../f"}, {"sha256": right["sha256"].upper()}, {"file_size": 3}]:
            self.assertEqual(self.lie(frame({**right, **wrong})), (1, b""), wrong)
        for bytes_ in [b"", b"H1F1", b"stored", frame(right)[:-1], frame({"status": "refused"})]:
            self.assertEqual(self.lie(bytes_), (1, b""), bytes_)

    def test_a_file_size_limit_of_the_process_refuses(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))

        receiver = self.receiver(preexec_fn=limit)
        self.assertEqual(receiver.answer(upload("a", bytes(100000)))["rule"], "frame-no-space")
        self.assertEqual(receiver.answer(upload("b", b"b"))["status"], "stored")
        self.settled(["b"])

    def test_a_large_file_keeps_memory_small(self):
        path = self.file("large", b"")
        os.truncate(path, 200000000)
        receiver = self.receiver()
        done = subprocess.Popen([H1, "send", "--to", f"127.0.0.1:{receiver.port}", path], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(done.pid, 0)
        done.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(subprocess.run(["cmp", path, os.path.join(self.folder, "large")], check=False).returncode, 0)
        if not SANITIZED:
            self.assertLess(receiver.peak(), 20000)
            self.assertLess(usage.ru_maxrss, 40000)


class FullDisk(Case):
    def test_a_full_disk_refuses_and_the_receiver_lives_on(self):
        if not mounted(self.folder):
            print("skipped: no file system can be mounted here, not even in a user namespace")
            return
        try:
            receiver = self.receiver()
            reply = receiver.answer(frame({"file_name": "a", "file_size": 1000000}))
            self.assertEqual((reply["status"], reply["rule"]), ("refused", "frame-no-space"))
            with receiver.connect() as first, receiver.connect() as second:
                first.sendall(upload("b", bytes(150000))[:-1])
                time.sleep(0.3)
                second.sendall(frame({"file_name": "c", "file_size": 150000}))
                self.assertEqual(read_reply(second)["rule"], "frame-no-space")
                with open(os.path.join(self.folder, "filler"), "wb") as filler:
                    try:
                        filler.write(bytes(200000))
                        filler.flush()
                    except OSError:
                        pass
                first.sendall(b"\0")
                self.assertIn(read_reply(first)["status"], ["stored", "refused"])
            os.truncate(os.path.join(self.folder, "filler"), 0)
            self.assertEqual(receiver.answer(upload("d", b"fits"))["status"], "stored")
            self.assertEqual(receiver.end()[0], 0)
        finally:
            subprocess.run(["umount", "-l", self.folder], check=False)


if __name__ == "__main__":
    unittest.main()
