// Ollama's JavaScript client manages models at the gateway at GATEWAY_URL, which lets it.
import assert from "node:assert/strict";
import { Ollama } from "ollama";

const client = new Ollama({ host: process.env.GATEWAY_URL });
const names = async () => (await client.list()).models.map((model) => model.name);

assert.equal((await client.copy({ source: "tiny-llama", destination: "js-copy" })).status, "success");
assert.ok((await names()).includes("js-copy:latest"));

const seen = [];
for await (const part of await client.create({ model: "js-made", from: "js-copy", system: "Be brief.", stream: true })) {
  seen.push(part.status);
}
assert.equal(seen.at(-1), "success");
assert.ok(seen.length > 2);
assert.equal((await client.create({ model: "js-made", from: "js-copy" })).status, "success");

await client.delete({ model: "js-made" });
await client.delete({ model: "js-copy" });
assert.ok(!(await names()).some((name) => name.startsWith("js-")));

await assert.rejects(client.delete({ model: "js-copy" }), (error) => error.status_code === 404);
await assert.rejects(client.pull({ model: "no-such-model" }), /pull model manifest/);
await assert.rejects(async () => {
  for await (const _ of await client.pull({ model: "no-such-model", stream: true }));
}, /pull model manifest/);
await assert.rejects(client.delete({ model: "sample" }), /built into the gateway/);
console.log("all well");
