package dev.localllm.pipeline;

import dev.localllm.access.Caller;
import dev.localllm.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a request when it is over.
 *
 * @param requestId as sent to the backend and back to the client
 * @param caller who sent it
 * @param address where it came from, an IP address
 * @param dialect label of the client's dialect
 * @param operation {@code chat}, {@code generate}, {@code embed} or {@code embeddings}; where
 *     models are managed {@code pull}, {@code push}, {@code create}, {@code copy}, {@code delete},
 *     {@code blob} (stored) or {@code blob_look}; {@code none} if the request was not understood
 * @param streamed whether the client asked for a stream
 * @param requestedModel as the client named it; empty when it named none; for a copy {@code source
 *     -> destination}, for a blob its digest
 * @param routedModel as the backend was asked; empty when the request did not get that far
 * @param reportedModel as the backend named it; empty when it told none
 * @param backend name of the backend that was asked; empty when the request did not get that far
 * @param outcome how it ended
 * @param status HTTP status of the answer, whether or not the client was still there to see it
 * @param cancelledBy {@code client} or {@code gateway}; empty when it was not ended early
 * @param usage tokens as the backend counted them
 * @param usageEstimated whether it did not count them, so that the gateway had to
 * @param admitted whether the limits of its caller let it pass
 * @param cost of the tokens, by the price table of the routed model
 * @param timeToFirstToken from the arrival of the request to the first byte of its answer,
 *     heartbeats not counted; empty when none was sent
 * @param duration from the arrival of the request to its end
 */
public record Settlement(
    String requestId,
    Caller caller,
    String address,
    String dialect,
    String operation,
    boolean streamed,
    Optional<String> requestedModel,
    Optional<String> routedModel,
    Optional<String> reportedModel,
    Optional<String> backend,
    Outcome outcome,
    int status,
    Optional<String> cancelledBy,
    Usage usage,
    boolean usageEstimated,
    boolean admitted,
    BigDecimal cost,
    Optional<Duration> timeToFirstToken,
    Duration duration) {}
