package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.Announcer;
import app.tiktoktoe.accounts.Attempts;
import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.accounts.ForeignHandles;
import app.tiktoktoe.accounts.HandlePolicy;
import app.tiktoktoe.accounts.HomeCheck;
import app.tiktoktoe.accounts.HttpPlcDirectory;
import app.tiktoktoe.accounts.Identities;
import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.accounts.Invitations;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.accounts.Mails;
import app.tiktoktoe.accounts.Passkeys;
import app.tiktoktoe.accounts.Passwords;
import app.tiktoktoe.accounts.PlcDirectory;
import app.tiktoktoe.accounts.PlcIdentities;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.accounts.ReservedKeys;
import app.tiktoktoe.accounts.SecondFactors;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.accounts.WebDids;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.outbound.DnsTextRecords;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What the methods of several kinds are made of, built by hand. */
final class PartsWiring {
  private static final Duration DNS_TIMEOUT = Duration.ofMillis(800);

  final Environment environment;
  final ServiceSettings settings;
  final GoogleClients clients;
  final InstantSource clock = InstantSource.system();
  final SecureRandom random = new SecureRandom();
  final Instance instance;
  final Firestore firestore;
  final AuditTrail audit;
  final Accounts accounts;
  final AccountDirectory directory;
  final KeyVault vault;
  final Repositories repositories;
  final StatusChanges changes;
  final Passwords passwords;
  final Attempts attempts;
  final Sessions sessions;
  final Preferences preferences;
  final Invitations invitations;
  final EmailTokens tokens;
  final HandlePolicy handles;
  final PlcIdentities plc;
  final Identities identities;
  final HomeCheck home;
  final ForeignHandles foreignHandles;
  final Outbox outbox;
  final Announcer announcer;
  final GuardedHttp outbound;
  final IdentityLookup lookup;
  final PermissionSets sets = new PermissionSets(new ClasspathLexicons());

  PartsWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("auth", environment, clients);
    this.firestore = clients.firestore();
    this.audit = new AuditTrail(firestore, clock, random);
    this.accounts = new Accounts(firestore);
    this.directory = new AccountDirectory(accounts, settings.origin(), clock);
    this.vault = new TinkKeyVault(clients);
    this.repositories =
        new FirestoreRepositories(firestore, vault, settings.limits(), clock, random);
    this.changes = new StatusChanges(firestore, clock);
    this.passwords = new Passwords(random);
    this.attempts = new Attempts(firestore, clock, settings.limits());
    this.sessions = new Sessions(firestore, clients, settings.did(), clock, random);
    this.invitations =
        new Invitations(
            environment.find("INVITE_REQUIRED").equals(Optional.of("on")),
            Duration.ofDays(Long.parseLong(environment.find("INVITE_INTERVAL_DAYS").orElse("0"))),
            settings.origin().getHost());
    this.preferences = new Preferences(firestore);
    this.tokens = new EmailTokens(firestore, clock, random);
    this.handles = new HandlePolicy(settings.handleDomains());
    this.outbound = GuardedHttp.from(environment);
    PlcDirectory plcDirectory = new HttpPlcDirectory(URI.create(environment.text("PLC_URL")));
    this.plc = new PlcIdentities(clients, plcDirectory, settings.origin());
    this.identities = new Identities(plcDirectory, new WebDids(outbound));
    this.foreignHandles = new ForeignHandles(new DnsTextRecords(DNS_TIMEOUT), outbound);
    this.home = new HomeCheck(identities, plc, settings.origin());
    this.lookup =
        new IdentityLookup(directory, handles, foreignHandles, identities, attempts, clock);
    this.outbox = new Outbox(firestore);
    this.announcer = new EventPublisher(clients, Topic.COMMITS, Topic.MAILS)::publish;
  }

  SignIn signIn() {
    return new SignIn(accounts, passwords, attempts, sessions, repositories, factors());
  }

  SecondFactors factors() {
    return new SecondFactors(firestore, accounts, vault, tokens, mails(), attempts, audit, clock);
  }

  Passkeys passkeys() {
    return new Passkeys(firestore, accounts, settings.origin(), clock, random);
  }

  StepUps stepUps() {
    return new StepUps(firestore, accounts, factors(), passkeys(), passwords, attempts, clock);
  }

  XrpcMethod stepped(XrpcMethod method) {
    return new FactorGuard(stepUps()).before(method);
  }

  InviteCodes inviteCodes() {
    return new InviteCodes(firestore, changes, invitations, clock, random);
  }

  StatusWriter statusWriter() {
    return new StatusWriter(audit, changes, new Viewers(firestore)::putStatus, outbox, announcer);
  }

  ReservedKeys reservedKeys() {
    return new ReservedKeys(firestore, vault, settings.did(), clock, random);
  }

  Mails mails() {
    return new Mails(firestore, changes, attempts, outbox, announcer, clock);
  }

  XrpcMethod guarded(XrpcMethod method) {
    return new DirectoryGuard(instance.log()).before(method);
  }

  XrpcMethod checked(XrpcMethod method) {
    return new CallerGuard(new CallerCheck(changes)).before(method);
  }
}
