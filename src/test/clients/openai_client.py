"""OpenAI's Python client against the gateway at GATEWAY_URL."""

import os

import openai

from failures import fails

client = openai.OpenAI(base_url=os.environ["GATEWAY_URL"] + "/v1", api_key="none", max_retries=0)
GREETING = "Hello there, I am a tiny language model made for tests."
CHAT = {
    "model": "tiny-llama",
    "temperature": 0,
    "reasoning_effort": "none",
    "messages": [{"role": "user", "content": "Hi"}],
}


answer = client.chat.completions.create(**CHAT)
assert answer.choices[0].message.content == GREETING
assert answer.usage.total_tokens == 22

with client.chat.completions.create(**CHAT, stream=True) as stream:
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == GREETING

extended = client.chat.completions.create(**CHAT, extra_body={"num_ctx": 2048, "keep_alive": "10m"})
assert extended.choices[0].finish_reason == "stop"

vectors = client.embeddings.create(model="tiny-embed", input=["hello", "a cat"])
assert [len(item.embedding) for item in vectors.data] == [64, 64]

assert "tiny-llama:latest" in [model.id for model in client.models.list()]

unknown = fails(openai.NotFoundError, lambda: client.chat.completions.create(**{**CHAT, "model": "no-such-model"}))
assert unknown.code == "model_not_found"
refused = fails(openai.BadRequestError, lambda: client.chat.completions.create(**CHAT, n=2))
assert refused.param == "n"


def stuck():
    for _ in client.chat.completions.create(**{**CHAT, "model": "tiny-stuck"}, stream=True):
        pass


assert "token repeat limit reached" in str(fails(openai.APIError, stuck))
print("all well")
