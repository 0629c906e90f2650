/**
 * Who calls, and what the caller may do.
 *
 * <p>Every API key is held in memory and renewed from the database every {@code KEY_REFRESH}, so
 * that to recognise a caller takes no look-up, and a wrong key costs no more than a right one.
 *
 * <p>Tokens of one issuer are checked with its public keys, which are fetched in the background;
 * what was checked once is remembered. Only {@link dev.localllm.access.Access#await} ever waits.
 *
 * <p>Requirements: SEC-1, SEC-2.
 */
@NullMarked
package dev.localllm.access;

import org.jspecify.annotations.NullMarked;
