package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.Categories;
import dev.handrail.ticket.application.port.FieldCatalogue;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Category;
import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the catalogues of custom fields (T15). */
@ApplicationScoped
public class EditCustomFields {

  private final FieldCatalogue fields;
  private final Categories categories;
  private final AppProfiles profiles;

  EditCustomFields(FieldCatalogue fields, Categories categories, AppProfiles profiles) {
    this.fields = fields;
    this.categories = categories;
    this.profiles = profiles;
  }

  /**
   * Adds a field.
   *
   * @throws TicketProblem.Conflict when the app has one of this key
   */
  @Transactional
  public CustomField add(Caller caller, CustomField field) {
    CatalogueAccess.requireAdminOf(caller, field.app());
    requirePlaces(field, List.of(), List.of());
    fields.save(field);
    return field;
  }

  /**
   * Changes a field. Values that tickets have stay as they are.
   *
   * @param edit gets the stored field and returns the new one, with the version plus one
   */
  @Transactional
  public CustomField change(
      Caller caller,
      String app,
      String key,
      @Nullable Long expectedVersion,
      UnaryOperator<CustomField> edit) {
    CatalogueAccess.requireAdminOf(caller, app);
    CustomField stored = stored(app, key, expectedVersion);
    CustomField edited = edit.apply(stored);
    requirePlaces(edited, stored.categories(), stored.departments());
    fields.save(edited);
    return edited;
  }

  /**
   * Removes a field that nothing has; one in use can be made inactive.
   *
   * @throws TicketProblem.Conflict when a ticket has a value of it or a category requires it
   */
  @Transactional
  public void remove(Caller caller, String app, String key, @Nullable Long expectedVersion) {
    CatalogueAccess.requireAdminOf(caller, app);
    CustomField stored = stored(app, key, expectedVersion);
    if (fields.isUsed(stored)) {
      throw new TicketProblem.Conflict(
          "custom-field-in-use",
          "Tickets have values of this field, or a category requires it; make it inactive"
              + " instead.");
    }
    fields.delete(stored);
  }

  private CustomField stored(String app, String key, @Nullable Long expectedVersion) {
    return CatalogueAccess.atVersion(
        fields.findForChange(app, key), expectedVersion, CustomField::version);
  }

  /** Places that the field had already may be gone by now. */
  private void requirePlaces(
      CustomField field, List<String> formerCategories, List<String> formerDepartments) {
    var profile =
        profiles
            .find(field.app())
            .orElseThrow(() -> new TicketProblem.Invalid("app", "is not an app that you serve"));
    List<String> known = categories.of(field.app()).stream().map(Category::key).toList();
    Text text = new Text();
    field.categories().stream()
        .filter(c -> !formerCategories.contains(c))
        .forEach(c -> text.oneOf("categories", c, known));
    field.departments().stream()
        .filter(d -> !formerDepartments.contains(d))
        .forEach(d -> text.oneOf("departments", d, profile.departments()));
    text.done();
  }
}
