package dev.handrail.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the contracts against what was released. {@code released.json} lists for each file the
 * SHA-256 of its revisions, oldest first; the schemas of all revisions are kept in a second folder
 * as {@code <file>.r<n>}. The list is only ever added to.
 */
record Releases(Path contracts, Path kept) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Everything that differs from what was released; empty if nothing. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Map<String, List<String>> released = released();
    Set<String> present = present();
    for (String file : present) {
      if (!released.containsKey(file)) {
        problems.add(file + " is not in released.json: release it as README.md says");
      }
    }
    released.forEach(
        (file, revisions) -> {
          if (present.contains(file)) {
            problems.addAll(problemsOf(file, revisions));
          } else {
            problems.add(file + " was released and is gone");
          }
        });
    return problems;
  }

  private List<String> problemsOf(String file, List<String> revisions) {
    List<String> problems = new ArrayList<>();
    boolean sample = file.endsWith(ContractFiles.SAMPLE);
    if (sample && revisions.size() != 1) {
      problems.add(file + " is a golden sample: it has one revision for ever");
    }
    if (!sha256(contracts.resolve(file)).equals(revisions.getLast())) {
      problems.add(
          file
              + " differs from what was released: make a new version beside it, or, if a schema"
              + " only grew, a new revision; see README.md");
    }
    if (sample) {
      return problems;
    }
    for (int n = 1; n <= revisions.size(); n++) {
      Path copy = kept.resolve(file + ".r" + n);
      if (!Files.exists(copy) || !sha256(copy).equals(revisions.get(n - 1))) {
        problems.add(copy + " is missing or was changed");
      } else if (n > 1) {
        for (String broken :
            Additions.brokenBy(json(kept.resolve(file + ".r" + (n - 1))), json(copy))) {
          problems.add(file + " revision " + n + " is no addition: " + broken);
        }
      }
    }
    return problems;
  }

  private Map<String, List<String>> released() {
    Map<String, List<String>> released = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry :
        json(contracts.resolve("released.json")).properties()) {
      List<String> revisions = new ArrayList<>();
      entry.getValue().forEach(hash -> revisions.add(hash.asText()));
      released.put(entry.getKey(), revisions);
    }
    return released;
  }

  private Set<String> present() {
    try (var files = Files.walk(contracts)) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> contracts.relativize(file).toString().replace('\\', '/'))
          .filter(n -> n.endsWith(ContractFiles.SCHEMA) || n.endsWith(ContractFiles.SAMPLE))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
