package dev.latchkey.key;

import java.lang.reflect.Proxy;

/** Keys whose signatures one of all that may compute them computes. */
public final class SignatureKeys {

    private static final int RSA_BITS = 3072;

    /** Asked for nothing but whether native code is wanted. */
    private static final KeyRingConfig WANTED = (KeyRingConfig) Proxy.newProxyInstance(
            KeyRingConfig.class.getClassLoader(), new Class<?>[] {KeyRingConfig.class}, (self, method, none) -> true);

    private SignatureKeys() {}

    /** @param provider {@code native}, as a node chooses, {@code java}, its other choice, or {@code jdk}, the platform's own */
    public static SigningKeys of(String provider, String algorithm) {
        Signatures signatures =
                switch (provider) {
                    case "native" -> SignatureProvider.choose(WANTED);
                    case "java" -> new JavaSignatures();
                    case "jdk" -> JcaSignatures.ofPlatform();
                    default -> throw new IllegalArgumentException(provider);
                };
        if (provider.equals("native") && signatures instanceof JavaSignatures) {
            throw new IllegalStateException("There is no native code for this machine");
        }
        SigningKey key = new KeyMaterial(signatures).generate(KeyAlgorithm.valueOf(algorithm), RSA_BITS);
        return new SigningKeys(null, null, null, null, null, null, null, null, null) {
            @Override
            public SigningKey signing() {
                return key;
            }
        };
    }
}
