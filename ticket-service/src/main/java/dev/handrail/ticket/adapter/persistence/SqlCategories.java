package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Categories in table {@code category}; reads are answered from memory. */
@ApplicationScoped
class SqlCategories implements Categories {
  private final Sql sql;
  private final Catalogue catalogue;

  SqlCategories(Sql sql, Catalogue catalogue) {
    this.sql = sql;
    this.catalogue = catalogue;
  }

  @Override
  public Optional<Category> find(String app, String key) {
    return Optional.ofNullable(
        catalogue.current().categories().getOrDefault(app, Map.of()).get(key));
  }

  @Override
  public List<Category> of(String app) {
    return catalogue.categoriesOf(app);
  }

  @Override
  public Optional<Category> findForChange(String app, String key) {
    return sql.first(
        "SELECT "
            + Catalogue.CATEGORY_COLUMNS
            + " FROM category WHERE app = ? AND key = ? FOR UPDATE",
        Catalogue::category,
        app,
        key);
  }

  @Override
  public void save(Category c) {
    if (c.version() == 1) {
      insert(c);
    } else {
      update(c);
    }
  }

  @Override
  public boolean isUsed(String app, String key) {
    return sql.first(
            // By the index of the search: table ticket has none for so rare a question.
            "SELECT EXISTS (SELECT FROM message WHERE search @@ ?::tsquery) AS used",
            row -> row.bool("used"),
            SearchDocuments.query(SearchDocuments.category(app, key)))
        .orElseThrow();
  }

  @Override
  public void delete(Category c) {
    sql.update("DELETE FROM category WHERE app = ? AND key = ?", c.app(), c.key());
    catalogue.changed();
  }

  private void insert(Category c) {
    catalogue.insert(
        new TicketProblem.Conflict("category-exists", "The app has a category " + c.key() + "."),
        "INSERT INTO category ("
            + Catalogue.CATEGORY_COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        c.app(),
        c.key(),
        c.name(),
        c.icon(),
        c.description(),
        c.active(),
        c.sortOrder(),
        Wires.rank(c.defaultPriority()),
        c.department(),
        c.requiredFields(),
        c.version());
  }

  private void update(Category c) {
    catalogue.update(
        "Category " + c.app() + "/" + c.key(),
        """
        UPDATE category
        SET name = ?, icon = ?, description = ?, active = ?, sort_order = ?,
            default_priority = ?, department = ?, required_fields = ?, version = ?
        WHERE app = ? AND key = ? AND version = ?
        """,
        c.name(),
        c.icon(),
        c.description(),
        c.active(),
        c.sortOrder(),
        Wires.rank(c.defaultPriority()),
        c.department(),
        c.requiredFields(),
        c.version(),
        c.app(),
        c.key(),
        c.version() - 1);
  }
}
