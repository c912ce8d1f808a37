// SPDX-License-Identifier: MIT
// Puts node's http module under `h1 conform --client`: node node_http.mjs URL URL2 [METHOD].
// One agent that keeps connections serves both URLs.
import http from "node:http";

const [url, url2, method = "GET"] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function ask(target) {
  return new Promise((resolve) => {
    const said = { status: null, body_base64: "", error: null };
    const parts = [];
    const done = (error) => {
      said.body_base64 = Buffer.concat(parts).toString("base64");
      said.error = error ? String(error) : null;
      resolve(said);
    };
    const request = http.request(target, { agent, method }, (response) => {
      said.status = response.statusCode;
      response.on("data", (part) => parts.push(part));
      response.on("end", () => done(null));
      response.on("error", done);
    });
    request.on("error", done);
    request.end(method === "POST" ? "ok" : undefined);
  });
}

for (const target of [url, url2]) {
  console.log(JSON.stringify(await ask(target)));
  await new Promise((resolve) => setImmediate(resolve)); // the agent takes the connection back first
}
agent.destroy();
process.exit(0);
