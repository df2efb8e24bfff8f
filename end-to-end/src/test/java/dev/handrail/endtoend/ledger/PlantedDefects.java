package dev.handrail.endtoend.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Plants every defect in copies of real evidence. */
public final class PlantedDefects {
  private PlantedDefects() {}

  /** The names of the defects that the checker did not see in copies of this evidence. */
  public static List<String> unseenIn(Evidence clean, long seed) {
    List<String> unseen = new ArrayList<>();
    for (Defect defect : Defect.values()) {
      Evidence planted = defect.plant(clean, new Random(seed));
      Stream<Violation.Kind> seen = LedgerChecker.check(planted).stream().map(Violation::kind);
      if (seen.noneMatch(kind -> kind == defect.shows())) {
        unseen.add(defect.name());
      }
    }
    return unseen;
  }
}
