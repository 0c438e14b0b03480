package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void readsTextsAndNumbersAndPassesOverTheRest() throws IOException {
        assertThat(read(" { \"a\" : \"x\\n"
                        + "\\u00e9\\\\\\\"\\/\" ,"
                        + " \"n\":42,\"skip\":[1,-2.5e+3,[],{},{\"b\":[true,false,null]},\"]\"]}\n"))
                .isEqualTo(Map.of("a", "x\né\\\"/", "n", "42"));
        assertThat(read("{}")).isEmpty();
        assertThat(read("{\"n\":0}")).isEqualTo(Map.of("n", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "\"a\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":\"b\"",
                "{\"a\":\"b}",
                "{\"a\":\"b\",}",
                "{,}",
                "{\"a\":\"b\"}{}",
                "{\"a\":\"b\"} x",
                "{\"a\":\"b\",\"a\":\"c\"}",
                "{a:\"b\"}",
                "{'a':'b'}",
                "{\"a\":1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"\t\"}",
                "{\"n\":\"1\"}",
                "{\"n\":1.5}",
                "{\"n\":1e3}",
                "{\"n\":-1}",
                "{\"n\":01}",
                "{\"n\":9999999999999999999}",
                "{\"skip\":nul}",
                "{\"skip\":01}",
                "{\"skip\":}",
                "{\"skip\":[1,]}",
                "{\"skip\":[1 2]}",
                "{\"skip\":[[[[[[[[[[1]]]]]]]]]]}",
                "{\"skip\":{\"a\":1,\"a\":1}}",
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(FeedException.class);
    }

    private static Map<String, String> read(String text) throws IOException {
        Map<String, String> members = new TreeMap<>();
        JsonReader.read(text, json -> name -> {
            switch (name) {
                case "a" -> members.put(name, json.string());
                case "n" -> members.put(name, Long.toString(json.number()));
                default -> json.skip();
            }
        });
        return members;
    }
}
