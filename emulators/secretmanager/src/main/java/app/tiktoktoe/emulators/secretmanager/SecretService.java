package app.tiktoktoe.emulators.secretmanager;

import app.tiktoktoe.emulators.secretmanager.StoredSecret.Version;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DeleteSecretRequest;
import com.google.cloud.secretmanager.v1.DestroySecretVersionRequest;
import com.google.cloud.secretmanager.v1.DisableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.EnableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.GetSecretRequest;
import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** The gRPC methods; what is not overridden answers {@code UNIMPLEMENTED}. */
final class SecretService extends SecretManagerServiceGrpc.SecretManagerServiceImplBase {
  /** Google's limit for one payload. */
  private static final int LARGEST_PAYLOAD_BYTES = 65_536;

  private final SecretStore store;

  SecretService(SecretStore store) {
    this.store = store;
  }

  @Override
  public void createSecret(CreateSecretRequest request, StreamObserver<Secret> observer) {
    answer(
        observer,
        () ->
            store.create(
                SecretName.of(request.getParent(), request.getSecretId()), request.getSecret()));
  }

  @Override
  public void getSecret(GetSecretRequest request, StreamObserver<Secret> observer) {
    answer(observer, () -> store.get(SecretName.parse(request.getName())));
  }

  @Override
  public void listSecrets(
      ListSecretsRequest request, StreamObserver<ListSecretsResponse> observer) {
    answer(
        observer,
        () -> {
          refuse("filter", request.getFilter());
          List<Secret> all = store.list(SecretName.project(request.getParent()));
          Page<Secret> page = Page.of(all, request.getPageSize(), request.getPageToken());
          return ListSecretsResponse.newBuilder()
              .addAllSecrets(page.items())
              .setNextPageToken(page.nextToken())
              .setTotalSize(all.size())
              .build();
        });
  }

  @Override
  public void deleteSecret(DeleteSecretRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          refuse("etag", request.getEtag());
          store.delete(SecretName.parse(request.getName()));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void addSecretVersion(
      AddSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        () -> {
          SecretName name = SecretName.parse(request.getParent());
          SecretPayload payload = request.getPayload();
          check(payload);
          return store.addVersion(name, payload.getData(), payload.hasDataCrc32C());
        });
  }

  @Override
  public void getSecretVersion(
      GetSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(observer, () -> store.getVersion(VersionName.parse(request.getName())));
  }

  @Override
  public void listSecretVersions(
      ListSecretVersionsRequest request, StreamObserver<ListSecretVersionsResponse> observer) {
    answer(
        observer,
        () -> {
          refuse("filter", request.getFilter());
          List<SecretVersion> all = store.listVersions(SecretName.parse(request.getParent()));
          Page<SecretVersion> page = Page.of(all, request.getPageSize(), request.getPageToken());
          return ListSecretVersionsResponse.newBuilder()
              .addAllVersions(page.items())
              .setNextPageToken(page.nextToken())
              .setTotalSize(all.size())
              .build();
        });
  }

  @Override
  public void accessSecretVersion(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> observer) {
    answer(
        observer,
        () -> {
          Version found = store.access(VersionName.parse(request.getName()));
          SecretPayload payload =
              SecretPayload.newBuilder()
                  .setData(found.data())
                  .setDataCrc32C(crc32c(found.data()))
                  .build();
          return AccessSecretVersionResponse.newBuilder()
              .setName(found.version().getName())
              .setPayload(payload)
              .build();
        });
  }

  @Override
  public void enableSecretVersion(
      EnableSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        () -> {
          refuse("etag", request.getEtag());
          return store.enable(VersionName.parse(request.getName()));
        });
  }

  @Override
  public void disableSecretVersion(
      DisableSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        () -> {
          refuse("etag", request.getEtag());
          return store.disable(VersionName.parse(request.getName()));
        });
  }

  @Override
  public void destroySecretVersion(
      DestroySecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        () -> {
          refuse("etag", request.getEtag());
          return store.destroy(VersionName.parse(request.getName()));
        });
  }

  private static void check(SecretPayload payload) {
    if (payload.getData().isEmpty() || payload.getData().size() > LARGEST_PAYLOAD_BYTES) {
      throw invalid("payload.data must have 1 to " + LARGEST_PAYLOAD_BYTES + " bytes");
    }
    if (payload.hasDataCrc32C() && payload.getDataCrc32C() != crc32c(payload.getData())) {
      throw invalid("payload.data_crc32c does not match payload.data");
    }
  }

  private static void refuse(String field, String value) {
    if (!value.isEmpty()) {
      throw invalid("this emulator does not support " + field);
    }
  }

  private static StatusRuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  private static long crc32c(ByteString data) {
    CRC32C sum = new CRC32C();
    sum.update(data.asReadOnlyByteBuffer());
    return sum.getValue();
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
    T value;
    try {
      value = call.get();
    } catch (StatusRuntimeException refused) {
      observer.onError(refused);
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }
}
