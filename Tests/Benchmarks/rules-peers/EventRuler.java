import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** event-ruler over events in memory: EventRuler PATTERNS EVENTS, each a file of JSON texts a line; prints seconds and matches. */
public class EventRuler {
    public static void main(String[] arguments) throws Exception {
        Machine machine = new Machine();
        int number = 0;
        for (String pattern : Files.readAllLines(Path.of(arguments[0]))) {
            machine.addRule("rule" + number++, pattern);
        }
        List<String> events = new ArrayList<>(Files.readAllLines(Path.of(arguments[1])));
        // The first round warms the compiler up.
        for (int round = 0; round < 2; round++) {
            long matches = 0;
            long start = System.nanoTime();
            for (String event : events) {
                matches += machine.rulesForJSONEvent(event).size();
            }
            if (round == 1) {
                System.out.println((System.nanoTime() - start) / 1e9 + " " + matches);
            }
        }
    }
}
