package app.tiktoktoe.functions.video;

import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of uploads in parts: one stack for all of a class, an account of its own for each. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UploadTest {
  final VideoStack stack;
  PartsAccount ann;

  UploadTest(VideoStack stack) throws Exception {
    this.stack = stack;
    this.ann = PartsAccount.fresh(stack);
  }

  @BeforeEach
  void newAccount() throws Exception {
    ann = PartsAccount.fresh(stack);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }
}
