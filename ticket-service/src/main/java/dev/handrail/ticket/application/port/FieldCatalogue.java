package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.CustomField;
import dev.handrail.ticket.domain.CustomFields;
import java.util.Optional;

/** The custom fields of each app. Reads may be up to a second behind another replica. */
public interface FieldCatalogue {

  /** An app's fields by sort order, then key; none for an app that is not there. */
  CustomFields of(String app);

  /** The stored field, locked until the transaction ends. */
  Optional<CustomField> findForChange(String app, String key);

  /**
   * Stores a new or changed field; its version must be one more than the stored one's (1 for a new
   * one). Throws a conflict when the key is taken.
   */
  void save(CustomField field);

  /** Whether a ticket has a value of it or a category requires it. */
  boolean isUsed(CustomField field);

  void delete(CustomField field);
}
