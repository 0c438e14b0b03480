package dev.latchkey.password;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body as text, given up when it is longer than it may be: what another service sends is not to fill our memory. */
final class LimitedText implements BodySubscriber<String> {

    private final BodySubscriber<String> whole = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private @Nullable Subscription subscription;
    private long bytesLeft;

    LimitedText(long maxBytes) {
        this.bytesLeft = maxBytes;
    }

    @Override
    public CompletionStage<String> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        whole.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        bytesLeft -= piece.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytesLeft >= 0) {
            whole.onNext(piece);
        } else if (subscription != null) {
            subscription.cancel();
            whole.onError(new IOException("the answer is too long"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
