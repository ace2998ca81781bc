# docker build -t bulk-checkout .
# Runs with a read-only root file system: only /work (result files) and /tmp are written.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -ntp package -Dmaven.test.skip=true \
    && mkdir /unpacked && tar -xzf target/bulk-checkout-*.tar.gz -C /unpacked --strip-components=1

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="bulk-checkout" \
      org.opencontainers.image.description="Checks out Microsoft Partner Center carts in bulk" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /unpacked /opt/bulk-checkout
# The first start also prepares quick ones, while /opt can still be written.
RUN cd /tmp && /opt/bulk-checkout/bulk-checkout --version && ln -s /opt/bulk-checkout/bulk-checkout /usr/local/bin/ \
    && mkdir /work && chown 10001:10001 /work
USER 10001:10001
WORKDIR /work
VOLUME /work
ENV HOME=/tmp LANG=C.UTF-8
# The launcher hands over to Java by exec, so that SIGTERM reaches it and stops the run in good order.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/bulk-checkout/bulk-checkout"]
CMD ["--help"]
