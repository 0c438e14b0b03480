package dev.latchkey;

import java.util.List;

/**
 * Signed examples of the RFCs, as they stand there: RFC 7515 appendix A, RFC 7520 §4, RFC 7797 §4.2, RFC 8037 appendix A.4.
 *
 * @param algorithm that of the signature
 * @param key a JWK; only its {@code k} for HS256
 */
public record PublicVector(String name, String algorithm, String key, String signingInput, String signature) {

    private static final String JOE =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private static final String FRODO =
            "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUg"
                    + "cm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0"
                    + "IGJlIHN3ZXB0IG9mZiB0by4";
    private static final String RSA_OF_7515 =
            rsa("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
                    + "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB"
                    + "dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
                    + "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ");
    private static final String RSA_OF_7520 =
            rsa("n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRB"
                    + "SFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD"
                    + "1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_"
                    + "qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw");
    private static final String EC_OF_7515 =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    private static final String ED_OF_8037 =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    private static final String SECRET_OF_7515 =
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    private static final String SECRET_OF_7520 = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";
    private static final String BILBO = "LmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";
    private static final String MULTIPLE_SIGNATURES_RS256 =
            "MIsjqtVlOpa71KE-Mss8_Nq2YH4FGhiocsqrgi5NvyG53uoimic1tcMdSg-qptrzZc7CG6Svw2Y13TDIqHzTUrL_lR2ZFcryNFiH"
                    + "kSw129EghGpwkpxaTn_THJTCglNbADko1MZBCdwzJxwqZc-1RlpO2HibUYyXSwO97BSe0_evZKdjvvKSgsIqjytKSeAMbhMBdMma"
                    + "622_BG5t4sdbuCHtFjp9iJmkio47AIwqkZV1aIZsv33uPUqBBCXbYoQJwt7mxPftHmNlGoOSMxR_3thmXTCm4US-xiNOyhbm8afK"
                    + "K64jU6_TPtQHiJeQJxz9G3Tx-083B745_AfYOnlC9w";

    /** Those of algorithms that Latchkey has. PS256 is in none of these RFCs. */
    public static List<PublicVector> ofOurAlgorithms() {
        return List.of(
                new PublicVector(
                        "RFC 7515 A.1",
                        "HS256",
                        SECRET_OF_7515,
                        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + JOE,
                        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
                new PublicVector(
                        "RFC 7515 A.2",
                        "RS256",
                        RSA_OF_7515,
                        "eyJhbGciOiJSUzI1NiJ9." + JOE,
                        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
                                + "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
                                + "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
                                + "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"),
                new PublicVector(
                        "RFC 7515 A.3",
                        "ES256",
                        EC_OF_7515,
                        "eyJhbGciOiJFUzI1NiJ9." + JOE,
                        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"),
                new PublicVector(
                        "RFC 7520 4.1",
                        "RS256",
                        RSA_OF_7520,
                        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJv" + BILBO + "." + FRODO,
                        "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi8"
                                + "4wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocS"
                                + "adnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJu"
                                + "shZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"),
                new PublicVector(
                        "RFC 7520 4.4",
                        "HS256",
                        SECRET_OF_7520,
                        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9." + FRODO,
                        "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"),
                new PublicVector(
                        "RFC 7520 4.6",
                        "HS256",
                        SECRET_OF_7520,
                        "eyJhbGciOiJIUzI1NiJ9." + FRODO,
                        "bWUSVaxorn7bEF1djytBd0kHv70Ly5pvbomzMWSOr20"),
                new PublicVector(
                        "RFC 7520 4.7",
                        "HS256",
                        SECRET_OF_7520,
                        "." + FRODO,
                        "xuLifqLGiblpv9zBpuZczWhNj1gARaLV3UxvxhJxZuk"),
                new PublicVector(
                        "RFC 7520 4.8",
                        "RS256",
                        RSA_OF_7520,
                        "eyJhbGciOiJSUzI1NiJ9." + FRODO,
                        MULTIPLE_SIGNATURES_RS256),
                new PublicVector(
                        "RFC 7797 4.2",
                        "HS256",
                        SECRET_OF_7515,
                        "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.$.02",
                        "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"),
                new PublicVector(
                        "RFC 8037 A.4",
                        "EdDSA",
                        ED_OF_8037,
                        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
                        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"));
    }

    /** What a careless service might take for a token: each of them as it is sent, and those that have no compact form. */
    public static List<String> tokens() {
        return List.of(
                compact(0),
                compact(1),
                compact(2),
                compact(3),
                compact(4),
                compact(9),
                "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJv" + BILBO + "." + FRODO + "."
                        + "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItl"
                        + "lVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0"
                        + "TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0"
                        + "uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw",
                "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJv" + BILBO + "." + FRODO + "."
                        + "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_"
                        + "sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2",
                // RFC 7515 A.5
                "eyJhbGciOiJub25lIn0." + JOE + ".",
                // RFC 7520 4.5 and RFC 7797 4.2: the content is elsewhere
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.."
                        + ofOurAlgorithms().get(4).signature,
                "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.."
                        + ofOurAlgorithms().get(8).signature,
                // RFC 7520 4.6 to 4.8
                "{\"payload\":\"" + FRODO
                        + "\",\"protected\":\"eyJhbGciOiJIUzI1NiJ9\",\"header\":{\"kid\":\"018c0ae5-4d9b-471b-bfd6-eef314bc7037\"},"
                        + "\"signature\":\"" + ofOurAlgorithms().get(5).signature + "\"}",
                "{\"payload\":\"" + FRODO
                        + "\",\"header\":{\"alg\":\"HS256\",\"kid\":\"018c0ae5-4d9b-471b-bfd6-eef314bc7037\"},"
                        + "\"signature\":\"" + ofOurAlgorithms().get(6).signature + "\"}",
                "{\"payload\":\"" + FRODO
                        + "\",\"signatures\":[{\"protected\":\"eyJhbGciOiJSUzI1NiJ9\",\"header\":{\"kid\":\"bilbo.baggins@hobbiton.example\"},"
                        + "\"signature\":\"" + MULTIPLE_SIGNATURES_RS256 + "\"}]}");
    }

    private static String compact(int index) {
        PublicVector vector = ofOurAlgorithms().get(index);
        return vector.signingInput + "." + vector.signature;
    }

    private static String rsa(String modulus) {
        return "{\"kty\":\"RSA\",\"n\":\"" + modulus + "\",\"e\":\"AQAB\"}";
    }

    @Override
    public String toString() {
        return name;
    }
}
