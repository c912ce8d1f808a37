#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts wget under `h1 conform --client`: wget.py URL URL2 [METHOD]; $WGET or wget is run, once for both URLs.

wget tells what became of each URL in its log only, in English where LC_ALL is C. It drops the content of a redirect or
of a 401.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile

urls, method = sys.argv[1:3], (sys.argv[3:] or ["GET"])[0]
command = [os.environ.get("WGET", "wget"), "--no-config", "--no-proxy", "--tries=1", "--max-redirect=0",
           "--content-on-error", "--no-hsts", "--no-directories", "--method=" + method]
command += ["--body-data=ok"] if method == "POST" else []

with tempfile.TemporaryDirectory() as work:
    done = subprocess.run(command + ["-P", work, "-o", work + "/log"] + urls, env=dict(os.environ, LC_ALL="C"))
    with open(work + "/log", encoding="latin-1") as log:
        parts = re.split(r"(?m)^--[-0-9 :]+--  .*\n", log.read())[1:]
    for url, part in zip(urls, parts):
        status = re.findall(r"awaiting response\.\.\. (\d{3})", part)
        saved = re.search(r"saved \[|0 redirections exceeded|ERROR \d{3}", part)
        wrong = re.search(r".*(Read error|Giving up|No data received|malformed|failed|Unable|No headers).*", part)
        error = wrong.group(0) if wrong else None
        dropped = status and re.match("3|401", status[-1])
        if error is None and not saved and not dropped and done.returncode != 0:
            error = f"exit status {done.returncode}"
        said = {"status": int(status[-1]) if status else None, "body_base64": "", "error": error}
        path = os.path.join(work, os.path.basename(url))
        if os.path.exists(path):
            with open(path, "rb") as file:
                said["body_base64"] = base64.b64encode(file.read()).decode()
        elif dropped:
            said["body_base64"] = None
        print(json.dumps(said))
