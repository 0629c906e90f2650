/** JAX-RS resources, one for each dialect. */
@NullMarked
package dev.localllm.api;

import org.jspecify.annotations.NullMarked;
