/**
 * HTTP/1.1 exchanges with a backend, every part of them within bounds, and no answer to anybody but
 * the one who asked.
 *
 * <p>Apache's HttpClient does the protocol; what is here is when a connection may be used again,
 * and what is no answer. Everything blocks the calling thread, which should be a virtual one:
 * interrupting it ends whatever it waits for and closes the connection.
 *
 * <p>Requirements: FLT-3, FLT-5. Out of scope: repetition, redirects, cookies, compression.
 */
@NullMarked
package dev.localllm.transport;

import org.jspecify.annotations.NullMarked;
