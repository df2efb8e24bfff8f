package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeysTest {
  @TempDir Path folder;

  @Test
  void each_service_has_its_own_key_and_all_know_the_public_halves() throws Exception {
    ServiceKeys keys = ServiceKeys.in(folder);

    assertThat(keys.byService()).hasSameSizeAs(ServiceKind.values());
    assertThat(keys.byService().values()).extracting(KeyFile::thumbprint).doesNotHaveDuplicates();
    var published = new JsonWebKeySet(Files.readString(keys.jwks())).getJsonWebKeys();
    assertThat(published)
        .extracting(JsonWebKey::getKeyId)
        .containsExactlyElementsOf(ServiceKind.names());
    assertThat(Files.readString(keys.jwks())).doesNotContain("\"d\"", "\"p\"", "\"q\"");
    for (ServiceKind kind : ServiceKind.values()) {
      Path file = folder.resolve(kind.serviceName() + ".key");
      assertThat(keys.environment(kind))
          .containsEntry("HANDRAIL_SERVICE_KEY", file.toUri().toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void they_and_the_first_admins_password_stay_what_they_are() throws Exception {
    ServiceKeys keys = ServiceKeys.in(folder);
    FirstAdmin admin = FirstAdmin.in(folder);
    Files.delete(keys.jwks());

    assertThat(ServiceKeys.in(folder)).isEqualTo(keys);
    assertThat(keys.jwks()).exists();
    assertThat(FirstAdmin.in(folder)).isEqualTo(admin);
    assertThat(admin.password()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(admin.toString()).doesNotContain(admin.password());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("first-admin.password"))))
        .isEqualTo("rw-------");
  }
}
