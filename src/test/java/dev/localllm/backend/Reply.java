package dev.localllm.backend;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A response with a status and a body; asking it for anything else fails. */
final class Reply extends Response {

  private final int status;
  private final byte[] body;
  private boolean closed;

  Reply(int status, String body) {
    this.status = status;
    this.body = body.getBytes(StandardCharsets.UTF_8);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public <T> T readEntity(Class<T> type) {
    return type.cast(type == InputStream.class ? new ByteArrayInputStream(body) : body.clone());
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public StatusType getStatusInfo() {
    throw notExpected();
  }

  @Override
  public Object getEntity() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public <T> T readEntity(GenericType<T> type) {
    throw notExpected();
  }

  @Override
  public <T> T readEntity(Class<T> type, Annotation[] annotations) {
    throw notExpected();
  }

  @Override
  public <T> T readEntity(GenericType<T> type, Annotation[] annotations) {
    throw notExpected();
  }

  @Override
  public boolean hasEntity() {
    throw notExpected();
  }

  @Override
  public boolean bufferEntity() {
    throw notExpected();
  }

  @Override
  public MediaType getMediaType() {
    throw notExpected();
  }

  @Override
  public Locale getLanguage() {
    throw notExpected();
  }

  @Override
  public int getLength() {
    throw notExpected();
  }

  @Override
  public Set<String> getAllowedMethods() {
    throw notExpected();
  }

  @Override
  public Map<String, NewCookie> getCookies() {
    throw notExpected();
  }

  @Override
  public EntityTag getEntityTag() {
    throw notExpected();
  }

  @Override
  public Date getDate() {
    throw notExpected();
  }

  @Override
  public Date getLastModified() {
    throw notExpected();
  }

  @Override
  public URI getLocation() {
    throw notExpected();
  }

  @Override
  public Set<Link> getLinks() {
    throw notExpected();
  }

  @Override
  public boolean hasLink(String relation) {
    throw notExpected();
  }

  @Override
  public Link getLink(String relation) {
    throw notExpected();
  }

  @Override
  public Link.Builder getLinkBuilder(String relation) {
    throw notExpected();
  }

  @Override
  public MultivaluedMap<String, Object> getMetadata() {
    throw notExpected();
  }

  @Override
  public MultivaluedMap<String, String> getStringHeaders() {
    throw notExpected();
  }

  @Override
  public String getHeaderString(String name) {
    throw notExpected();
  }

  private static UnsupportedOperationException notExpected() {
    return new UnsupportedOperationException("a reply of tests has a status and a body");
  }
}
