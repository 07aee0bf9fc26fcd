import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Asks veraPDF about PDF files, each against each standard named:
 *     java -cp cli.jar Verify.java ua1,2a FILE...
 * Prints a line a file and standard, fields parted by tabs: PASS, FAIL or ERROR, the standard, the file; below a FAIL
 * the first breach of each rule, sorted by rule, because veraPDF's own order varies.
 * Its status is 0 when all files conform, 1 when one does not, 2 when one cannot be read or the call is wrong.
 */
public class Verify {
    private static final int CONFORMS = 0, BREAKS = 1, UNREADABLE = 2;

    public static void main(String[] args) {
        int status = args.length < 2 ? UNREADABLE : CONFORMS;
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++)
            for (String standard : args[0].split(","))
                status = Math.max(status, verify(standard, args[i]));
        System.exit(status);
    }

    private static int verify(String standard, String file) {
        try {
            Map<String, TestAssertion> breaches = breaches(flavour(standard), new File(file));
            print(breaches.isEmpty() ? "PASS" : "FAIL", standard, file);
            breaches.forEach((rule, breach) -> print("", rule, breach.getMessage(), breach.getLocation().getContext()));
            return breaches.isEmpty() ? CONFORMS : BREAKS;
        } catch (Exception e) {
            print("ERROR", standard, file, String.valueOf(e.getMessage()));
            return UNREADABLE;
        }
    }

    /** Finds a standard by its exact name: PDFAFlavour.fromString takes the nearest one. */
    private static PDFAFlavour flavour(String name) {
        for (PDFAFlavour flavour : PDFAFlavour.values())
            if (flavour.getId().equals(name))
                return flavour;
        throw new IllegalArgumentException("there is no such standard");
    }

    private static Map<String, TestAssertion> breaches(PDFAFlavour flavour, File file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
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
