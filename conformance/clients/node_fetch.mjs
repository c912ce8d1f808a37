// SPDX-License-Identifier: MIT
// Puts node's fetch under `h1 conform --client`: node node_fetch.mjs URL URL2 [METHOD].
const [url, url2, method = "GET"] = process.argv.slice(2);

async function ask(target) {
  const said = { status: null, body_base64: "", error: null };
  const parts = [];
  try {
    const response = await fetch(target, {
      method,
      redirect: "manual",
      body: method === "POST" ? "ok" : undefined,
    });
    said.status = response.status;
    if (response.body) for await (const part of response.body) parts.push(part);
  } catch (error) {
    said.error = String(error.cause ?? error);
  }
  said.body_base64 = Buffer.concat(parts).toString("base64");
  return said;
}

for (const target of [url, url2]) {
  console.log(JSON.stringify(await ask(target)));
  await new Promise((resolve) => setTimeout(resolve, 10)); // the connection goes back to its pool first
}
process.exit(0);
