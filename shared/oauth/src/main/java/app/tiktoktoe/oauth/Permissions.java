package app.tiktoktoe.oauth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an OAuth token allows.
 *
 * @param granted each permission, with what permission sets stand for
 */
public record Permissions(List<Permission> granted) {
  /** Copies the list. */
  public Permissions {
    granted = List.copyOf(granted);
  }

  /**
   * Of a token's {@code scope}: scopes with a space between each two. A scope that is not known
   * grants nothing.
   */
  public static Permissions parse(String scope, PermissionSets sets) {
    return new Permissions(
        Arrays.stream(scope.split(" "))
            .map(Permission::parse)
            .flatMap(Optional::stream)
            .flatMap(permission -> Stream.concat(Stream.of(permission), included(permission, sets)))
            .toList());
  }

  private static Stream<Permission> included(Permission permission, PermissionSets sets) {
    return permission instanceof Permission.Include include
        ? sets.of(include).stream()
        : Stream.empty();
  }

  /** Whether {@code need} is permitted. */
  public boolean permit(Need need) {
    return granted.stream().anyMatch(permission -> permission.permits(need));
  }
}
