package dev.latchkey.key;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Keys whose signatures one of all that may compute them computes. */
public final class SignatureKeys {

    private static final int RSA_BITS = 3072;
    private static final int SECRET_BYTES = 32;

    private SignatureKeys() {}

    /** @param provider {@code native}, as a node chooses, {@code java}, its other choice, or {@code jdk}, the platform's own */
    public static SigningKeys of(String provider, String algorithm) {
        KeyAlgorithm wanted = KeyAlgorithm.valueOf(algorithm);
        SigningKey key = wanted.isSymmetric() ? secret(wanted) : pair(provider, wanted);
        return new SigningKeys(null, null, null, null, null, null, null, null, null) {
            @Override
            public SigningKey signing() {
                return key;
            }
        };
    }

    private static SigningKey pair(String provider, KeyAlgorithm algorithm) {
        Signatures signatures =
                switch (provider) {
                    case "native" -> SignatureProvider.choose(settings(KeyRingConfig.class, Map.of("nativeCrypto", true)));
                    case "java" -> new JavaSignatures();
                    case "jdk" -> JcaSignatures.ofPlatform();
                    default -> throw new IllegalArgumentException(provider);
                };
        if (provider.equals("native") && signatures instanceof JavaSignatures) {
            throw new IllegalStateException("There is no native code for this machine");
        }
        return new KeyMaterial(signatures).generate(algorithm, RSA_BITS);
    }

    /** As it is read from the settings. Nobody but the platform computes with it. */
    private static SigningKey secret(KeyAlgorithm algorithm) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String text = Base64.getEncoder().encodeToString(secret);
        KeyConfig chosen = settings(KeyConfig.class, Map.of("algorithm", algorithm, "secret", Optional.of(text)));
        return SharedSecret.read(chosen, settings(KeyRingConfig.class, Map.of())).orElseThrow();
    }

    /** Those that are asked for; any other is an absent one. */
    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, none) -> values.getOrDefault(method.getName(), Optional.empty())));
    }
}
