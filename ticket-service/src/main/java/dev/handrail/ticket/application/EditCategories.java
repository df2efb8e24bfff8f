package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the catalogues of categories (T12). */
@ApplicationScoped
public class EditCategories {

  private final Categories categories;
  private final AppProfiles profiles;

  EditCategories(Categories categories, AppProfiles profiles) {
    this.categories = categories;
    this.profiles = profiles;
  }

  /**
   * Adds a category.
   *
   * @throws TicketProblem.Conflict when the app has one of this key
   */
  @Transactional
  public Category add(Caller caller, Category category) {
    requireAdminOf(caller, category.app());
    check(category);
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
    requireAdminOf(caller, app);
    Category stored = categories.findForChange(app, key).orElseThrow(TicketProblem.NotFound::new);
    requireVersion(expectedVersion, stored.version());
    Category edited = edit.apply(stored);
    check(edited);
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
    requireAdminOf(caller, app);
    Category stored = categories.findForChange(app, key).orElseThrow(TicketProblem.NotFound::new);
    requireVersion(expectedVersion, stored.version());
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

  private static void requireAdminOf(Caller caller, String app) {
    caller.require(Permission.MANAGE_SETTINGS);
    if (!caller.serves(app)) {
      throw new TicketProblem.NotFound();
    }
  }

  static void requireVersion(@Nullable Long expected, long current) {
    if (expected != null && expected != current) {
      throw new TicketProblem.Stale(expected, current);
    }
  }
}
