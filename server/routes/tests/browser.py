#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""h1 serve as Chromium sees it.   H1=path browser.py [--pictures DIR]

With --pictures the pages are also written to DIR as they look: the pictures of docs/img are made so.
"""
import hashlib
import os
import sys
import tempfile
import time
import unittest

import devtools
from workbench import Serve

PICTURES = None


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="h1-browser-")
        cls.serve = Serve("--upload-dir", cls.folder.name)
        cls.page = devtools.Chromium()

    @classmethod
    def tearDownClass(cls):
        cls.page.close()
        cls.serve.close()
        cls.folder.cleanup()

    def setUp(self):
        self.page.size(720, 600)

    def open(self, path):
        self.page.open(self.serve.url + path)

    def picture(self, name, most=640):
        """What is to be seen, down to the end of the page or so many pixels."""
        if PICTURES:
            width, height = self.page.run("[innerWidth, Math.ceil(document.body.getBoundingClientRect().bottom)]")
            self.page.size(width, min(height, most))
            self.page.screenshot(os.path.join(PICTURES, name + ".png"))

    def path(self):
        return self.page.run("location.pathname + location.search")

    def test_home_counts_by_itself(self):
        self.open("/")
        self.assertEqual(self.page.text("h1"), "A workbench for HTTP/1.1 clients")
        before = int(self.page.text("[data-counter=requests]").replace(",", ""))
        for _ in range(5):
            self.serve.ask("GET", "/h1/status/404")
        deadline = time.monotonic() + 10
        while int(self.page.text("[data-counter=requests]").replace(",", "")) < before + 5:
            self.assertLess(time.monotonic(), deadline, "the counters stand still")
            time.sleep(0.1)
        self.picture("serve-home", 500)

    def test_pages_fit_a_narrow_window(self):
        self.page.size(320, 640)
        for path in ("/", "/h1/login", "/h1/cookies", "/h1/upload", "/h1/chunked/3"):
            self.open(path)
            self.assertLessEqual(self.page.run("document.documentElement.scrollWidth"), 320, path)
        self.open("/h1/login")
        self.picture("serve-narrow")

    def test_policy_stops_foreign_scripts(self):
        self.open("/")
        self.assertEqual(self.page.run("""(() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = 1';
            document.body.append(script);
            return window.ran || 0;
        })()"""), 0)
        self.assertEqual(self.page.run("getComputedStyle(document.body).maxWidth"), "736px")

    def test_follows_a_redirection(self):
        self.open("/h1/redirect/3")
        self.assertEqual((self.path(), self.page.text("h1")), ("/h1/redirect/0", "Arrived"))

    def log_in(self, by, password="wonderland"):
        self.open("/h1/login")
        self.page.fill(name="alice", password=password)
        self.page.run(f"document.querySelector('[value={by}]').checked = true")
        self.page.submit("form[action='/h1/login']")

    def test_login_is_kept_across_pages(self):
        for by in ("session", "cookie"):
            self.log_in(by)
            self.assertEqual((self.path(), self.page.text("#user"), self.page.text("#by")),
                             ("/h1/login/private", "alice", by))
            visits = int(self.page.text("#visits"))
            self.open("/")
            self.open("/h1/login/private")
            self.assertEqual((self.page.text("#user"), int(self.page.text("#visits"))), ("alice", visits + 1))
            self.assertEqual(self.page.run("document.cookie"), "")
            if by == "session":
                self.open("/h1/login")
                self.picture("serve-login")
            self.open("/h1/login")
            self.page.submit("form[action='/h1/logout']")
            self.open("/h1/login/private")
            self.assertIsNone(self.page.text("#user"))
            self.assertEqual(self.page.run("performance.getEntriesByType('navigation')[0].responseStatus"), 401)

    def test_wrong_password_is_said(self):
        self.log_in("cookie", "sesame")
        self.assertEqual(self.page.text("#said"), "name and password don't belong together")
        self.assertEqual(self.page.text("#user"), None)

    def test_token_is_shown(self):
        self.log_in("token")
        token = self.page.text("#token")
        answer = self.serve.ask("GET", "/h1/login/private", fields={"Authorization": "Bearer " + token})
        self.assertEqual(answer.json()["user"], "alice")

    def test_uploads_through_the_form(self):
        content = os.urandom(300000)
        with tempfile.TemporaryDirectory() as folder:
            names = ["pèlerin “1” \"2\".bin", "empty.txt"]
            for name, bytes_of in zip(names, (content, b"")):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(bytes_of)
            self.open("/h1/upload")
            self.page.choose_file("input[type=file]", *(os.path.join(folder, name) for name in names))
            self.page.fill(note="two files")
            self.page.submit("form")
        self.assertEqual(self.page.text("#files tr:nth-child(2) td"), names[0])
        self.assertEqual(self.page.text("#files tr:nth-child(2) code"), hashlib.sha256(content).hexdigest())
        self.assertIn("Files: 2, other fields: 1", self.page.text("body"))
        with open(os.path.join(self.folder.name, names[0]), "rb") as file:
            self.assertEqual(file.read(), content)
        self.picture("serve-upload")

    def test_upload_without_a_file(self):
        self.open("/h1/upload")
        self.page.submit("form")
        self.assertIn("Files: 0, other fields: 1", self.page.text("body"))

    def test_chunks_are_shown_while_they_arrive(self):
        self.page.begin(self.serve.url + "/h1/chunked/12?delay=250")
        seen = []
        while not self.page.run("!!document.querySelector('#end')"):
            count = self.page.run("document.querySelectorAll('li').length")
            if not seen or count > seen[-1]:
                seen.append(count)
                if len(seen) == 4:
                    self.picture("serve-chunks")
            time.sleep(0.05)
        self.assertGreaterEqual(len([count for count in seen if 0 < count < 12]), 2, seen)
        self.assertEqual(self.page.run("document.querySelectorAll('li').length"), 12)

    def test_cookies_by_form(self):
        self.open("/h1/cookies")
        self.page.fill(name="colour", value="blue")
        self.page.submit("form")
        self.assertEqual(self.path(), "/h1/cookies")
        self.assertEqual(self.page.text("tr:nth-child(2) code"), "colour")
        self.page.fill(name="colour", value="", max_age="0")
        self.page.submit("form")
        self.assertIsNone(self.page.text("tr:nth-child(2) code"))

    def test_another_sites_form_is_refused(self):
        self.page.open("data:text/html,<form method=post enctype='application/x-www-form-urlencoded' "
                       f"action='{self.serve.url}/h1/cookies'><input name=name value=a><input name=value value=b>"
                       "<button>go</button></form>")
        self.page.submit("form")
        self.assertEqual(self.page.run("performance.getEntriesByType('navigation')[0].responseStatus"), 403)


if __name__ == "__main__":
    if not devtools.program():
        print("skipped: chromium is not installed")
        sys.exit(0)
    if "--pictures" in sys.argv:
        at = sys.argv.index("--pictures")
        PICTURES = sys.argv[at + 1]
        del sys.argv[at:at + 2]
    unittest.main()
