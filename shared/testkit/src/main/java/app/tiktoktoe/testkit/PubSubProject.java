package app.tiktoktoe.testkit;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A project on a Pub/Sub emulator: creates topics and subscriptions, publishes and pulls.
 * Thread-safe.
 */
public final class PubSubProject implements AutoCloseable {
  private static final int ACK_DEADLINE_S = 30;

  private final String hostPort;
  private final String projectId;
  private final ManagedChannel channel;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  /** Connects to the emulator at {@code hostPort}. */
  public PubSubProject(String hostPort, String projectId) {
    this.hostPort = hostPort;
    this.projectId = projectId;
    this.channel = ManagedChannelBuilder.forTarget(hostPort).usePlaintext().build();
    try {
      this.topics =
          TopicAdminClient.create(
              TopicAdminSettings.newBuilder()
                  .setTransportChannelProvider(channelProvider())
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
      this.subscriptions =
          SubscriptionAdminClient.create(
              SubscriptionAdminSettings.newBuilder()
                  .setTransportChannelProvider(channelProvider())
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The emulator's address, as in {@code PUBSUB_EMULATOR_HOST}. */
  public String hostPort() {
    return hostPort;
  }

  /** The project's id. */
  public String projectId() {
    return projectId;
  }

  /** The channel for publishers and subscribers of the test's own. */
  public TransportChannelProvider channelProvider() {
    return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
  }

  /** Creates a topic. */
  public TopicName topic(String name) {
    TopicName topic = TopicName.of(projectId, name);
    topics.createTopic(topic);
    return topic;
  }

  /** Creates a pull subscription. */
  public SubscriptionName subscription(String topic, String name) {
    SubscriptionName subscription = SubscriptionName.of(projectId, name);
    subscriptions.createSubscription(
        subscription,
        TopicName.of(projectId, topic),
        PushConfig.getDefaultInstance(),
        ACK_DEADLINE_S);
    return subscription;
  }

  /** Publishes one message and returns its id. */
  public String publish(String topic, PubsubMessage message) {
    return topics.publish(TopicName.of(projectId, topic), List.of(message)).getMessageIds(0);
  }

  /**
   * Pulls and acknowledges until {@code count} messages have come.
   *
   * @throws AssertionError when they have not come within {@code limit}
   */
  public List<PubsubMessage> pull(String subscription, int count, Duration limit) {
    SubscriptionName name = SubscriptionName.of(projectId, subscription);
    List<PubsubMessage> messages = new ArrayList<>();
    long deadline = System.nanoTime() + limit.toNanos();
    while (messages.size() < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%d of %d messages on %s".formatted(messages.size(), count, subscription));
      }
      List<ReceivedMessage> received = subscriptions.pull(name, count).getReceivedMessagesList();
      received.forEach(message -> messages.add(message.getMessage()));
      if (!received.isEmpty()) {
        subscriptions.acknowledge(name, received.stream().map(ReceivedMessage::getAckId).toList());
      }
    }
    return messages;
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
    channel.shutdownNow();
  }
}
