package dev.localllm.console;

import dev.localllm.access.Caller;

/**
 * Who asks, for the audit log. Immutable.
 *
 * @param address the caller's IP address
 */
record Visit(Caller caller, String address, String requestId) {}
