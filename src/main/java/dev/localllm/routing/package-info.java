/**
 * From a model's name to where it runs. Pure functions over what the configuration and the probes
 * say.
 *
 * <p>Requirements: FLT-2 (one backend so far).
 */
@NullMarked
package dev.localllm.routing;

import org.jspecify.annotations.NullMarked;
