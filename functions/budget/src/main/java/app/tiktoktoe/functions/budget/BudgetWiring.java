package app.tiktoktoe.functions.budget;

import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Builds the function by hand. */
final class BudgetWiring {
  private static final String CLOUD_RUN = "https://run.googleapis.com";

  /** The value of {@code BRAKE_SERVICES} where there is nothing to stop. */
  private static final String NONE = "none";

  private BudgetWiring() {}

  static EventService service(Map<String, String> variables) {
    Environment environment =
        Environment.of(variables, "GOOGLE_CLOUD_PROJECT", "BRAKE_RATIO", "BRAKE_SERVICES");
    Instance instance = Instance.start("budget", environment, new GoogleClients(environment));
    return new EventService(
        Topic.BUDGET_ALERTS,
        new BrakeAtBudget(
            new BigDecimal(environment.text("BRAKE_RATIO")),
            services(environment.text("BRAKE_SERVICES")),
            cloudRun(environment),
            instance.log()),
        PushSender.fromEnvironment(environment),
        instance);
  }

  private static List<ServiceName> services(String list) {
    return list.equals(NONE)
        ? List.of()
        : Arrays.stream(list.split(",", -1)).map(ServiceName::parse).toList();
  }

  private static CloudRun cloudRun(Environment environment) {
    return environment
        .find("RUN_EMULATOR_HOST")
        .map(origin -> new CloudRun(URI.create(origin), AccessToken.none()))
        .orElseGet(() -> new CloudRun(URI.create(CLOUD_RUN), AccessToken.ofThisFunction()));
  }
}
