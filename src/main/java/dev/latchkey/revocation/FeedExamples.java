package dev.latchkey.revocation;

/** What the API's description shows of the feed. */
final class FeedExamples {

    static final String LIST = """
            {"cursor":"7558312345678901234-1.84213","as_of":"2026-11-21T12:00:00Z","age_ms":14,"revoked":[{"kind":"sid",\
            "token_id":"018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d","revoked_at":"2026-11-21T11:59:00Z",\
            "expires_at":"2026-11-21T12:16:00Z"}]}
            """;

    static final String STREAM = """
            event: revoked
            id: 7558312345678901234-1.84213
            data: {"kind":"sid","token_id":"018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d","revoked_at":"2026-11-21T11:59:00Z",\
            "expires_at":"2026-11-21T12:16:00Z"}

            """;

    private FeedExamples() {}
}
