package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.emulators.rules.grants.ByteCode.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * What an argument of a call can be, as far as its method tells.
 *
 * @param sources the instructions that it can come from; none for what came from outside
 */
record Value(Method method, Set<AbstractInsnNode> sources) {
  private static final Map<String, Frame<SourceValue>[]> FRAMES = new ConcurrentHashMap<>();

  Value {
    sources = Set.copyOf(sources);
  }

  static List<Value> arguments(Method method, MethodInsnNode call) {
    Frame<SourceValue> frame = frame(method, call);
    int count = Type.getArgumentCount(call.desc);
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(new Value(method, frame.getStack(frame.getStackSize() - count + i).insns));
    }
    return arguments;
  }

  private static Frame<SourceValue> frame(Method method, AbstractInsnNode instruction) {
    return FRAMES
        .computeIfAbsent(method.key(), key -> analyze(method))[
        method.node().instructions.indexOf(instruction)];
  }

  private static Frame<SourceValue>[] analyze(Method method) {
    try {
      return new Analyzer<>(new ThroughVariables()).analyze(method.owner().name, method.node());
    } catch (AnalyzerException e) {
      throw new AssertionError(method + " cannot be analysed", e);
    }
  }

  /** A value keeps its source while it is kept in variables. */
  private static final class ThroughVariables extends SourceInterpreter {
    ThroughVariables() {
      super(Opcodes.ASM9);
    }

    @Override
    public SourceValue copyOperation(AbstractInsnNode instruction, SourceValue value) {
      return value;
    }
  }

  /**
   * The texts that it can be.
   *
   * @throws AssertionError when it can be anything that is not written here
   */
  Set<String> texts() {
    Set<String> texts = new TreeSet<>();
    for (AbstractInsnNode source : sources) {
      if (!(source instanceof LdcInsnNode load) || !(load.cst instanceof String text)) {
        throw new AssertionError(method + ": a name that is not a constant");
      }
      texts.add(text);
    }
    return nonEmpty(texts);
  }

  /** The names of the constants of an enum that it can be; throws as {@link #texts}. */
  Set<String> constants(String type) {
    Set<String> names = new TreeSet<>();
    for (AbstractInsnNode source : sources) {
      if (!(source instanceof FieldInsnNode field)
          || field.getOpcode() != Opcodes.GETSTATIC
          || !field.owner.equals(type)) {
        throw new AssertionError(method + ": not a constant of " + type);
      }
      names.add(field.name);
    }
    return nonEmpty(names);
  }

  /** {@link #constants} of each element of an array that is made and filled here. */
  Set<String> elements(String type) {
    return elements(value -> value.constants(type));
  }

  /** {@link #texts} of each element of an array that is made and filled here. */
  Set<String> textElements() {
    return elements(Value::texts);
  }

  private Set<String> elements(Function<Value, Set<String>> read) {
    Set<String> names = new TreeSet<>();
    for (AbstractInsnNode instruction : method.node().instructions) {
      if (instruction.getOpcode() == Opcodes.AASTORE) {
        Frame<SourceValue> frame = frame(method, instruction);
        int top = frame.getStackSize();
        if (sources.containsAll(frame.getStack(top - 3).insns)) {
          names.addAll(read.apply(new Value(method, frame.getStack(top - 1).insns)));
        }
      }
    }
    return nonEmpty(names);
  }

  private Set<String> nonEmpty(Set<String> names) {
    if (names.isEmpty()) {
      throw new AssertionError(method + ": a name that comes from elsewhere");
    }
    return names;
  }

  /** The calls that it can be the result of. */
  List<Call> results() {
    return sources.stream()
        .filter(MethodInsnNode.class::isInstance)
        .map(source -> new Call(method, (MethodInsnNode) source))
        .toList();
  }
}
