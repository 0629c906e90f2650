package dev.localllm.api;

import dev.localllm.pipeline.Upload;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Consumer;

/** Hands the body of a suspended request over as it arrives. */
final class UploadListener implements ReadListener {

  private final Runnable end;
  private final ServletInputStream body;
  private final Upload upload;

  private UploadListener(Runnable end, ServletInputStream body, Upload upload) {
    this.end = end;
    this.body = body;
    this.upload = upload;
  }

  /**
   * Reads the body of {@code request} into an upload, unless that is over; to be made on the
   * server's thread, and called on any.
   */
  static Consumer<Upload> of(HttpServletRequest request) {
    Runnable end = RequestBody.end(request);
    ServletInputStream body;
    try {
      body = request.getInputStream();
    } catch (IOException e) {
      return Upload::broken;
    }
    return upload -> {
      if (!upload.over()) {
        listen(end, body, upload);
      }
    };
  }

  private static void listen(Runnable end, ServletInputStream body, Upload upload) {
    try {
      body.setReadListener(new UploadListener(end, body, upload));
    } catch (IllegalStateException e) {
      // the server has ended the request meanwhile
      upload.broken();
    } catch (RuntimeException | Error e) {
      upload.failed(e);
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    try {
      while (!upload.over() && body.isReady() && !body.isFinished()) {
        upload.fill(body);
      }
    } catch (RuntimeException | Error e) {
      // the server would drop the request without an answer
      upload.failed(e);
    }
  }

  @Override
  public void onAllDataRead() {
    try {
      end.run();
      upload.complete();
    } catch (RuntimeException | Error e) {
      upload.failed(e);
    }
  }

  @Override
  public void onError(Throwable brokenOff) {
    upload.broken();
  }
}
