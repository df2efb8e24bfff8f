package dev.handrail.endtoend.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger on disk: one JSON object per line, on the disk before the call returns. An operation's
 * intent is there before its first attempt, so the ledger outlives whoever writes it.
 */
public final class LedgerFile implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private record Line(@Nullable Operation intent, @Nullable Outcome outcome) {}

  private final FileChannel channel;

  private LedgerFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens the file for more lines; makes it if it is not there. */
  public static LedgerFile append(Path file) {
    try {
      return new LedgerFile(
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes down what is going to be asked. */
  public void intend(Operation operation) {
    write(new Line(operation, null));
  }

  /** Writes down what became of it. */
  public void settle(Outcome outcome) {
    write(new Line(null, outcome));
  }

  private synchronized void write(Line line) {
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger cannot be written.", e);
    }
  }

  /**
   * Everything written so far, in the order of the intents. A last line that is cut off is ignored:
   * its writer ended before it asked.
   */
  public static List<Recorded> read(Path file) {
    Map<String, Recorded> lines = new LinkedHashMap<>();
    try {
      List<String> texts = new ArrayList<>(Files.readAllLines(file));
      for (int i = 0; i < texts.size(); i++) {
        Line line;
        try {
          line = JSON.readValue(texts.get(i), Line.class);
        } catch (JsonProcessingException e) {
          if (i == texts.size() - 1) {
            break;
          }
          throw e;
        }
        if (line.intent() != null) {
          lines.put(line.intent().key(), new Recorded(line.intent(), null));
        } else if (line.outcome() != null) {
          Outcome outcome = line.outcome();
          lines.computeIfPresent(
              outcome.key(), (_, known) -> new Recorded(known.operation(), outcome));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger cannot be read.", e);
    }
    return List.copyOf(lines.values());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
