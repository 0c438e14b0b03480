package dev.latchkey.throttle;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much at once, and how soon there is one more.
 *
 * @param burst what a full bucket holds
 * @param refill the time in which one comes back
 */
@RegisterForReflection // the configuration finds the way from text by its name
public record Limit(int burst, Duration refill) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,7})/(PT?\\w[\\w.]*)");
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);

    public Limit {
        if (burst < 1 || burst > MOST) {
            throw new IllegalArgumentException("must hold 1 to " + MOST + " at once, and not " + burst);
        }
        if (refill.isNegative() || refill.isZero()) {
            throw new IllegalArgumentException("must give one more after more than zero, and not " + refill);
        }
        if (refill.compareTo(LONGEST) > 0 || untilFull(burst, refill).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "must be full again within " + LONGEST + ", which " + burst + " times " + refill + " is not");
        }
    }

    /** From a text such as {@code 5/PT1M}: five at once, and one more each minute. */
    public static Limit parse(CharSequence text) {
        Matcher matcher = FORM.matcher(text);
        try {
            if (matcher.matches()) {
                return new Limit(Integer.parseInt(matcher.group(1)), Duration.parse(matcher.group(2)));
            }
        } catch (DateTimeParseException e) {
            // the same refusal
        }
        throw new IllegalArgumentException("must be a number and a duration such as 5/PT1M, and not " + text);
    }

    /** How long an empty bucket takes to be full. */
    Duration untilFull() {
        return untilFull(burst, refill);
    }

    private static Duration untilFull(int burst, Duration refill) {
        return refill.multipliedBy(burst);
    }

    @Override
    public String toString() {
        return burst + "/" + refill;
    }
}
