package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UploadTest {

  private static final int LIMIT = 100_000;

  private static final int ROOM = 1 << 20;

  private boolean stopping;

  private final Watchdog watchdog = new Watchdog();
  private final HeldBytes held = new HeldBytes(2L * ROOM, ROOM, Duration.ofSeconds(9));
  private final Uploads uploads =
      new Uploads(
          TestSettings.bodies(LIMIT, Duration.ofSeconds(9)),
          held,
          watchdog,
          () -> stopping,
          Runnable::run);
  private final Holding holding = uploads.holding("key_1");
  private final List<Object> told = new ArrayList<>();
  private final Upload.Receiver receiver =
      new Upload.Receiver() {
        @Override
        public void received(byte[] body) {
          told.add(body);
        }

        @Override
        public void refused(GatewayError why) {
          told.add(why);
        }
      };

  @Property(tries = 200)
  void putsPiecesTogether(
      @ForAll @Size(max = 20) List<@IntRange(max = 4_000) Integer> sizes, @ForAll boolean told)
      throws IOException {
    int length = sizes.stream().mapToInt(Integer::intValue).sum();
    Holding mine = uploads.holding("key_1");
    Upload upload = uploads.begin(told ? length : -1, LIMIT, mine, receiver);
    var source = new ByteArrayInputStream(counting(length));
    for (int size : sizes) {
      fill(upload, new ByteArrayInputStream(source.readNBytes(size)));
    }
    upload.complete();
    assertThat(this.told).containsExactly((Object) counting(length));
    this.told.clear();
    mine.close();
    assertThat(held.held()).isZero();
  }

  @Test
  void takesExactlyTheLimit() throws IOException {
    Upload upload = uploads.begin(-1, LIMIT, holding, receiver);
    fill(upload, new ByteArrayInputStream(counting(LIMIT)));
    assertThat(upload.over()).isFalse();
    upload.complete();
    assertThat(told).containsExactly((Object) counting(LIMIT));
  }

  @Test
  void refusesOneByteMore() throws IOException {
    Upload upload = uploads.begin(-1, LIMIT, holding, receiver);
    fill(upload, new ByteArrayInputStream(counting(LIMIT + 1)));
    assertThat(upload.over()).isTrue();
    upload.complete();
    assertThat(told).containsExactly(new TooLarge(LIMIT));
  }

  @Test
  void refusesAtOnceWhatIsSaidToBeTooLong() {
    assertThat(uploads.begin(LIMIT + 1, LIMIT, holding, receiver).over()).isTrue();
    assertThat(told).containsExactly(new TooLarge(LIMIT));
  }

  @Test
  void takesLessWhenAsked() {
    assertThat(uploads.begin(11, 10, holding, receiver).over()).isTrue();
    assertThat(told).containsExactly(new TooLarge(10));
  }

  @Test
  void refusesWhatIsLateOnce() {
    Upload upload = uploads.begin(10, LIMIT, holding, receiver);
    watchdog.step();
    assertThat(told).isEmpty();
    upload.check(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    upload.check(System.nanoTime() + Duration.ofSeconds(11).toNanos());
    upload.broken();
    assertThat(told).containsExactly(new SlowRequest(Duration.ofSeconds(9)));
  }

  @Test
  void aServerThatStopsWaitsOnlyForWhatGoesOn() throws IOException {
    Upload upload = uploads.begin(10, LIMIT, holding, receiver);
    long inAWhile = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    upload.check(inAWhile);
    stopping = true;
    upload.check(System.nanoTime() + Duration.ofSeconds(1).toNanos());
    assertThat(told).isEmpty();
    upload.check(inAWhile);
    assertThat(told).containsExactly(new Busy("the gateway is stopping", Duration.ofSeconds(1)));
  }

  @Test
  void readsNothingMoreOnceItIsOver() throws IOException {
    Upload upload = uploads.begin(10, LIMIT, holding, receiver);
    upload.broken();
    var body = new ByteArrayInputStream(new byte[10]);
    upload.fill(body);
    assertThat(body.available()).isEqualTo(10);
    assertThat(told).containsExactly(new Invalid("the request body broke off", null));
  }

  @Test
  void isEndedWithEverythingElse() {
    var busy = new Busy("the gateway stops", Duration.ofSeconds(1));
    Upload waiting = uploads.begin(10, LIMIT, holding, receiver);
    Upload over = uploads.begin(0, LIMIT, holding, receiver);
    over.complete();
    watchdog.endAll(busy);
    assertThat(waiting.over()).isTrue();
    assertThat(told).hasSize(2).contains(busy);
  }

  @Test
  void believesNoLengthBeforeItHasCome() throws IOException {
    Upload upload = uploads.begin(LIMIT, LIMIT, holding, receiver);
    upload.fill(
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            assertThat(length).isLessThan(LIMIT);
            return -1;
          }
        });
  }

  @Test
  void whatHasNotComeCostsSomethingToo() throws IOException {
    for (int i = 0; i < ROOM / Upload.OVERHEAD; i++) {
      assertThat(uploads.begin(-1, LIMIT, uploads.holding("key_1"), receiver).over()).isFalse();
    }
    assertThat(uploads.begin(-1, LIMIT, uploads.holding("key_1"), receiver).over()).isTrue();
    assertThat(told).singleElement().isInstanceOf(RateLimited.class);
    assertThat(uploads.begin(-1, LIMIT, uploads.holding("key_2"), receiver).over()).isFalse();
  }

  @Test
  void chargesWhatIsAllocatedAndGivesItBackOnce() throws IOException {
    Upload upload = uploads.begin(70_000, LIMIT, holding, receiver);
    assertThat(held.held()).isEqualTo(Upload.OVERHEAD + 65_536);
    fill(upload, new ByteArrayInputStream(counting(70_000)));
    assertThat(held.held()).as("no more than was announced").isEqualTo(Upload.OVERHEAD + 70_000);
    upload.complete();
    upload.broken();
    assertThat(held.held()).isEqualTo(Upload.OVERHEAD + 70_000);
    holding.close();
    holding.close();
    assertThat(held.held()).isZero();
    assertThat(held.callers()).isZero();
  }

  @Test
  void refusesWhatThereIsNoRoomForWhileItComes() throws IOException {
    uploads.holding("key_1").take(ROOM - 2 * Upload.OVERHEAD);
    Upload upload = uploads.begin(-1, LIMIT, holding, receiver);
    fill(upload, new ByteArrayInputStream(counting(LIMIT)));
    assertThat(upload.over()).isTrue();
    assertThat(told).singleElement().isInstanceOf(RateLimited.class);
    assertThat(held.held()).as("its bytes are given back").isEqualTo(ROOM - Upload.OVERHEAD);
  }

  @Test
  void refusesWhatTheProcessHasNoRoomFor() {
    uploads.holding("key_2").take(ROOM);
    uploads.holding("key_3").take(ROOM);
    uploads.begin(10, LIMIT, holding, receiver);
    assertThat(told)
        .containsExactly(
            new Busy("the gateway has no memory left for this request now", Duration.ofSeconds(9)));
  }

  private static void fill(Upload upload, InputStream body) throws IOException {
    while (body.available() > 0 && !upload.over()) {
      upload.fill(body);
    }
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }
}
