package app.tiktoktoe.emulators.rules.grants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes of the class path, by their internal names. Thread-safe. */
final class ByteCode {
  private static final String OURS = "app/tiktoktoe/";
  private static final Map<String, ClassNode> CLASSES = new ConcurrentHashMap<>();

  private ByteCode() {}

  /** A method and the class that declares it. */
  record Method(ClassNode owner, MethodNode node) {
    String key() {
      return owner.name + "." + node.name + node.desc;
    }

    boolean is(int access) {
      return (node.access & access) != 0;
    }

    /** For messages: {@code Writer.write}. */
    @Override
    public String toString() {
      return owner.name.substring(owner.name.lastIndexOf('/') + 1) + "." + node.name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Method method && method.key().equals(key());
    }

    @Override
    public int hashCode() {
      return key().hashCode();
    }
  }

  static boolean isOurs(String name) {
    return name.startsWith(OURS);
  }

  static ClassNode read(String name) {
    return CLASSES.computeIfAbsent(name, ByteCode::parse);
  }

  private static ClassNode parse(String name) {
    try (InputStream in = ByteCode.class.getClassLoader().getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IllegalArgumentException(
            name.replace('/', '.') + " is not on the class path of emulators/rules");
      }
      ClassNode node = new ClassNode();
      new ClassReader(in).accept(node, ClassReader.SKIP_DEBUG);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class, its superclasses and then all interfaces, each once. */
  static List<ClassNode> types(String name) {
    Set<String> superclasses = new LinkedHashSet<>();
    for (String next = name; next != null; next = read(next).superName) {
      superclasses.add(next);
    }
    Set<String> all = new LinkedHashSet<>(superclasses);
    List<String> open = new ArrayList<>(superclasses);
    while (!open.isEmpty()) {
      for (String type : read(open.removeFirst()).interfaces) {
        if (all.add(type)) {
          open.add(type);
        }
      }
    }
    return all.stream().map(ByteCode::read).toList();
  }

  static Optional<Method> declared(ClassNode owner, String name, String descriptor) {
    return owner.methods.stream()
        .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
        .findFirst()
        .map(method -> new Method(owner, method));
  }

  /** The code that runs when an object of class {@code name} is asked. */
  static Optional<Method> resolve(String name, String method, String descriptor) {
    return types(name).stream()
        .flatMap(type -> declared(type, method, descriptor).stream())
        .filter(found -> !found.is(Opcodes.ACC_ABSTRACT))
        .findFirst();
  }
}
