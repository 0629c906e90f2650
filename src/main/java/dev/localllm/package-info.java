/**
 * An LLM gateway: clients speak Ollama's or OpenAI's dialect, backends are Ollama servers.
 *
 * <h2>Glossary</h2>
 *
 * <dl>
 *   <dt>dialect
 *   <dd>the wire protocol a client speaks: Ollama's native API or OpenAI's
 *   <dt>codec
 *   <dd>what reads and writes one dialect
 *   <dt>backend
 *   <dd>a server that runs models and that the gateway calls
 *   <dt>transport
 *   <dd>what carries a request to a backend and the answer back, within bounds
 *   <dt>model
 *   <dd>a name; <em>requested</em> by the client, <em>routed</em> to a backend, <em>reported</em>
 *       by it: three different fields
 *   <dt>token
 *   <dd>the unit in which models read and write text
 *   <dt>prompt, completion
 *   <dd>what a model is given, and what it answers
 *   <dt>response head
 *   <dd>status line and headers of an answer
 *   <dt>time to first token
 *   <dd>from the arrival of the request to the first byte of the answer sent to the client
 *   <dt>heartbeat
 *   <dd>bytes without meaning that keep a silent stream alive and reveal a client that has gone
 *   <dt>load
 *   <dd>what a backend does with a model that is not in memory yet; such a model is cold
 *   <dt>caller
 *   <dd>who makes a request, as an API key, a token or an address tells
 *   <dt>scope
 *   <dd>something that a caller may do
 *   <dt>pepper
 *   <dd>the secret that API keys are hashed with, kept apart from the hashes
 *   <dt>permit
 *   <dd>what a request was granted of its caller's limits; settled once, when it is over
 *   <dt>entrance
 *   <dd>what the limits of its caller say to a request of which nothing but its head has come
 *   <dt>holding
 *   <dd>the memory that is charged to one request for its body and its answer
 *   <dt>stock
 *   <dd>what a replica has counted for requests of a busy caller that are still to come
 *   <dt>ledger
 *   <dd>the rows that say which requests there were and what they came to
 *   <dt>audit log
 *   <dd>who did what to the gateway, in chains of hashes
 *   <dt>replica
 *   <dd>one process of several that share a database and a cache
 *   <dt>background task
 *   <dd>what the gateway does again and again while it runs, one step at a time
 *   <dt>drain
 *   <dd>letting the requests under way finish while no new traffic is wanted
 *   <dt>ordinal
 *   <dd>the rank of a configuration source; the highest one that has a key wins
 *   <dt>sample model
 *   <dd>the built-in model that answers with fixed words when there is no backend to try
 * </dl>
 */
@NullMarked
package dev.localllm;

import org.jspecify.annotations.NullMarked;
