package dev.handrail.ticket.application;

import dev.handrail.ticket.domain.Job;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs that only say that they were run. */
public final class RecordedJobs extends RunJobs {

  /** What was run: job and slot, or {@code waiting}. */
  public final List<String> done = new ArrayList<>();

  /** What {@link #runWaiting} answers, one after the other; then false. */
  public final Deque<Boolean> waiting = new ArrayDeque<>();

  /** Thrown by the next slot, once. */
  public @Nullable RuntimeException failure;

  @SuppressWarnings("NullAway") // Nothing of it is reached.
  public RecordedJobs() {
    super(null, null, null, null, Clock.systemUTC());
  }

  @Override
  public boolean runSlot(Job job, Instant slot, String runner, Watch watch) {
    RuntimeException now = failure;
    if (now != null) {
      failure = null;
      throw now;
    }
    done.add(job.wire() + " " + slot);
    return watch.goesOn();
  }

  @Override
  public boolean runWaiting(String runner, Watch watch) {
    boolean found = !waiting.isEmpty() && waiting.pop();
    if (found) {
      done.add("waiting");
    }
    return found;
  }
}
