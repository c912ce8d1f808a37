#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Python's http.client as a subject: it reads responses only, from a file, so pieces don't show. It passes over 100."""
import http.client
import io
import platform

import talk

FILLS = ["version", "status", "fields", "body_size", "body_sha256", "keep"]


class Stream(io.BytesIO):
    """A socket as http.client wants it; closing leaves it open for the next response."""

    def makefile(self, mode):
        return self

    def close(self):
        pass


def unsupported(q, messages):
    method = talk.method_of(q, len(messages))
    if q["side"] != "response":
        return "http.client reads responses"
    if method == "CONNECT":
        return "http.client reads the answer to CONNECT by other means"
    return "http.client reads no bytes that answer nothing" if method is None else None


def read(q, stream, messages):
    response = http.client.HTTPResponse(stream, method=talk.method_of(q, len(messages)))
    response.begin()
    messages.append({"status": response.status, "version": f"1.{response.version % 10}",
                     "fields": response.getheaders(), "keep": not response.will_close,
                     **talk.body_of(response.read())})


def play(q, data):
    stream, messages, verdict, why = Stream(data), [], "accept" if q["end"] else "more", ""
    try:
        while stream.tell() < len(data):
            why = unsupported(q, messages)
            if why is not None:
                return {"verdict": "unsupported", "why": why}
            read(q, stream, messages)
            if messages[-1]["status"] == 101:
                return {"verdict": "unsupported", "why": "http.client doesn't upgrade"}
    except (http.client.IncompleteRead, http.client.RemoteDisconnected) as error:
        verdict, why = "incomplete" if q["end"] else "more", str(error)
    except (http.client.HTTPException, ValueError) as error:
        verdict, why = "refuse", repr(error)
    return {"verdict": verdict, "why": why or "", "messages": messages}


talk.talk("http.client", platform.python_version(), FILLS, play)
