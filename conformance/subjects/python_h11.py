#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""h11 as a subject: a connection of its own for each question. The other side's part is played as far as h11 asks."""
import h11

import talk

def ask(c, q, messages):
    """The request that the next response answers. Returns whether there is one."""
    method = talk.method_of(q, sum(m["status"] >= 200 for m in messages))
    if method is not None and c.our_state is h11.IDLE:
        c.send(h11.Request(method=method, target="h:80" if method == "CONNECT" else "/", headers=[("Host", "h")]))
        c.send(h11.EndOfMessage())
    return method is not None or c.our_state is not h11.IDLE


def reply(c, q, messages):  # so that the next request can come
    tunnel = talk.tunnel(q, len(messages) - 1, messages[-1]["method"])
    c.send(h11.Response(status_code=200 if tunnel else 400, headers=[] if tunnel else [("Content-Length", "0")]))
    if c.our_state is h11.SEND_BODY:
        c.send(h11.EndOfMessage())


def read(c, q, messages):  # False where nothing more can come
    while not isinstance(event := c.next_event(), h11.ConnectionClosed) and event not in (h11.NEED_DATA, h11.PAUSED):
        if isinstance(event, (h11.Request, h11.Response, h11.InformationalResponse)):
            messages.append({"version": event.http_version, "body": b"", "fields": event.headers.raw_items()})
            messages[-1].update({"status": event.status_code} if hasattr(event, "status_code") else
                                {"method": event.method, "target": event.target})
        elif isinstance(event, h11.Data):
            messages[-1]["body"] += bytes(event.data)
        if isinstance(event, (h11.EndOfMessage, h11.InformationalResponse)) or c.their_state is h11.SWITCHED_PROTOCOL:
            messages[-1].update(talk.body_of(messages[-1].pop("body")))
        if isinstance(event, h11.EndOfMessage):
            if c.our_role is h11.SERVER:
                reply(c, q, messages)
            if c.our_state is c.their_state is h11.DONE:
                c.start_next_cycle()
            if c.our_role is h11.CLIENT and c.trailing_data[0] and not ask(c, q, messages):
                return False
    return event is not h11.PAUSED


def play(q, data):
    c, messages, piece = h11.Connection(h11.CLIENT if q["side"] == "response" else h11.SERVER), [], None
    verdict, why, going = "accept" if q["end"] else "more", "", True
    try:
        for piece in talk.pieces(q, data) + ([b""] if q["end"] else []):
            going = going and (c.our_role is h11.SERVER or piece == b"" or ask(c, q, messages))
            going = going and (c.receive_data(piece) or read(c, q, messages))
    except h11.RemoteProtocolError as error:
        verdict, why = "incomplete" if piece == b"" and "clos" in str(error) else "refuse", str(error)
    if verdict == "accept" and not going and c.trailing_data[0] and c.their_state is not h11.SWITCHED_PROTOCOL:
        verdict, why = "refuse", "bytes behind the last message"
    if "expecting EOF" in why and messages[-1]["version"] == b"1.0":
        verdict, why = "unsupported", "h11 keeps no connection of HTTP/1.0 open"
    return {"verdict": verdict, "why": why, "messages": [m for m in messages if "body" not in m]}


talk.talk("h11", h11.__version__, ["method", "target", "version", "status", "fields", "body_size", "body_sha256"], play)
