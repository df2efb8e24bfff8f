package dev.handrail.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is going on in the whole gateway, for stopping gently and for bounding memory. */
final class InFlight {
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final long mostBufferedBytes;
  private final Promise<Void> quiet = Promise.promise();
  private volatile boolean stopping;

  InFlight(long mostBufferedBytes) {
    this.mostBufferedBytes = mostBufferedBytes;
  }

  void begin() {
    requests.incrementAndGet();
  }

  void end() {
    if (requests.decrementAndGet() == 0 && stopping) {
      quiet.tryComplete();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** No new work from now on; done when the running work is. */
  Future<Void> stop() {
    stopping = true;
    if (requests.get() == 0) {
      quiet.tryComplete();
    }
    return quiet.future();
  }

  /** Whether so many more bytes of request bodies may be held; then they must be given back. */
  boolean hold(int bytes) {
    if (bufferedBytes.addAndGet(bytes) <= mostBufferedBytes) {
      return true;
    }
    bufferedBytes.addAndGet(-bytes);
    return false;
  }

  void giveBack(int bytes) {
    bufferedBytes.addAndGet(-bytes);
  }
}
