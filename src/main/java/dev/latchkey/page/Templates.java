package dev.latchkey.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The pages there are, and what each needs. */
@CheckedTemplate(basePath = "page", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Templates {

    private Templates() {}

    static native TemplateInstance notMe(String token);

    static native TemplateInstance notMeDone();

    static native TemplateInstance verifyEmail(String token);

    static native TemplateInstance verifyEmailDone();

    /** @param least how many characters a password has at least */
    static native TemplateInstance resetPassword(String token, boolean refused, List<String> reasons, int least);

    static native TemplateInstance resetPasswordDone();

    static native TemplateInstance deadLink();

    static native TemplateInstance deadLinkAgain();

    static native TemplateInstance later();
}
