package dev.handrail.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder for one process; the system lets go of it when the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, making it if needed.
   *
   * @return nothing if another process, or another part of this one, has it
   * @throws CannotStart if the folder cannot be made or written
   */
  public static @Nullable FolderLock tryTake(Path folder) {
    FileChannel channel = open(folder);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new FolderLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: answered like any other holder.
    } catch (IOException e) {
      close(channel);
      throw new CannotStart(
          "The folder " + folder + " cannot be locked: " + e.getMessage() + ".", e);
    }
    close(channel);
    return null;
  }

  private static FileChannel open(Path folder) {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CannotStart(folder + " is not a folder.", e);
    } catch (IOException e) {
      throw new CannotStart("The folder " + folder + " cannot be written (" + reason(e) + ").", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "access denied"
        : String.valueOf(e.getMessage());
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
