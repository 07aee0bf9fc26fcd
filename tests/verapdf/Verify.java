import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Asks veraPDF about PDF files, each against each of the standards named last before it:
 *     java -cp cli.jar Verify.java --as=ua1,2a,PROFILE.xml FILE... [--as=... FILE...]...
 * A standard is one that veraPDF knows by this name, or a profile of rules in a file.
 * Prints a line a file and standard, fields parted by tabs: PASS, FAIL or ERROR, the standard, the file; below a FAIL
 * the first breach of each rule, sorted by rule, because veraPDF's own order varies.
 * Its status is 0 when all files conform, 1 when one does not, 2 when one cannot be read or the call is wrong.
 */
public class Verify {
    private static final int CONFORMS = 0, BREAKS = 1, UNREADABLE = 2;
    private static final String AS = "--as=";

    public static void main(String[] args) {
        int status = args.length < 2 || !args[0].startsWith(AS) ? UNREADABLE : CONFORMS;
        String[] standards = {};
        VeraGreenfieldFoundryProvider.initialise();
        for (String arg : args)
            if (arg.startsWith(AS))
                standards = arg.substring(AS.length()).split(",");
            else
                for (String standard : standards)
                    status = Math.max(status, verify(standard, arg));
        System.exit(status);
    }

    private static int verify(String standard, String file) {
        try {
            Map<String, TestAssertion> breaches = breaches(profile(standard), new File(file));
            print(breaches.isEmpty() ? "PASS" : "FAIL", standard, file);
            breaches.forEach((rule, breach) -> print("", rule, breach.getMessage(), breach.getLocation().getContext()));
            return breaches.isEmpty() ? CONFORMS : BREAKS;
        } catch (Exception e) {
            print("ERROR", standard, file, String.valueOf(e.getMessage()));
            return UNREADABLE;
        }
    }

    private static ValidationProfile profile(String standard) throws Exception {
        if (!standard.endsWith(".xml"))
            return Profiles.getVeraProfileDirectory().getValidationProfileByFlavour(flavour(standard));
        try (InputStream rules = new FileInputStream(standard)) {
            return Profiles.profileFromXml(rules);
        }
    }

    /** Finds a standard by its exact name: PDFAFlavour.fromString takes the nearest one. */
    private static PDFAFlavour flavour(String name) {
        for (PDFAFlavour flavour : PDFAFlavour.values())
            if (flavour.getId().equals(name))
                return flavour;
        throw new IllegalArgumentException("there is no such standard");
    }

    private static Map<String, TestAssertion> breaches(ValidationProfile profile, File file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, TestAssertion> first = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                RuleId rule = assertion.getRuleId();
                if (assertion.getStatus() == TestAssertion.Status.FAILED)
                    first.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(), assertion);
            }
            if (first.isEmpty() != result.isCompliant())
                throw new IllegalStateException("the verdict and the list of breaches differ");
            return first;
        }
    }

    private static void print(String... fields) {
        System.out.println(String.join("\t", fields));
    }
}
