package dev.latchkey.ops;

import dev.latchkey.throttle.Attempts;
import java.util.List;

/** A setting that cannot work, and why. */
record ImpossibleSetting(String property, String why) {

    private static final int LEAST_PASSWORD = 15;

    /** All of them at once, so that an operator need not start the service once per mistake. */
    static List<ImpossibleSetting> findAll(CheckedSettings settings) {
        Findings found = new Findings();
        ImpossiblePlaces.find(settings, found);
        ImpossibleTimes.find(settings, found);
        findInBudgets(settings.budgets(), found);
        findInMailer(settings, found);
        findInPasswords(settings, found);
        return found.all();
    }

    /** A budget beyond what stands in a row would never be used up (NIST SP 800-63B-4 §3.2.2). */
    private static void findInBudgets(CheckedSettings.Budgets budgets, Findings found) {
        String why = " at once are more than the " + Attempts.MOST_FAILURES + " failures in a row that there may be";
        found.add(budgets.account() > Attempts.MOST_FAILURES, "latchkey.throttle.account", budgets.account() + why);
        found.add(budgets.device() > Attempts.MOST_FAILURES, "latchkey.throttle.device", budgets.device() + why);
        found.add(
                budgets.source() < budgets.account(),
                "latchkey.throttle.source",
                budgets.source() + " at once are fewer than latchkey.throttle.account has, " + budgets.account()
                        + ": one mistyping person would lock a whole office out");
    }

    private static void findInMailer(CheckedSettings settings, Findings found) {
        CheckedSettings.Mailer mailer = settings.mailer();
        boolean off = settings.production() && mailer.from().isEmpty();
        found.add(
                off && !mailer.host().equals("localhost"),
                "quarkus.mailer.from",
                "is required with quarkus.mailer.host: the address that mails come from");
        found.add(
                off && mailer.verifies(),
                "latchkey.sign-up.verify-email",
                "needs mail: set quarkus.mailer.from and quarkus.mailer.host, or set it to false, and anybody can make an account"
                        + " with anybody's address");
        found.add(
                off && mailer.invites(),
                "latchkey.sign-up.mode",
                "invite needs mail: set quarkus.mailer.from and quarkus.mailer.host");
    }

    /** Less is for development and tests, where nothing is at stake (standards P-01, P-06). */
    private static void findInPasswords(CheckedSettings settings, Findings found) {
        CheckedSettings.Passwords passwords = settings.passwords();
        found.add(
                settings.production() && passwords.minLength() < LEAST_PASSWORD,
                "latchkey.password.min-length",
                passwords.minLength() + " is fewer than " + LEAST_PASSWORD
                        + ", which a password that is the only factor needs (NIST SP 800-63B-4 §3.1.1.2)");
        found.add(
                settings.production() && passwords.iterations() < leastIterations(passwords.memory()),
                "latchkey.password.memory",
                passwords.memory() + " KiB with latchkey.password.iterations=" + passwords.iterations()
                        + " is too little: 47104 and 1, 19456 and 2, 12288 and 3, 9216 and 4, or 7168 and 5 at least");
    }

    /** The choices of equal strength in the OWASP Password Storage Cheat Sheet, by KiB. */
    private static int leastIterations(int memory) {
        if (memory >= 47_104) {
            return 1;
        }
        if (memory >= 19_456) {
            return 2;
        }
        if (memory >= 12_288) {
            return 3;
        }
        return memory >= 9_216 ? 4 : 5;
    }

    @Override
    public String toString() {
        return property + " " + why;
    }
}
