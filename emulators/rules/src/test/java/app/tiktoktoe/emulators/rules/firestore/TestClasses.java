package app.tiktoktoe.emulators.rules.firestore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the compiled test classes of a module. */
final class TestClasses {
  private static final String SUFFIX = "Test.class";

  private TestClasses() {}

  /** The files of all classes that the build runs as tests, sorted. */
  static List<Path> in(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> named =
          files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      List<Path> tests = new ArrayList<>();
      for (Path file : named) {
        ClassNode type = read(Files.newInputStream(file));
        boolean concrete = (type.access & Opcodes.ACC_ABSTRACT) == 0;
        if (concrete && !type.name.contains("$") && hasTests(type, folder)) {
          tests.add(file);
        }
      }
      return tests;
    }
  }

  private static ClassNode read(InputStream in) throws IOException {
    try (in) {
      ClassNode type = new ClassNode();
      new ClassReader(in).accept(type, ClassReader.SKIP_CODE);
      return type;
    }
  }

  private static boolean hasTests(ClassNode type, Path folder) throws IOException {
    if (type.methods.stream().anyMatch(TestClasses::isTest)) {
      return true;
    }
    if (!type.superName.startsWith("app/tiktoktoe/")) {
      return false;
    }
    Path file = folder.resolve(type.superName + ".class");
    InputStream in =
        Files.exists(file)
            ? Files.newInputStream(file)
            : TestClasses.class.getClassLoader().getResourceAsStream(type.superName + ".class");
    if (in == null) {
      throw new IOException(type.superName + ", which " + type.name + " extends, is not found");
    }
    return hasTests(read(in), folder);
  }

  private static boolean isTest(MethodNode method) {
    List<AnnotationNode> annotations =
        method.visibleAnnotations == null ? List.of() : method.visibleAnnotations;
    return annotations.stream()
        .map(annotation -> annotation.desc)
        .anyMatch(
            name ->
                name.matches("Lorg/junit/jupiter/(api|params)/[A-Za-z]*Test(Factory)?;")
                    || name.matches("Lnet/jqwik/api/(Property|Example);"));
  }
}
