package dev.localllm.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of this process (CFG-5). Immutable, the same from start to end.
 *
 * @param server the process itself
 * @param backends the servers that run models, and the models that need no name or no server
 * @param access who may call
 * @param calling patience with backends
 * @param limits bounds on what clients and backends may send, and on how long it may take
 * @param rates what a caller may use whose key sets nothing else
 * @param storage where things are kept
 * @param usage how the ledger is kept
 * @param management bounds on requests that change the models of a backend
 */
public record Settings(
    Server server,
    Backends backends,
    Access access,
    Calling calling,
    Limits limits,
    RateLimits rates,
    Storage storage,
    UsageKeeping usage,
    ModelManagement management) {

  /**
   * The process itself.
   *
   * @param environment the name of the environment, to be shown and never to be compared (CFG-10)
   * @param host the host name or address that is listened on; {@code *} for all
   * @param port 1 to 65535
   * @param publicApiBaseUrl where clients reach the gateway, without a slash at the end; null if
   *     not told
   * @param holdFile no requests should come while it is there; null if none is looked for
   * @param version the release, as its build named it
   * @param gitSha the commit that was built, or {@code unknown}
   * @param buildDate when it was built, or {@code unknown}
   */
  public record Server(
      String environment,
      String host,
      int port,
      LogFormat logFormat,
      LogLevel logLevel,
      @Nullable URI publicApiBaseUrl,
      @Nullable Path holdFile,
      String version,
      String gitSha,
      String buildDate) {}

  /** How log lines look. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /** The least severe lines that are still logged. */
  public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /**
   * The servers that run models, and the models that need no name or no server.
   *
   * @param ollamaBaseUrls http or https, with a host, without user-info, query, fragment, and slash
   *     at the end; at least one, each once
   * @param ollamaApiKey sent to each of them as a bearer token; null for none
   * @param defaultModel the model of requests that name none
   * @param sampleModel whether the built-in model {@code sample} answers
   * @param completionsRaw whether {@code /v1/completions} bypasses the model's prompt template
   */
  public record Backends(
      List<URI> ollamaBaseUrls,
      @Nullable Secret ollamaApiKey,
      String defaultModel,
      boolean sampleModel,
      boolean completionsRaw) {

    public Backends {
      ollamaBaseUrls = List.copyOf(ollamaBaseUrls);
    }
  }

  /**
   * Who may call.
   *
   * @param authModes how callers are identified; {@link AuthMode#NONE} is always alone
   * @param allowedOrigins browser origins as browsers send them, {@code scheme://host[:port]} in
   *     lower case; or only {@code *} for every origin
   * @param allowedHosts names by which callers without a credential may call, beside those of
   *     private networks; {@code *.name} for all below one, {@code *} for all
   * @param keys how API keys are recognised
   * @param jwt whose tokens are believed; null unless the modes have {@link AuthMode#JWT}
   * @param anonymousScopes what everybody may do when the mode is {@link AuthMode#NONE}
   * @param callersByNetwork who needs no credential; the first network that fits counts
   * @param trustedProxies whose {@code X-Forwarded-For} is believed
   * @param failures wrong credentials from one address within a minute, at most
   */
  public record Access(
      Set<AuthMode> authModes,
      List<String> allowedOrigins,
      List<String> allowedHosts,
      KeyTrust keys,
      @Nullable JwtTrust jwt,
      Set<String> anonymousScopes,
      List<NetworkCaller> callersByNetwork,
      List<Network> trustedProxies,
      int failures) {

    public Access {
      authModes = Set.copyOf(authModes);
      allowedOrigins = List.copyOf(allowedOrigins);
      allowedHosts = List.copyOf(allowedHosts);
      anonymousScopes = Set.copyOf(anonymousScopes);
      callersByNetwork = List.copyOf(callersByNetwork);
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /** A way to identify callers. */
  public enum AuthMode {
    NONE,
    KEYS,
    JWT
  }

  /**
   * Patience with backends.
   *
   * @param connectTimeout until the connection stands
   * @param loadTimeout until the response head of a request to a cold model
   * @param firstByteTimeout until the response head of a request to a loaded model
   * @param idleTimeout between two pieces of an answer
   * @param answerTimeout until an answer that comes in one piece has come
   * @param retries further tries before the response head, 0 to 10
   * @param retryDelay between two tries
   * @param retryJitter at most added to or taken from the delay at random
   * @param probeInterval between two probes of one backend
   * @param probeTimeout until a probe counts as failed
   * @param answers what their answers may be like
   */
  public record Calling(
      Duration connectTimeout,
      Duration loadTimeout,
      Duration firstByteTimeout,
      Duration idleTimeout,
      Duration answerTimeout,
      int retries,
      Duration retryDelay,
      Duration retryJitter,
      Duration probeInterval,
      Duration probeTimeout,
      AnswerBounds answers) {}

  /**
   * Bounds on what clients and backends may send, and on how long it may take.
   *
   * @param maxBodyBytes the longest request body
   * @param bodyTimeout until the whole request body has arrived
   * @param maxStreams inference requests under way at once
   * @param retryAfter what clients that are turned away are told to wait; at least one second
   * @param maxLineBytes the longest line of a backend's stream
   * @param maxAnswerBytes the longest answer of a backend that comes in one piece
   * @param heartbeatAfter silence before the first heartbeat, and between two
   * @param drainTimeout how long requests under way may go on after the signal to stop
   * @param maxHeldBytes held at once for bodies that arrive and for whole answers
   * @param maxHeldBytesOfCaller so many of them for one caller
   * @param tokensPerAnswer what a request that sets no bound reserves for its answer, when its
   *     caller has a limit of tokens
   */
  public record Limits(
      int maxBodyBytes,
      Duration bodyTimeout,
      int maxStreams,
      Duration retryAfter,
      int maxLineBytes,
      int maxAnswerBytes,
      Duration heartbeatAfter,
      Duration drainTimeout,
      long maxHeldBytes,
      long maxHeldBytesOfCaller,
      int tokensPerAnswer) {}
}
