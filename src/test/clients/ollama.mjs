// Ollama's JavaScript client against the gateway at GATEWAY_URL.
import assert from "node:assert/strict";
import { Ollama } from "ollama";

const client = new Ollama({ host: process.env.GATEWAY_URL });
const greeting = "Hello there, I am a tiny language model made for tests.";
const chat = {
  model: "tiny-llama",
  think: false,
  options: { temperature: 0 },
  messages: [{ role: "user", content: "Hi" }],
};

assert.equal((await client.chat(chat)).message.content, greeting);

let text = "";
let last;
for await (const part of await client.chat({ ...chat, stream: true })) {
  text += part.message.content;
  last = part;
}
assert.equal(text, greeting);
assert.ok(last.done && last.eval_count === 17);

const thinking = await client.chat({ ...chat, think: true });
assert.equal(thinking.message.thinking, "Hmm, let me think about that.");

const generated = await client.generate({ ...chat, prompt: "Hi", messages: undefined });
assert.equal(generated.response, greeting);

const vectors = await client.embed({ model: "tiny-embed", input: ["hello", "a cat"] });
assert.equal(vectors.embeddings[1].length, 64);

assert.ok((await client.list()).models.some((model) => model.name === "tiny-llama:latest"));
assert.ok((await client.ps()).models.some((model) => model.name === "tiny-llama:latest"));
assert.deepEqual((await client.show({ model: "tiny-llama" })).capabilities, ["completion", "tools", "thinking"]);

await assert.rejects(client.chat({ ...chat, model: "no-such-model" }), /model 'no-such-model' not found/);
await assert.rejects(async () => {
  for await (const _ of await client.chat({ ...chat, model: "tiny-stuck", stream: true }));
}, /token repeat limit reached/);
await assert.rejects(client.delete({ model: "tiny-llama" }), (error) => error.status_code === 403);
console.log("all well");
