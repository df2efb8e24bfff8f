package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the catalogues of categories (T12). */
@ApplicationScoped
public class EditCategories {

  private final Categories categories;
  private final FieldCatalogue fields;
  private final AppProfiles profiles;

  EditCategories(Categories categories, FieldCatalogue fields, AppProfiles profiles) {
    this.categories = categories;
    this.fields = fields;
    this.profiles = profiles;
  }

  /**
   * Adds a category.
   *
   * @throws TicketProblem.Conflict when the app has one of this key
   */
  @Transactional
  public Category add(Caller caller, Category category) {
    CatalogueAccess.requireAdminOf(caller, category.app());
    check(category);
    requireFields(category, List.of());
    categories.save(category);
    return category;
  }

  /**
   * Changes a category.
   *
   * @param edit gets the stored category and returns the new one, with the version plus one
   */
  @Transactional
  public Category change(
      Caller caller,
      String app,
      String key,
      @Nullable Long expectedVersion,
      UnaryOperator<Category> edit) {
    CatalogueAccess.requireAdminOf(caller, app);
    Category stored = stored(app, key, expectedVersion);
    Category edited = edit.apply(stored);
    check(edited);
    requireFields(edited, stored.requiredFields());
    categories.save(edited);
    return edited;
  }

  /**
   * Removes a category that no ticket has; one in use can be made inactive.
   *
   * @throws TicketProblem.Conflict when a ticket has it
   */
  @Transactional
  public void remove(Caller caller, String app, String key, @Nullable Long expectedVersion) {
    CatalogueAccess.requireAdminOf(caller, app);
    Category stored = stored(app, key, expectedVersion);
    if (categories.isUsed(app, key)) {
      throw new TicketProblem.Conflict(
          "category-in-use", "Tickets have this category; make it inactive instead.");
    }
    categories.delete(stored);
  }

  private void check(Category category) {
    var profile =
        profiles
            .find(category.app())
            .orElseThrow(() -> new TicketProblem.Invalid("app", "is not an app that you serve"));
    if (!profile.departments().contains(category.department())) {
      throw new TicketProblem.Invalid(
          "department", "must be one of " + String.join(", ", profile.departments()));
    }
    if (!profile.uses(category.defaultPriority())) {
      throw new TicketProblem.Invalid("defaultPriority", "is not a priority of this app");
    }
  }

  /**
   * A field that the category comes to require is locked, so that it is not removed meanwhile. One
   * that it required before may be gone: it is then required of nobody.
   */
  private void requireFields(Category category, List<String> former) {
    List<String> unknown =
        category.requiredFields().stream()
            .filter(key -> !former.contains(key))
            .distinct()
            // In one order, so that two admins do not wait for each other.
            .sorted()
            .filter(key -> fields.findForChange(category.app(), key).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new TicketProblem.Invalid(
          "requiredFields", "are not custom fields of this app: " + String.join(", ", unknown));
    }
  }

  private Category stored(String app, String key, @Nullable Long expectedVersion) {
    return CatalogueAccess.atVersion(
        categories.findForChange(app, key), expectedVersion, Category::version);
  }
}
