/**
 * What operators decide: keys read through MicroProfile Config, checked once at the start, and
 * handed on as {@link dev.localllm.settings.Settings}.
 *
 * <p>A key is one row of a table: the name, what is allowed, the default and the meaning. The
 * reading, the messages, {@code docs/configuration.md}, {@code .env.example} and {@code
 * microprofile-config.properties} all follow from that row. Every problem is collected before the
 * process ends, and no other package asks for a key or for the name of the environment.
 *
 * <p>Requirements: CFG-1 to CFG-11, ENV-1 (defaults of the local environment).
 *
 * <p>Threading: everything is read at the start on one thread; the results are immutable.
 *
 * <p>Out of scope: routing data that changes while the process runs (CFG-12).
 */
@NullMarked
package dev.localllm.settings;

import org.jspecify.annotations.NullMarked;
