# base, dev, build, ci and prod; prod, the last, is what runs in staging and production.
# A base image is pinned by the digest that its tag had; update both together.

# ---- jdk: JDK 25 and Maven, never shipped
FROM maven:3.9-eclipse-temurin-25@sha256:93b8a14ea2f412782e4e842651273b4d903e35cc496284f178fbbe2d67d00976 AS jdk

# ---- jre: the parts of Java that the server uses
FROM jdk AS jre
# Files of a fixed age: the AOT cache remembers how old what it was made from was.
ARG SOURCE_DATE_EPOCH=1767225600
# jlink compares the JDK with what it was made from and gives up when manual pages are missing or the
# certificates are others, as they are in some base images.
RUN mkdir -p "$JAVA_HOME/man/man1" \
  && for tool in "$JAVA_HOME"/bin/*; do touch "$JAVA_HOME/man/man1/${tool##*/}.1"; done \
  && jlink --output /opt/jre --ignore-modified-runtime \
      --no-header-files --no-man-pages --strip-java-debug-attributes --generate-cds-archive \
      --add-modules java.se,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
  && rm /opt/jre/lib/server/classes_nocoops.jsa \
  && find /opt/jre -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# ---- base: what runs the server, without the server
FROM debian:bookworm-slim@sha256:3783cc01769c7b2b1b83a5c5ad96c815348e28ed7da68e2e3687004faa906251 AS base
# Any user of group 0 may write what user 1001 may: some platforms choose the number themselves.
RUN useradd --uid 1001 --gid 0 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin gateway \
  && install -d -o 1001 -g 0 -m 0775 /data
COPY --from=jre /opt/jre /opt/jre
# One folder for all that a running server writes, so that it can be a tmpfs; /data must outlive the container.
ENV JAVA_HOME=/opt/jre \
    PATH=/opt/jre/bin:$PATH \
    LANG=C.UTF-8 \
    HTTP_HOST=* \
    HTTP_PORT=8000 \
    DATA_DIR=/data \
    WLP_OUTPUT_DIR=/tmp/wlp
WORKDIR /opt/local-llm-server

# ---- dev: hot reload of source that is mounted into /workspace (docker-compose.yml)
FROM jdk AS dev
# Maven's repository lies outside any home, for whichever user builds.
ENV MAVEN_ARGS="-B -ntp -Dmaven.repo.local=/m2/repository" \
    MAVEN_USER_HOME=/m2
RUN useradd --uid 1001 --gid 0 --create-home gateway \
  && install -d -o 1001 -g 0 -m 0775 /m2 /m2/repository /workspace /workspace/target /data
COPY --chmod=755 docker/probe /usr/local/bin/
WORKDIR /workspace
EXPOSE 8000
# Polling, because the events of a mounted file system do not reach every container.
CMD ["mvn", "liberty:dev", "-DskipTests", "-DpollingTest=true", "-Ddebug=false"]

# ---- build: the zip, unpacked at its final place
FROM dev AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
COPY mvnw pom.xml ./
COPY .mvn .mvn
# A build of next to nothing fetches what the build of everything needs: a layer that new source leaves
# alone. The cache mount is for a changed pom.xml, which then fetches only what changed.
RUN --mount=type=cache,id=local-llm-server-maven,target=/var/cache/maven,sharing=locked \
    cp -a /var/cache/maven/. /m2/repository/ \
  && mkdir -p src/main/launcher src/main/java/nothing \
  && echo 'package nothing; interface Nothing {}' >src/main/java/nothing/Nothing.java \
  && mvn package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip \
  && cp -au /m2/repository/. /var/cache/maven/ \
  && rm -rf src target/classes target/local-llm-server* \
  && chmod -R g=u /m2
COPY src/main src/main
ARG SOURCE_DATE_EPOCH=1767225600
# The tests and the style checks are ci's. jar restores no file modes.
RUN mvn package -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip -Djacoco.skip \
  && jar --extract --file target/local-llm-server.zip --dir /opt/local-llm-server \
  && chmod 755 /opt/local-llm-server/bin/* /opt/local-llm-server/wlp/bin/* \
  && rm -f /opt/local-llm-server/bin/*.bat /opt/local-llm-server/wlp/bin/*.bat \
  && find /opt/local-llm-server -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# What a label says must be true: the newest migration that this release knows.
ARG SCHEMA_KNOWN=2
RUN newest=$(find src/main/resources/db/migration -name 'V*__*.sql' | sed 's/.*\/V\([0-9]*\)__.*/\1/' | sort -n | tail -n 1) \
  && if [ "$newest" != "$SCHEMA_KNOWN" ]; then echo "SCHEMA_KNOWN is $SCHEMA_KNOWN, the newest migration $newest: change both places in the Dockerfile" >&2; exit 1; fi

# ---- ci: the whole check in a container
FROM build AS ci
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends unzip \
  && rm -rf /var/lib/apt/lists/* target/* \
  && chown -R 1001:0 /workspace
COPY --chown=1001:0 . .
USER 1001:0
CMD ["./mvnw", "verify"]

# ---- trained: one start and some load, for Java's AOT cache and for the server's own
FROM base AS trained
COPY --from=build /opt/local-llm-server ./
COPY --chmod=755 docker/entrypoint docker/probe bin/
COPY --chmod=755 docker/train /usr/local/bin/
# as the user that will run it, who may then change nothing of it
RUN chown -R 1001:0 .
USER 1001:0
RUN train

# ---- prod
FROM base AS prod
COPY --from=trained --chown=0:0 /opt/local-llm-server ./
USER 1001:0
EXPOSE 8000
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to restart.
HEALTHCHECK --interval=30s --timeout=10s --retries=3 --start-period=40s --start-interval=1s \
  CMD ["bin/probe", "/health/live"]
ENTRYPOINT ["/opt/local-llm-server/bin/entrypoint"]
ARG SCHEMA_KNOWN=2
ARG APP_VERSION=0.1.0-SNAPSHOT
ARG GIT_SHA=unknown
ARG BUILD_DATE=unknown
ARG SOURCE_URL=unknown
ENV APP_VERSION=$APP_VERSION GIT_SHA=$GIT_SHA BUILD_DATE=$BUILD_DATE
LABEL org.opencontainers.image.title="local-llm-server" \
      org.opencontainers.image.description="An LLM gateway in front of Ollama, in the dialects that clients already speak." \
      org.opencontainers.image.source=$SOURCE_URL \
      org.opencontainers.image.revision=$GIT_SHA \
      org.opencontainers.image.created=$BUILD_DATE \
      org.opencontainers.image.version=$APP_VERSION \
      dev.localllm.schema.known=$SCHEMA_KNOWN
