package dev.latchkey.support;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys from master keys of a test's choice, such as {@code 2:B,1:A}: an id and a letter to fill the key with. */
public final class TestPurposeKeys {

    private TestPurposeKeys() {}

    public static PurposeKeys of(String list) {
        String masterKey = Arrays.stream(list.split(",", -1))
                .map(entry -> entry.substring(0, 2) + filledWith(entry.charAt(2)))
                .collect(Collectors.joining(","));
        MasterKeyConfig config = ConfigReader.read(MasterKeyConfig.class, Map.of("latchkey.master-key", masterKey));
        return new PurposeKeys(new MasterKeys(config, new Randomness()));
    }

    private static String filledWith(char letter) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) letter);
        return Base64.getEncoder().encodeToString(key);
    }
}
