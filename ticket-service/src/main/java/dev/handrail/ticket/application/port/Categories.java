package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Category;
import java.util.List;
import java.util.Optional;

/** The catalogue of categories of each app. Reads may be up to a second behind another replica. */
public interface Categories {

  Optional<Category> find(String app, String key);

  /** An app's categories by sort order, then key. */
  List<Category> of(String app);

  /** The stored category, locked until the transaction ends. */
  Optional<Category> findForChange(String app, String key);

  /**
   * Stores a new or changed category; its version must be one more than the stored one's (1 for a
   * new one). Throws a conflict when the key is taken.
   */
  void save(Category category);

  /** Whether any ticket has this category; such a one can only be made inactive. */
  boolean isUsed(String app, String key);

  void delete(Category category);
}
