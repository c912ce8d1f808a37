#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts Python's http.client under `h1 conform --client`: http_client.py URL URL2 [METHOD].

One HTTPConnection for both URLs: the library itself decides whether it connects again.
"""
import base64
import http.client
import json
import sys
import urllib.parse

first = urllib.parse.urlsplit(sys.argv[1])
method = (sys.argv[3:] or ["GET"])[0]
connection = http.client.HTTPConnection(first.hostname, first.port)
for url in sys.argv[1:3]:
    said = {"status": None, "body_base64": "", "error": None}
    try:
        connection.request(method, urllib.parse.urlsplit(url).path, body=b"ok" if method == "POST" else None)
        response = connection.getresponse()
        said["status"] = response.status
        said["body_base64"] = base64.b64encode(response.read()).decode()
    except http.client.IncompleteRead as error:
        said["body_base64"] = base64.b64encode(error.partial).decode()
        said["error"] = repr(error)
    except (http.client.HTTPException, OSError, ValueError) as error:
        said["error"] = repr(error)
    if said["error"]:
        connection.close()  # a caller that goes on after an error begins anew
    print(json.dumps(said), flush=True)
