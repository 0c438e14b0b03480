package dev.latchkey.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * One reading of a body and no other (standards E-04): unknown and repeated members, trailing data, numbers or booleans in the
 * place of strings and the reverse are all refused, so that no two components can understand the same request differently.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    /**
     * After Quarkus has applied its settings, which would undo ours, and before the modules on the class path register themselves,
     * for the first registration of a module counts.
     */
    @Override
    public int priority() {
        return MAXIMUM_PRIORITY - 1;
    }

    @Override
    @SuppressWarnings("deprecation") // the factory is made already, so there is no builder to ask
    public void customize(ObjectMapper mapper) {
        // an absent member is null, an empty Optional is a JSON null
        mapper.registerModule(new Jdk8Module().configureReadAbsentAsNull(true));
        // UTF-8 and nothing else
        mapper.getFactory().disable(JsonFactory.Feature.CHARSET_DETECTION);
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        mapper.setConfig(mapper.getDeserializationConfig().without(MapperFeature.ALLOW_COERCION_OF_SCALARS));
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
    }
}
