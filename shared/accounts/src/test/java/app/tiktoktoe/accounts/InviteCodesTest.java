package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class InviteCodesTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final AccountsFixture fixture;
  private final InviteCodes codes;

  InviteCodesTest(Firestore firestore) throws IOException {
    fixture = AccountsFixture.start(firestore, new Invitations(true, WEEK, "tiktoktoe.test"));
    fixture.clear();
    codes = fixture.inviteCodes();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static SignUpRequest request(String name, Optional<String> code) {
    SignUpRequest plain = AccountsFixture.request(name);
    return new SignUpRequest(
        plain.handle(),
        plain.email(),
        plain.password(),
        code,
        plain.recoveryKey(),
        plain.clientAddress());
  }

  private SignUpOutcome signUp(String name, String code) {
    return fixture.signUp((_, _) -> {}).run(request(name, Optional.of(code)));
  }

  private static Refusal refusal(SignUpOutcome outcome) {
    return assertInstanceOf(SignUpOutcome.Refused.class, outcome).refusal();
  }

  private Did signedUp(String name) {
    return assertInstanceOf(SignUpOutcome.Created.class, signUp(name, make(1))).account().did();
  }

  private String make(int uses) {
    return codes.make(InviteCode.OPERATOR, 1, uses).getFirst().code();
  }

  private InviteCode listed(String code) {
    return new InviteCodeList(fixture.firestore)
        .page(InviteCodeList.Order.RECENT, 500, Optional.empty()).codes().stream()
            .filter(known -> known.code().equals(code))
            .findFirst()
            .orElseThrow();
  }

  private void assertNotAvailable(String code) {
    Refusal refusal = refusal(signUp("nobody", code));
    assertEquals("InvalidInviteCode", refusal.error());
    assertEquals("Provided invite code not available", refusal.message());
  }

  @Test
  void withoutACodeThereIsNoAccount() {
    Refusal refusal = refusal(fixture.signUp((_, _) -> {}).run(request("alice", Optional.empty())));
    assertEquals("InvalidInviteCode", refusal.error());
    assertEquals("No invite code provided", refusal.message());
    assertNotAvailable("tiktoktoe-test-aaaaa-bbbbb");
    assertNotAvailable("../accounts");
    assertNotAvailable(make(0));
    assertNotAvailable(make(-1));
    String disabled = make(5);
    codes.disable(List.of(disabled, "unknown"), List.of());
    assertNotAvailable(disabled);
  }

  @Test
  void aCodeMakesAnAccountAndIsUsedUp() {
    String code = make(1);
    assertTrue(code.matches("tiktoktoe-test-[a-z2-7]{5}-[a-z2-7]{5}"), code);
    Did alice =
        assertInstanceOf(SignUpOutcome.Created.class, signUp("alice", code)).account().did();
    assertNotAvailable(code);
    assertEquals(List.of(alice), listed(code).uses().stream().map(InviteCode.Use::usedBy).toList());
    assertInstanceOf(SignUpOutcome.Created.class, signUp("alice", code));
    assertEquals(1, listed(code).uses().size());
  }

  @Test
  void ofManyAtTheSameTimeAsManySucceedAsItHasUses() throws Exception {
    String code = make(3);
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Callable<SignUpOutcome>> racers =
          IntStream.range(0, 12)
              .<Callable<SignUpOutcome>>mapToObj(i -> () -> signUp("racer" + i, code))
              .toList();
      int made = 0;
      for (Future<SignUpOutcome> outcome : threads.invokeAll(racers)) {
        if (outcome.get() instanceof SignUpOutcome.Created) {
          made++;
        } else {
          assertEquals("InvalidInviteCode", refusal(outcome.get()).error());
        }
      }
      assertEquals(3, made);
      assertEquals(3, listed(code).uses().size());
    }
  }

  @Test
  void aSignUpThatCameToNothingGivesItsUseBack() {
    String code = make(1);
    SignUp dying =
        fixture.signUp(
            (step, _) -> {
              if (step.equals("reserved")) {
                throw new IllegalStateException("killed");
              }
            });
    SignUpRequest alice = request("alice", Optional.of(code));
    assertThrows(IllegalStateException.class, () -> dying.run(alice));
    assertNotAvailable(code);
    fixture.clock.advance(SignUp.RESERVED_FOR.plusSeconds(1));
    assertEquals(1, fixture.sweep().run());
    assertEquals(0, listed(code).uses().size());
    assertInstanceOf(SignUpOutcome.Created.class, signUp("bob", code));
  }

  @Test
  void aSignUpThatGoesOnUsesItsCodeOnce() {
    String code = make(1);
    SignUp dying =
        fixture.signUp(
            (step, _) -> {
              if (step.equals("published")) {
                throw new IllegalStateException("killed");
              }
            });
    SignUpRequest alice = request("alice", Optional.of(code));
    assertThrows(IllegalStateException.class, () -> dying.run(alice));
    assertInstanceOf(SignUpOutcome.Created.class, fixture.signUp((_, _) -> {}).run(alice));
    assertEquals(1, listed(code).uses().size());
  }

  @Test
  void theCodesOfATakenDownAccountAreGoodNoMore() {
    Did alice = signedUp("alice");
    String code = codes.make(alice.value(), 1, 1).getFirst().code();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(
        Optional.empty(),
        fixture.takedowns().takeDown(fixture.operator(), alice, Optional.of("case 1")));
    assertNotAvailable(code);
  }

  private List<InviteCode> earned(Did did) {
    return assertInstanceOf(InviteCodes.Earned.Codes.class, codes.earn(did)).all();
  }

  @Test
  void anAccountEarnsACodeAWeekAndHoldsFiveAtMost() {
    Did alice = signedUp("alice");
    codes.make(alice.value(), 1, 1);
    assertEquals(1, earned(alice).size());
    fixture.clock.advance(WEEK);
    assertEquals(2, earned(alice).size());
    assertEquals(2, earned(alice).size());
    fixture.clock.advance(WEEK.multipliedBy(20));
    assertEquals(6, earned(alice).size());
    String used =
        earned(alice).stream()
            .filter(code -> code.createdBy().equals(alice.value()))
            .findFirst()
            .orElseThrow()
            .code();
    assertInstanceOf(SignUpOutcome.Created.class, signUp("bob", used));
    assertEquals(7, earned(alice).size());
  }

  @Test
  void whoMayNotInviteEarnsDisabledCodes() {
    Did alice = signedUp("alice");
    assertTrue(codes.setInvites(fixture.operator(), alice, false));
    fixture.clock.advance(WEEK);
    InviteCode code = earned(alice).getFirst();
    assertTrue(code.disabled());
    assertNotAvailable(code.code());
    codes.disable(List.of(), List.of(alice));
    assertTrue(
        !codes.setInvites(fixture.operator(), Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"), true));
  }

  @Test
  void allAreListedInPages() {
    for (int i = 0; i < 5; i++) {
      make(2);
      fixture.clock.advance(Duration.ofSeconds(1));
    }
    String used = make(2);
    assertInstanceOf(SignUpOutcome.Created.class, signUp("alice", used));
    InviteCodeList list = new InviteCodeList(fixture.firestore);
    for (InviteCodeList.Order order : InviteCodeList.Order.values()) {
      InviteCodeList.Page first = list.page(order, 4, Optional.empty());
      assertEquals(used, first.codes().getFirst().code());
      InviteCodeList.Page second = list.page(order, 4, first.cursor());
      assertEquals(2, second.codes().size());
      assertEquals(Optional.empty(), second.cursor());
      assertTrue(first.codes().stream().noneMatch(second.codes()::contains));
    }
    for (String cursor : List.of("", "x", "1::", "::a", "x::a", "1::a/b", "99999999999999999::a")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> list.page(InviteCodeList.Order.RECENT, 4, Optional.of(cursor)),
          cursor);
    }
  }
}
