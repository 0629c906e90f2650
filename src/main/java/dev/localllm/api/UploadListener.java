package dev.localllm.api;

import dev.localllm.pipeline.Upload;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Hands the body of a suspended request over as it arrives. */
final class UploadListener implements ReadListener {

  private final ServletInputStream body;
  private final Upload upload;

  private UploadListener(ServletInputStream body, Upload upload) {
    this.body = body;
    this.upload = upload;
  }

  /** Begins, unless nothing is wanted. */
  static void listen(HttpServletRequest request, Upload upload) {
    try {
      if (!upload.over()) {
        ServletInputStream body = request.getInputStream();
        body.setReadListener(new UploadListener(body, upload));
      }
    } catch (IOException e) {
      upload.broken();
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!upload.over() && body.isReady() && !body.isFinished()) {
      upload.fill(body);
    }
  }

  @Override
  public void onAllDataRead() {
    upload.complete();
  }

  @Override
  public void onError(Throwable brokenOff) {
    upload.broken();
  }
}
