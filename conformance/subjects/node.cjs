// SPDX-License-Identifier: MIT
// node's own parser as a subject, as its http module uses it: llhttp behind a binding.
process.removeAllListeners("warning"); // the binding is not public, which node says on standard error
const {createHash} = require("crypto");
const {HTTPParser, methods} = process.binding("http_parser");
const FILLS = ["method", "target", "version", "status", "fields", "body_size", "body_sha256", "keep"];

function play(q, bytes) {
  const response = q.side === "response";
  const parser = new HTTPParser();
  const messages = [];
  let message, body, tunnel = false, finals = 0, early = [];
  parser.initialize(response ? HTTPParser.RESPONSE : HTTPParser.REQUEST, {});
  parser[HTTPParser.kOnMessageBegin] = () => { early = []; };
  parser[HTTPParser.kOnHeaders] = (list) => { early.push(...list); };
  parser[HTTPParser.kOnHeadersComplete] = (major, minor, list, method, url, status, reason, upgrade, keep) => {
    const asked = q.methods === undefined ? "GET" : q.methods[finals];
    list = early.concat(list || []);
    [message, body] = [{version: `${major}.${minor}`, keep, fields: []}, []];
    for (let i = 0; i + 1 < list.length; i += 2) message.fields.push([list[i], list[i + 1]]);
    early = [];
    if (!response) { Object.assign(message, {method: methods[method], target: url}); return 0; }
    message.status = status;
    if (status >= 200 || status === 101) finals++;
    tunnel = upgrade || (asked === "CONNECT" && status < 300 && status >= 200);
    return tunnel ? 2 : asked === "HEAD" ? 1 : 0;
  };
  parser[HTTPParser.kOnBody] = (piece) => { body.push(Buffer.from(piece)); };
  parser[HTTPParser.kOnMessageComplete] = () => {
    const whole = Buffer.concat(body), hash = createHash("sha256").update(whole).digest("hex");
    messages.push(Object.assign(message, {body_size: whole.length, body_sha256: hash}));
    if (!response && (q.tunnels ? q.tunnels.includes(messages.length - 1) : message.method === "CONNECT")) tunnel = true;
  };
  const cuts = [0, ...q.cuts, bytes.length];
  for (let i = 0; i + 1 < cuts.length && !tunnel; i++) {
    for (let at = cuts[i], used; at < cuts[i + 1] && !tunnel; at += used) { // it stops where an upgrade is asked for
      used = parser.execute(bytes.subarray(at, cuts[i + 1]));
      if (used instanceof Error) return {verdict: "refuse", why: used.code, messages};
    }
  }
  const error = q.end && !tunnel ? parser.finish() : undefined;
  if (error instanceof Error)
    return {verdict: error.code === "HPE_INVALID_EOF_STATE" ? "incomplete" : "refuse", why: error.code, messages};
  return {verdict: q.end ? "accept" : "more", messages};
}

let have = Buffer.alloc(0);
process.stdin.on("data", (more) => {
  have = Buffer.concat([have, more]);
  while (have.length >= 8 && have.length >= 8 + have.readUInt32BE(4)) {
    const end = 8 + have.readUInt32BE(4), q = JSON.parse(have.subarray(8, end)), last = end + (q.file_size || 0);
    if (have.length < last) return;
    const said = q.hello ? {subject: "node", version: process.version.slice(1), fills: FILLS} : play(q, have.subarray(end, last));
    const text = Buffer.from(JSON.stringify(said)), header = Buffer.from("H1F1\0\0\0\0");
    header.writeUInt32BE(text.length, 4);
    process.stdout.write(Buffer.concat([header, text]));
    have = have.subarray(last);
  }
});
