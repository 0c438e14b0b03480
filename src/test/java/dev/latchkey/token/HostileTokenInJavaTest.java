package dev.latchkey.token;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** The same where no native code computes signatures. */
@QuarkusTest
@TestProfile(HostileTokenInJavaTest.WithoutNativeCode.class)
class HostileTokenInJavaTest extends HostileTokenTest {

    public static final class WithoutNativeCode implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.key.native-crypto", "false");
        }
    }

    HostileTokenInJavaTest(AccessTokenVerifier verifier) {
        super(verifier);
    }
}
