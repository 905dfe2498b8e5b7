package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.emulators.rules.grants.ByteCode.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A call in a method that is reached.
 *
 * @param instruction absent for a method reference, whose arguments nobody knows
 */
record Call(
    Method caller,
    String owner,
    String name,
    String descriptor,
    @Nullable MethodInsnNode instruction) {

  Call(Method caller, MethodInsnNode call) {
    this(caller, call.owner, call.name, call.desc, call);
  }

  Call(Method caller, Handle reference) {
    this(caller, reference.getOwner(), reference.getName(), reference.getDesc(), null);
  }

  boolean is(String type, String method) {
    return owner.equals(type) && name.equals(method);
  }

  /** What can be known of each argument. */
  List<Value> arguments() {
    if (instruction == null) {
      throw new AssertionError(
          caller + ": a reference to " + name + " hides what is asked for; call it in place");
    }
    return Value.arguments(caller, instruction);
  }
}
