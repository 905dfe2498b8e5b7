package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.emulators.rules.grants.ByteCode.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * All of our methods that can run when a function is built and called (rapid type analysis). A call
 * reaches the implementations of those classes that reached code makes objects of; a lambda and a
 * method reference are reached where they are written; what an object does for a library (its
 * implementations of the library's methods) is reached where the object is made. No reflection.
 */
final class Reach {
  private record Virtual(String owner, String name, String descriptor) {}

  private final Set<Method> reached = new LinkedHashSet<>();
  private final Deque<Method> open = new ArrayDeque<>();
  private final Set<String> instantiated = new LinkedHashSet<>();
  private final Set<String> initialized = new LinkedHashSet<>();
  private final Set<Virtual> virtuals = new LinkedHashSet<>();
  private final List<Call> calls = new ArrayList<>();

  private Reach() {}

  /** The calls in all methods reached when the platform makes and calls an {@code entryClass}. */
  static List<Call> from(String entryClass) {
    Reach reach = new Reach();
    String name = entryClass.replace('.', '/');
    reach.instantiate(name);
    reach.reach(ByteCode.declared(ByteCode.read(name), "<init>", "()V").orElseThrow());
    while (!reach.open.isEmpty()) {
      reach.visit(reach.open.removeFirst());
    }
    return List.copyOf(reach.calls);
  }

  private void reach(Method method) {
    if (reached.add(method)) {
      open.add(method);
    }
  }

  private void visit(Method method) {
    initialize(method.owner().name);
    for (AbstractInsnNode instruction : method.node().instructions) {
      switch (instruction) {
        case TypeInsnNode type when type.getOpcode() == Opcodes.NEW -> instantiate(type.desc);
        case FieldInsnNode field -> initialize(field.owner);
        case MethodInsnNode call -> {
          calls.add(new Call(method, call));
          call(call.getOpcode(), call.owner, call.name, call.desc);
        }
        case InvokeDynamicInsnNode dynamic -> dynamic(method, dynamic);
        default -> {}
      }
    }
  }

  private void dynamic(Method method, InvokeDynamicInsnNode dynamic) {
    for (Object argument : dynamic.bsmArgs) {
      if (argument instanceof Handle handle && handle.getDesc().startsWith("(")) {
        int opcode =
            switch (handle.getTag()) {
              case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
              case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
              case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
              default -> Opcodes.INVOKESPECIAL;
            };
        if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
          instantiate(handle.getOwner());
        }
        calls.add(new Call(method, handle));
        call(opcode, handle.getOwner(), handle.getName(), handle.getDesc());
      }
    }
  }

  private void call(int opcode, String owner, String name, String descriptor) {
    if (!ByteCode.isOurs(owner)) {
      return;
    }
    if (opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL) {
      ByteCode.resolve(owner, name, descriptor)
          .filter(method -> ByteCode.isOurs(method.owner().name))
          .ifPresent(this::reach);
      return;
    }
    Virtual virtual = new Virtual(owner, name, descriptor);
    if (virtuals.add(virtual)) {
      List.copyOf(instantiated).forEach(type -> dispatch(virtual, type));
    }
  }

  private void dispatch(Virtual virtual, String type) {
    boolean subtype =
        ByteCode.types(type).stream().anyMatch(each -> each.name.equals(virtual.owner()));
    if (subtype) {
      ByteCode.resolve(type, virtual.name(), virtual.descriptor())
          .filter(method -> ByteCode.isOurs(method.owner().name))
          .ifPresent(this::reach);
    }
  }

  private void initialize(String type) {
    if (ByteCode.isOurs(type) && initialized.add(type)) {
      ByteCode.declared(ByteCode.read(type), "<clinit>", "()V").ifPresent(this::reach);
    }
  }

  private void instantiate(String type) {
    if (!ByteCode.isOurs(type) || !instantiated.add(type)) {
      return;
    }
    initialize(type);
    List.copyOf(virtuals).forEach(virtual -> dispatch(virtual, type));
    List<ClassNode> types = ByteCode.types(type);
    for (ClassNode library : types) {
      if (!ByteCode.isOurs(library.name)) {
        library.methods.stream()
            .filter(method -> (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0)
            .map(method -> ByteCode.resolve(type, method.name, method.desc))
            .flatMap(Optional::stream)
            .filter(method -> ByteCode.isOurs(method.owner().name))
            .filter(method -> !method.node().name.startsWith("<"))
            .forEach(this::reach);
      }
    }
  }
}
