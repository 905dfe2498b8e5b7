package app.tiktoktoe.canary;

import java.util.List;

/** How a command ended. */
sealed interface Outcome {
  /** All is as it was asked for. */
  record Done(String what) implements Outcome {}

  /** Nothing was changed. */
  record Refused(List<String> reasons) implements Outcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /** The stable revisions serve everything again. */
  record RolledBack(List<String> reasons) implements Outcome {
    public RolledBack {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Some services could not be brought back.
   *
   * @param stuck what is left to do, a line for each service
   */
  record Stuck(List<String> reasons, List<String> stuck) implements Outcome {
    public Stuck {
      reasons = List.copyOf(reasons);
      stuck = List.copyOf(stuck);
    }
  }

  /** 0 done, 1 rolled back, 2 refused, 3 a person must look. */
  default int exitCode() {
    return switch (this) {
      case Done done -> 0;
      case RolledBack rolledBack -> 1;
      case Refused refused -> 2;
      case Stuck stuck -> 3;
    };
  }
}
