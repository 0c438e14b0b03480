package dev.latchkey.identity;

import io.quarkus.runtime.configuration.CidrAddressConverter;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.List;
import java.util.Optional;

/** Who may say where a request came from. */
@ConfigMapping(prefix = "latchkey")
interface TrustedProxiesConfig {

    /**
     * Networks of the proxies in front, such as {@code 10.0.0.0/8,fd00::/8}: the {@code X-Forwarded-For} of requests from there is
     * believed. None unless set, and then no forwarding header is.
     */
    Optional<List<@WithConverter(CidrAddressConverter.class) CidrAddress>> trustedProxies();
}
