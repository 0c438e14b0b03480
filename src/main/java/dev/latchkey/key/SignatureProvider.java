package dev.latchkey.key;

import io.quarkus.runtime.ImageMode;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.Provider;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * Chooses once, at start, who computes signatures: Amazon Corretto Crypto Provider where its native code can be loaded, or else Java
 * (ADR 14). It is not installed, so nothing but signatures comes to use it.
 */
final class SignatureProvider {

    private static final Logger LOG = Logger.getLogger(SignatureProvider.class);
    private static final String FAST = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private SignatureProvider() {}

    @Produces
    @Singleton
    static Signatures choose(KeyRingConfig config) {
        Signatures chosen;
        String why = "";
        try {
            chosen = JcaSignatures.of(load(config.nativeCrypto()));
        } catch (NotToBeHad e) {
            chosen = new JavaSignatures();
            why = ", for the native provider " + e.getMessage();
        }
        LOG.infof("Signatures are computed by %s%s", chosen.provider(), why);
        return chosen;
    }

    /** The provider, found healthy: it has loaded its library, which is of its own version, and passed its self-tests. */
    private static Provider load(boolean wanted) throws NotToBeHad {
        if (!wanted) {
            throw new NotToBeHad("is switched off");
        }
        if (ImageMode.current().isNativeImage()) {
            throw new NotToBeHad("is left out of native executables");
        }
        try {
            Class<? extends Provider> type = type();
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(provider);
            return provider;
        } catch (ReflectiveOperationException | ServiceConfigurationError | LinkageError e) {
            throw new NotToBeHad("cannot be used here: " + rootOf(e));
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    /**
     * Looked up among the services, not by name: a class that is named gets into a native executable, where being initialised would
     * load the library into the compiler.
     */
    private static Class<? extends Provider> type() throws NotToBeHad {
        return ServiceLoader.load(Provider.class, SignatureProvider.class.getClassLoader()).stream()
                .<Class<? extends Provider>>map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().equals(FAST))
                .findFirst()
                .orElseThrow(() -> new NotToBeHad("is not on the class path"));
    }

    /** Says why, in words that go on from the provider's name. */
    private static final class NotToBeHad extends Exception {

        private static final long serialVersionUID = 1;

        NotToBeHad(String why) {
            super(why);
        }
    }
}
