import java.nio.file.Files;
import java.nio.file.Path;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import software.amazon.glue.dqdl.DataQualityDefinitionLanguageLexer;
import software.amazon.glue.dqdl.DataQualityDefinitionLanguageParser;

/** Reads rulesets with the grammar that AWS publishes, and says how many rules each has, or what is wrong. */
public class Check {
  public static void main(String[] paths) throws Exception {
    for (String path : paths) System.out.println(said(Path.of(path)));
  }

  private static String said(Path path) throws Exception {
    StringBuilder faults = new StringBuilder();
    BaseErrorListener listener =
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message, RecognitionException e) {
            faults.append(" ").append(line).append(":").append(column).append(" ").append(message);
          }
        };
    var lexer = new DataQualityDefinitionLanguageLexer(CharStreams.fromString(Files.readString(path)));
    lexer.removeErrorListeners();
    lexer.addErrorListener(listener);
    var tokens = new CommonTokenStream(lexer);
    var parser = new DataQualityDefinitionLanguageParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(listener);
    var document = parser.document();
    if (tokens.LA(1) != Token.EOF) faults.append(" something stands behind its end");
    String name = path.getFileName().toString();
    if (faults.length() > 0) return name + ":" + faults;
    return name + ": " + document.rulesOrAnalyzers().rules().dqRules().topLevelRule().size() + " rules";
  }
}
