#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts Python's urllib.request under `h1 conform --client`: urllib_request.py URL URL2 [METHOD].

It opens a connection for each URL. Redirects are not followed: the redirect is the response that is told.
"""
import base64
import http.client
import json
import sys
import urllib.error
import urllib.request


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
method = (sys.argv[3:] or ["GET"])[0]
for url in sys.argv[1:3]:
    said = {"status": None, "body_base64": "", "error": None}
    request = urllib.request.Request(url, method=method, data=b"ok" if method == "POST" else None)
    try:
        try:
            response = opener.open(request)
        except urllib.error.HTTPError as error:
            response = error
        said["status"] = response.status
        said["body_base64"] = base64.b64encode(response.read()).decode()
    except (http.client.HTTPException, OSError, ValueError) as error:
        said["error"] = repr(error)
    print(json.dumps(said), flush=True)
