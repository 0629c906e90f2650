// OpenAI's JavaScript client against the gateway at GATEWAY_URL.
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.env.GATEWAY_URL}/v1`, apiKey: "none", maxRetries: 0 });
const greeting = "Hello there, I am a tiny language model made for tests.";
const chat = {
  model: "tiny-llama",
  temperature: 0,
  reasoning_effort: "none",
  messages: [{ role: "user", content: "Hi" }],
};
const tools = [
  {
    type: "function",
    function: {
      name: "get_weather",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
];

const answer = await client.chat.completions.create(chat);
assert.equal(answer.choices[0].message.content, greeting);
assert.equal(answer.usage.total_tokens, 22);

let text = "";
for await (const chunk of await client.chat.completions.create({ ...chat, stream: true })) {
  text += chunk.choices[0].delta.content ?? "";
}
assert.equal(text, greeting);

const runner = client.chat.completions.stream({ ...chat, tools });
const called = await runner.finalChatCompletion();
assert.equal(called.choices[0].finish_reason, "tool_calls");
assert.equal(called.choices[0].message.tool_calls[0].function.arguments, '{"city":"Oslo"}');

const vectors = await client.embeddings.create({ model: "tiny-embed", input: ["hello", "a cat"] });
assert.equal(vectors.data.length, 2);
assert.equal(vectors.data[1].embedding.length, 64);

const completion = await client.completions.create({ model: "tiny-count", prompt: "Hi", max_tokens: 3 });
assert.equal(completion.choices[0].text, "one two three ");

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert.ok(models.includes("tiny-llama:latest"));
assert.equal((await client.models.retrieve("tiny-llama")).id, "tiny-llama");

await assert.rejects(
  client.chat.completions.create({ ...chat, model: "no-such-model" }),
  (error) => error instanceof OpenAI.NotFoundError && error.code === "model_not_found",
);
await assert.rejects(async () => {
  for await (const _ of await client.chat.completions.create({ ...chat, model: "tiny-stuck", stream: true }));
}, /token repeat limit reached/);

const leaving = await client.chat.completions.create({ ...chat, model: "tiny-count", stream: true });
for await (const _ of leaving) break;
assert.equal((await client.chat.completions.create(chat)).choices[0].finish_reason, "stop");
console.log("all well");
