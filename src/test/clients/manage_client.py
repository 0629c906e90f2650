"""Ollama's Python client manages models at the gateway at GATEWAY_URL, which lets it."""

import os
import tempfile

import ollama

from failures import fails

client = ollama.Client(host=os.environ["GATEWAY_URL"])


def names():
    return [model.model for model in client.list().models]


assert client.copy("tiny-llama", "py-copy").status == "success"
assert "py-copy:latest" in names()

seen = [part.status for part in client.create(model="py-made", from_="py-copy", system="Be brief.", stream=True)]
assert seen[-1] == "success" and len(seen) > 2
assert client.create(model="py-made", from_="py-copy").status == "success"

client.delete("py-made")
client.delete("py-copy")
assert not [name for name in names() if name.startswith("py-")]

with tempfile.NamedTemporaryFile() as file:
    file.write(os.urandom(3_000_000))
    file.flush()
    digest = client.create_blob(file.name)
    # it sends the blob again without asking
    assert client.create_blob(file.name) == digest

assert fails(ollama.ResponseError, lambda: client.delete("py-copy")).status_code == 404
assert "pull model manifest" in fails(ollama.ResponseError, lambda: client.pull("no-such-model")).error
assert "pull model manifest" in fails(ollama.ResponseError, lambda: list(client.pull("no-such-model", stream=True))).error
assert "built into the gateway" in fails(ollama.ResponseError, lambda: client.delete("sample")).error
print("all well")
