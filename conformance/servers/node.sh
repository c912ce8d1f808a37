#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a server of node's http module on the loopback: node.sh PORT. /echo gives back what it gets.
exec node -e '
const http = require("http");
http.createServer((request, response) => {
    request.on("error", () => {});
    if (request.url === "/echo") {
        request.pipe(response);
        return;
    }
    request.resume();
    if (request.method === "GET" || request.method === "HEAD") {
        response.setHeader("Content-Type", "text/plain");
        response.end("hello, conformance\n");
    } else {
        response.writeHead(405, { Allow: "GET, HEAD" });
        response.end();
    }
}).listen(Number(process.argv[1]), "127.0.0.1");
' "$1"
