package dev.handrail.kit.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A JWKS file, such as a mounted secret. */
final class FileKeySource implements KeySource {
  private final Path file;
  private @Nullable FileTime readAsOf;
  private long readSize = -1;

  FileKeySource(Path file) {
    this.file = file;
  }

  @Override
  public @Nullable String read() throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    if (modified.equals(readAsOf) && size == readSize) {
      return null;
    }
    if (size > LONGEST_DOCUMENT) {
      throw new IOException("It has " + size + " bytes, more than " + LONGEST_DOCUMENT + ".");
    }
    String document = Files.readString(file);
    readAsOf = modified;
    readSize = size;
    return document;
  }

  @Override
  public String location() {
    return file.toUri().toString();
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public boolean neededAtStart() {
    return true;
  }
}
