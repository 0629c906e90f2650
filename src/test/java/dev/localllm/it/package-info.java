/**
 * Black-box tests over HTTP against a running gateway; nothing here imports the product.
 *
 * <p>Where the gateway is, is configuration: with {@code microshed_hostname} and {@code
 * microshed_http_port} it is one that runs already (compose, staging), otherwise this build's
 * distribution is unpacked and started as a process, once for each set of settings. Behind it is a
 * {@link dev.localllm.fake.FakeOllama}, or with {@code it.upstream=real} a real Ollama.
 *
 * <p>Tags: {@code shared} runs on the fake and on a real Ollama, {@code fake} needs faults, {@code
 * real} needs the real one.
 */
@NullMarked
package dev.localllm.it;

import org.jspecify.annotations.NullMarked;
