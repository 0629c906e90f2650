package dev.localllm.backend;

import java.io.IOException;

/** A connection was refused or broke before the response head came: worth another try. */
final class ConnectionLost extends IOException {

  ConnectionLost(Throwable cause) {
    super("connection lost before the response head", cause);
  }
}
