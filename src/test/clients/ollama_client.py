"""Ollama's Python client against the gateway at GATEWAY_URL."""

import os

import ollama

from failures import fails

client = ollama.Client(host=os.environ["GATEWAY_URL"])
GREETING = "Hello there, I am a tiny language model made for tests."
CHAT = {
    "model": "tiny-llama",
    "think": False,
    "options": {"temperature": 0},
    "messages": [{"role": "user", "content": "Hi"}],
}


assert client.chat(**CHAT).message.content == GREETING
assert "".join(part.message.content for part in client.chat(**CHAT, stream=True)) == GREETING

weather = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
call = client.chat(**CHAT, tools=[weather]).message.tool_calls[0].function
assert (call.name, call.arguments) == ("get_weather", {"city": "Oslo"})

assert client.generate(model="tiny-llama", prompt="Hi", think=False, options={"temperature": 0}).response == GREETING
assert len(client.embed(model="tiny-embed", input="hello").embeddings[0]) == 64
assert "tiny-llama:latest" in [model.model for model in client.list().models]
assert "tiny-llama:latest" in [model.model for model in client.ps().models]
assert client.show("tiny-llama").capabilities == ["completion", "tools", "thinking"]

assert fails(ollama.ResponseError, lambda: client.chat(**{**CHAT, "model": "no-such-model"})).status_code == 404
assert fails(ollama.ResponseError, lambda: client.delete("tiny-llama")).status_code == 403
stuck = fails(ollama.ResponseError, lambda: list(client.chat(**{**CHAT, "model": "tiny-stuck"}, stream=True)))
assert "token repeat limit reached" in stuck.error
print("all well")
