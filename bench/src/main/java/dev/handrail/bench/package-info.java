/** Measures the running platform against PostgreSQL alone and writes one report. */
@NullMarked
package dev.handrail.bench;

import org.jspecify.annotations.NullMarked;
