package dev.localllm.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The gateway's resources, at the root of the server. */
@ApplicationPath("/")
public class Gateway extends Application {}
