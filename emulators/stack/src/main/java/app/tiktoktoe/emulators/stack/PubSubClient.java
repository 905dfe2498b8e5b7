package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics and subscriptions of the catalogue on the Pub/Sub emulator. Thread-safe. */
final class PubSubClient implements AutoCloseable {
  private static final String DEAD_LETTERS = "-dead";
  private static final Duration HELD = Duration.ofMinutes(10);
  private static final int DEAD_LETTER_ACK_DEADLINE_S = 60;

  private final String projectId;
  private final ManagedChannel channel;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;
  private final SubscriberStub pulls;

  /** Connects to the emulator at {@code hostPort}. */
  PubSubClient(String hostPort, String projectId) {
    this.projectId = projectId;
    this.channel = ManagedChannelBuilder.forTarget(hostPort).usePlaintext().build();
    try {
      this.topics =
          TopicAdminClient.create(
              TopicAdminSettings.newBuilder()
                  .setTransportChannelProvider(transport())
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
      this.subscriptions =
          SubscriptionAdminClient.create(
              SubscriptionAdminSettings.newBuilder()
                  .setTransportChannelProvider(transport())
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
      this.pulls =
          GrpcSubscriberStub.create(
              SubscriberStubSettings.newBuilder()
                  .setTransportChannelProvider(transport())
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
    } catch (IOException e) {
      throw new StackFailure("Pub/Sub emulator: " + e.getMessage(), e);
    }
  }

  private TransportChannelProvider transport() {
    return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
  }

  /** Creates every topic, and for each Pub/Sub function a subscription and its dead letters. */
  void create(Catalogue catalogue) {
    catalogue.topics().keySet().forEach(name -> topics.createTopic(topic(name)));
    for (FunctionEntry function : catalogue.functions().values()) {
      if (function.trigger() instanceof Trigger.PubSub trigger) {
        create(function.name(), trigger);
      }
    }
  }

  private void create(String function, Trigger.PubSub trigger) {
    TopicName deadLetters = topic(function + DEAD_LETTERS);
    topics.createTopic(deadLetters);
    subscriptions.createSubscription(
        Subscription.newBuilder()
            .setName(subscription(function + DEAD_LETTERS).toString())
            .setTopic(deadLetters.toString())
            .setAckDeadlineSeconds(DEAD_LETTER_ACK_DEADLINE_S)
            .build());
    subscriptions.createSubscription(
        Subscription.newBuilder()
            .setName(subscription(function).toString())
            .setTopic(topic(trigger.topic()).toString())
            .setAckDeadlineSeconds((int) trigger.ackDeadline().toSeconds())
            .setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder()
                    .setDeadLetterTopic(deadLetters.toString())
                    .setMaxDeliveryAttempts(trigger.maxDeliveryAttempts()))
            .build());
  }

  TopicName topic(String name) {
    return TopicName.of(projectId, name);
  }

  SubscriptionName subscription(String name) {
    return SubscriptionName.of(projectId, name);
  }

  /** Publishes one message and waits until the emulator has it. */
  void publish(String topic, Map<String, String> attributes, byte[] data) {
    PubsubMessage message =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFrom(data))
            .putAllAttributes(attributes)
            .build();
    topics.publish(topic(topic), List.of(message));
  }

  /**
   * Waits for messages of the function's subscription and takes at most {@code limit}. Each is held
   * for {@link #HELD} unless it is acknowledged or released.
   *
   * <p>NOTE: unary pulls. The emulator now and then leaves a message with a stream that it does not
   * send to any more, and offers it again only after the ack deadline.
   */
  List<ReceivedMessage> pull(String function, int limit) {
    String subscription = subscription(function).toString();
    List<ReceivedMessage> received =
        pulls
            .pullCallable()
            .call(
                PullRequest.newBuilder()
                    .setSubscription(subscription)
                    .setMaxMessages(limit)
                    .build())
            .getReceivedMessagesList();
    if (!received.isEmpty()) {
      hold(subscription, received.stream().map(ReceivedMessage::getAckId).toList(), HELD);
    }
    return received;
  }

  void acknowledge(String function, ReceivedMessage message) {
    pulls
        .acknowledgeCallable()
        .call(
            AcknowledgeRequest.newBuilder()
                .setSubscription(subscription(function).toString())
                .addAckIds(message.getAckId())
                .build());
  }

  /** Offers the message again, or to the dead letters when it had its attempts. */
  void release(String function, ReceivedMessage message) {
    hold(subscription(function).toString(), List.of(message.getAckId()), Duration.ZERO);
  }

  private void hold(String subscription, List<String> ackIds, Duration time) {
    pulls
        .modifyAckDeadlineCallable()
        .call(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(subscription)
                .addAllAckIds(ackIds)
                .setAckDeadlineSeconds((int) time.toSeconds())
                .build());
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
    pulls.close();
    channel.shutdownNow();
  }
}
