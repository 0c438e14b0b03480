package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a token's header or claims as every consumer must: one JSON object in UTF-8, no member twice, nothing behind it (standards
 * Whole numbers come out as {@code Long}.
 */
final class StrictJsonObject {

    private static final int MAX_DEPTH = 8;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {});

    private StrictJsonObject() {}

    static Map<String, Object> parse(byte[] utf8) throws InvalidTokenException {
        try {
            // decoded here: the parser would guess UTF-16 and UTF-32 from the first bytes
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            Map<String, Object> object = READER.readValue(text);
            if (object == null) {
                throw new InvalidTokenException("not a JSON object");
            }
            return object;
        } catch (CharacterCodingException e) {
            throw new InvalidTokenException("not UTF-8");
        } catch (JsonProcessingException e) {
            throw new InvalidTokenException("not one JSON object without repeated members");
        }
    }
}
