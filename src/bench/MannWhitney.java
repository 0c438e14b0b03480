import java.util.Arrays;

/**
 * The two-sided Mann-Whitney U test (Wilcoxon's rank sum test) by the normal approximation, with the corrections for ties and for
 * continuity.
 */
record MannWhitney(double u, double p) {

    static MannWhitney of(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        double ranks = 0;
        for (double value : a) {
            ranks += (first(all, value) + last(all, value)) / 2.0 + 1;
        }
        double n = all.length;
        double ties = 0;
        for (int i = 0; i < all.length; i = last(all, all[i]) + 1) {
            double tied = last(all, all[i]) - i + 1;
            ties += tied * tied * tied - tied;
        }
        double u = ranks - a.length * (a.length + 1) / 2.0;
        double off = Math.abs(u - a.length * b.length / 2.0);
        double deviation = Math.sqrt(a.length * b.length / 12.0 * (n + 1 - ties / (n * (n - 1))));
        return new MannWhitney(u, deviation == 0 ? 1 : bothTails(Math.max(0, off - 0.5) / deviation));
    }

    private static int first(double[] sorted, double value) {
        int index = Arrays.binarySearch(sorted, value);
        while (index > 0 && sorted[index - 1] == value) {
            index--;
        }
        return index;
    }

    private static int last(double[] sorted, double value) {
        int index = Arrays.binarySearch(sorted, value);
        while (index < sorted.length - 1 && sorted[index + 1] == value) {
            index++;
        }
        return index;
    }

    /** How likely a normal variable is at least so many deviations away: one minus what Simpson's rule finds between. */
    private static double bothTails(double deviations) {
        int steps = 2000;
        double width = Math.min(deviations, 10) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(-i * width * i * width / 2);
        }
        return Math.max(0, 1 - 2 * sum * width / 3 / Math.sqrt(2 * Math.PI));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** By how much one half would have had to be later, whichever it is, for the test to find it in this noise. */
    static double leastShift(double[] a, double[] b, double significant) {
        return Math.max(leastDelay(a, b, significant), leastDelay(b, a, significant));
    }

    private static double leastDelay(double[] a, double[] b, double significant) {
        double alike = median(b) - median(a);
        double low = 0;
        double high = 10_000;
        while (high - low > 0.001) {
            double delay = (low + high) / 2;
            double[] later = Arrays.stream(a).map(value -> value + alike + delay).toArray();
            MannWhitney test = of(later, b);
            if (test.u() > a.length * b.length / 2.0 && test.p() < significant) {
                high = delay;
            } else {
                low = delay;
            }
        }
        return high;
    }

    /** Against examples whose values others have published or anybody can compute by hand. */
    static void prove() {
        // the manual of scipy.stats.mannwhitneyu: U = 17, p = 0.11134688653314041 by this approximation
        require(of(new double[] {19, 22, 16, 29, 24}, new double[] {20, 11, 17, 12}), 17, 0.111346886533);
        // ranks 1, 3, 3, 5.5 of 8 with ties of 3, 2 and 2: z = (5.5 - 0.5) / sqrt(16 / 12 * (9 - 36 / 56))
        require(of(new double[] {1, 2, 2, 3}, new double[] {2, 3, 4, 4}), 2.5, 0.134169);
        require(of(new double[] {7, 7}, new double[] {7, 7}), 2, 1);
    }

    private static void require(MannWhitney test, double u, double p) {
        if (test.u() != u || Math.abs(test.p() - p) > 5e-6) {
            throw new AssertionError("The test itself is wrong: " + test);
        }
    }
}
