#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The HTML reports of h1 conform and h1 check in Chromium: they fit, print, and nothing in them runs.

H1=path reports_browser.py [--pictures DIR]
"""
import base64
import os
import sys
import unittest

import matrix
from hostile import HEAD, TREE, Reports
from hostile_capture import NAME, CaptureReports

sys.path.insert(0, os.path.join(TREE, "server/routes/tests"))
import devtools  # noqa: E402 pylint: disable=wrong-import-position

PICTURES = None
WIDTHS = (320, 800, 1400)
NARROW = """[...document.querySelectorAll('h1,h4,dd,summary,td:first-child')]
    .filter(e => e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().width < 60).length"""
# Texts that take more than one line, or more than their box, of those that a selector finds.
BROKEN = """[...document.querySelectorAll('%s')].filter(e => {
    const text = document.createRange();
    text.selectNodeContents(e.lastChild);
    return text.getClientRects().length > 1 || e.scrollWidth > e.clientWidth;
}).map(e => e.textContent)"""


def picture(page, name, selector):
    if PICTURES:
        page.run(f"document.querySelector('{selector}').scrollIntoView()")
        page.screenshot(os.path.join(PICTURES, name + ".png"))


class Page:
    """What holds of both; kind makes the reports, title is in the page's."""

    @classmethod
    def setUpClass(cls):
        cls.reports = cls.kind()
        os.rename(cls.reports.path("html"), cls.reports.path("html") + ".html")
        cls.page = devtools.Chromium()

    @classmethod
    def tearDownClass(cls):
        cls.page.close()
        cls.reports.remove()

    def setUp(self):
        self.page.size(800, 900)
        self.page.open("file://" + self.reports.path("html") + ".html")

    def unfold(self):
        self.page.run("document.querySelectorAll('details').forEach(d => d.open = true)")

    def test_nothing_runs(self):
        self.unfold()
        self.assertIn(self.title, self.page.run("document.title"))
        self.assertEqual(self.page.run("document.querySelectorAll('script,img,svg,link,iframe,object,form').length"), 0)
        self.assertEqual(self.page.run("performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(self.page.run("""(() => {
            document.title = 'kept';
            const script = document.createElement('script');
            script.textContent = "document.title = 'ran'";
            document.body.append(script);
            const button = document.createElement('p');
            button.setAttribute('onclick', "document.title = 'ran'");
            document.body.append(button);
            button.click();
            return document.title;
        })()"""), "kept", "the policy lets scripts run")

    def test_attack_is_there_to_be_read(self):
        self.assertIn("<script>document.title='ran'</script>", self.page.text("body"))

    def test_fits_every_width(self):
        for width in WIDTHS:
            self.page.size(width, 900)
            self.assertLessEqual(self.page.run("document.documentElement.scrollWidth"), width)
            self.unfold()
            self.assertLessEqual(self.page.run("document.documentElement.scrollWidth"), width)
            self.assertEqual(self.page.run(NARROW), 0, f"columns too narrow to read at {width}")
            self.assertEqual(self.page.run(BROKEN % "ul.counts li"), [], f"cards too narrow at {width}")
            picture(self.page, f"{self.name}-{width}", "h1")
            picture(self.page, f"{self.name}-{width}-finding", "article.fail")

    def test_folds_by_itself(self):
        seen = "document.querySelector('article details pre').checkVisibility()"
        self.assertFalse(self.page.run(seen))
        self.page.run("document.querySelector('article details summary').click()")
        self.assertTrue(self.page.run(seen))

    def test_prints(self):
        paper = base64.b64decode(self.page.call("Page.printToPDF", seconds=60)["data"])
        self.assertTrue(paper.startswith(b"%PDF"))
        if PICTURES:
            with open(os.path.join(PICTURES, self.name + ".pdf"), "wb") as file:
                file.write(paper)


class Conform(Page, unittest.TestCase):
    kind, title, name = Reports, "127.0.0.1", "conform"


class Check(Page, unittest.TestCase):
    kind, title, name = CaptureReports, NAME[NAME.index("a<"):], "check"


class Matrix(unittest.TestCase):
    """Several servers, of which one has a name that attacks."""

    def test_fits_every_width_and_loads_nothing(self):
        hostile = HEAD.split(b"\r\n")[1].decode("latin-1") + "\r\n"
        page = devtools.Chromium()
        self.addCleanup(page.close)
        with matrix.Run(servers=((hostile, matrix.ALPHA), ("Server: a.name.of.12\r\n", matrix.OTHER),
                                 ("", matrix.BETA))) as run:
            for width in WIDTHS:
                page.size(width, 900)
                page.open("file://" + run.path("html"))
                self.assertLessEqual(page.run("document.documentElement.scrollWidth"), width)
                self.assertEqual(page.run(NARROW), 0, f"columns too narrow to read at {width}")
                self.assertEqual(page.run(BROKEN % "td.did"), [], f"columns too narrow at {width}")
                picture(page, f"matrix-{width}", "h1")
            self.assertEqual(page.run("document.title"), "Where servers part")
            self.assertIn("<script>document.title='ran'</script>", page.text("table"))
            self.assertIn("+- 6", page.text("pre"))
            self.assertEqual(page.run("document.querySelectorAll('script,img,svg,link,iframe,object,form').length"), 0)
            self.assertEqual(page.run("performance.getEntriesByType('resource').length"), 0)


if __name__ == "__main__":
    if not devtools.program():
        print("skipped: chromium is not installed")
        sys.exit(0)
    if "--pictures" in sys.argv:
        at = sys.argv.index("--pictures")
        PICTURES = sys.argv[at + 1]
        del sys.argv[at:at + 2]
    unittest.main()
