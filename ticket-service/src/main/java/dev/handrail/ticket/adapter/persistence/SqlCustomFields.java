package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.CustomFields;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Custom fields in table {@code custom_field}; reads are answered from memory. */
@ApplicationScoped
class SqlCustomFields implements FieldCatalogue {
  private final Sql sql;
  private final Catalogue catalogue;

  SqlCustomFields(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public CustomFields of(String app) {
    return catalogue.customFieldsOf(app);
  }

  @Override
  public Optional<CustomField> findForChange(String app, String key) {
    return sql.first(
        "SELECT "
            + Catalogue.FIELD_COLUMNS
            + " FROM custom_field WHERE app = ? AND key = ? FOR UPDATE",
        Catalogue::customField,
        app,
        key);
  }

  @Override
  public void save(CustomField f) {
    if (f.version() == 1) {
      insert(f);
    } else {
      update(f);
    }
  }

  @Override
  public boolean isUsed(CustomField f) {
    return sql.first(
            // By the index of the search: table ticket has none for so rare a question.
            """
            SELECT EXISTS (SELECT FROM message WHERE search @@ ?::tsquery)
                OR EXISTS (SELECT FROM category WHERE app = ? AND ? = ANY (required_fields)) AS used
            """,
            row -> row.bool("used"),
            SearchDocuments.query(SearchDocuments.anyValue(f.app(), f.key())) + ":*",
            f.app(),
            f.key())
        .orElseThrow();
  }

  @Override
  public void delete(CustomField f) {
    sql.update("DELETE FROM custom_field WHERE app = ? AND key = ?", f.app(), f.key());
    catalogue.changed();
  }

  private void insert(CustomField f) {
    catalogue.insert(
        new TicketProblem.Conflict(
            "custom-field-exists", "The app has a custom field " + f.key() + "."),
        "INSERT INTO custom_field ("
            + Catalogue.FIELD_COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::numeric, ?::numeric, ?)",
        f.app(),
        f.key(),
        f.name(),
        f.description(),
        f.type().wire(),
        f.options(),
        f.categories(),
        f.departments(),
        f.required(),
        f.active(),
        f.sortOrder(),
        f.visibleToCustomer(),
        text(f.min()),
        text(f.max()),
        f.version());
  }

  private void update(CustomField f) {
    catalogue.update(
        "Custom field " + f.app() + "/" + f.key(),
        """
        UPDATE custom_field
        SET name = ?, description = ?, type = ?, options = ?, categories = ?, departments = ?,
            required = ?, active = ?, sort_order = ?, visible_to_customer = ?,
            minimum = ?::numeric, maximum = ?::numeric, version = ?
        WHERE app = ? AND key = ? AND version = ?
        """,
        f.name(),
        f.description(),
        f.type().wire(),
        f.options(),
        f.categories(),
        f.departments(),
        f.required(),
        f.active(),
        f.sortOrder(),
        f.visibleToCustomer(),
        text(f.min()),
        text(f.max()),
        f.version(),
        f.app(),
        f.key(),
        f.version() - 1);
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
