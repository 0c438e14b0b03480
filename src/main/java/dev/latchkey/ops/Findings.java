package dev.latchkey.ops;

import java.util.ArrayList;
import java.util.List;

/** The impossible settings that were found so far. */
final class Findings {

    private final List<ImpossibleSetting> found = new ArrayList<>();

    void add(boolean impossible, String property, String why) {
        if (impossible) {
            found.add(new ImpossibleSetting(property, why));
        }
    }

    List<ImpossibleSetting> all() {
        return List.copyOf(found);
    }
}
