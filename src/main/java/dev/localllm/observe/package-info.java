/**
 * What operators see, and the edge that every request passes.
 *
 * <p>Health, readiness and version; metrics for Prometheus; log lines, one of them for each
 * inference request; the request id; which browsers and which names of this server are accepted;
 * and the orderly end of the process. The two listeners of the pipeline, {@code AccessLog} and
 * {@code Metrics}, are told of every request on the request's own thread, so they neither block nor
 * throw. Everything else is read on demand.
 *
 * <p>No prompt, no answer, no secret and no backend's address is shown anywhere here.
 *
 * <p>Requirements: OPS-1 (no database yet), OPS-2 (metrics), OPS-3, SEC-2 (Host and Origin), SEC-4
 * (allow-list, headers), FLT-6, API-7. Out of scope: traces, dashboards, access control.
 */
@NullMarked
package dev.localllm.observe;

import org.jspecify.annotations.NullMarked;
