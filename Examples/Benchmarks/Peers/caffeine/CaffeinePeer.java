import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Caffeine, shared by threads. Each job is done for a while before it is timed, for the compiler's sake. */
public final class CaffeinePeer {
    record Item(int id, String text, boolean done) {}

    interface Work { void run() throws Exception; }

    static volatile Object kept;
    static String warm = "";

    final String operation;
    final Map<String, Integer> numbers = new HashMap<>();
    final String[] keys;
    final String[] values = new String[64];

    CaffeinePeer(String line) {
        String[] words = line.trim().split("\\s+");
        operation = words[0];
        for (int index = 1; index < words.length; index++) {
            String[] pair = words[index].split("=");
            numbers.put(pair[0], Integer.valueOf(pair[1]));
        }
        keys = new String[number("entries", 1024)];
        for (int index = 0; index < keys.length; index++) keys[index] = key(index);
        for (int index = 0; index < 64; index++) values[index] = text(index, number("size", 75));
    }

    int number(String name, int otherwise) { return numbers.getOrDefault(name, otherwise); }

    static String sixDigits(int number) { return String.valueOf(1_000_000 + number % 1_000_000).substring(1); }
    static String key(int number) { return "task:" + sixDigits(number); }
    static String text(int number, int size) { return sixDigits(number) + "x".repeat(size - 6); }

    static int scattered(int step, int count) {
        return (int) (((step * 2654435769L & 0xFFFFFFFFL) * count) >>> 32);
    }

    static <V> Cache<String, V> timed() {
        return Caffeine.newBuilder().expireAfterWrite(1, TimeUnit.HOURS).build();
    }

    <V extends Object> void fill(Cache<String, V> cache, V[] values) {
        for (int index = 0; index < keys.length; index++) cache.put(keys[index], values[index & 63]);
    }

    static double time(double count, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / count;
    }

    /** The work again and again until half a second has passed, when the job is a new one; then timed. */
    double timeWarm(String job, int count, Work work) throws Exception {
        if (!warm.equals(job)) {
            warm = job;
            long end = System.nanoTime() + 500_000_000L;
            while (System.nanoTime() < end) work.run();
        }
        return time(count, work);
    }

    Double measure(String line) throws Exception {
        int steps = number("steps", 0);
        int count = keys.length;
        switch (operation) {
            case "get": {
                Cache<String, String> cache = Caffeine.newBuilder().build();
                fill(cache, values);
                return timeWarm(line, steps, () -> {
                    for (int step = 0; step < steps; step++) kept = cache.getIfPresent(keys[scattered(step, count)]);
                });
            }
            case "set", "set-ttl": {
                Cache<String, String> cache = operation.equals("set") ? Caffeine.newBuilder().build() : timed();
                fill(cache, values);
                return timeWarm(line, steps, () -> {
                    for (int step = 0; step < steps; step++) {
                        cache.put(keys[scattered(step, count)], values[step & 63]);
                    }
                });
            }
            case "mixed": return mixed(line, steps);
            case "mget", "mset": return batches(line, steps);
            case "append", "pop": return lists(line, steps);
            case "increment": {
                Cache<String, Integer> cache = Caffeine.newBuilder().build();
                return timeWarm(line, steps, () -> {
                    for (int step = 0; step < steps; step++) {
                        cache.asMap().merge(keys[scattered(step, count)], 1, Integer::sum);
                    }
                });
            }
            case "purge", "stall": return expiry();
            case "memory": return memory();
            default: return null;
        }
    }

    double mixed(String line, int steps) throws Exception {
        Cache<String, String> cache = Caffeine.newBuilder().build();
        fill(cache, values);
        int tasks = number("tasks", 1);
        return timeWarm(line, steps, () -> {
            Thread[] threads = new Thread[tasks];
            for (int task = 0; task < tasks; task++) {
                int first = task * (steps / tasks);
                threads[task] = new Thread(() -> {
                    for (int step = first; step < first + steps / tasks; step++) {
                        String key = keys[scattered(step, keys.length)];
                        if (step % 2 == 0) cache.getIfPresent(key);
                        else cache.put(key, values[step & 63]);
                    }
                });
                threads[task].start();
            }
            for (Thread thread : threads) thread.join();
        });
    }

    double batches(String line, int steps) throws Exception {
        Cache<String, String> cache = Caffeine.newBuilder().build();
        fill(cache, values);
        int length = number("length", 100);
        Map<String, String> batch = new HashMap<>();
        for (int index = 0; index < length; index++) batch.put(keys[index], values[index & 63]);
        return timeWarm(line, steps * length, () -> {
            for (int step = 0; step < steps; step++) {
                if (operation.equals("mget")) kept = cache.getAllPresent(batch.keySet());
                else cache.putAll(batch);
            }
        });
    }

    static Item item(int id) { return new Item(id, "found something worth a look", false); }

    /** Its values are any objects: a list is added to in place, under the lock of its key. */
    double lists(String line, int steps) throws Exception {
        Cache<String, List<Item>> cache = Caffeine.newBuilder().build();
        int length = number("length", 10);
        boolean pops = operation.equals("pop");
        int each = Math.max(1, Math.min(length / 10, steps));
        int count = Math.max(1, steps / (pops ? length : each));
        for (int round = warm.equals(line) ? 1 : 0; ; round++) {
            warm = line;
            for (int list = 0; list < count; list++) {
                List<Item> items = new ArrayList<>();
                for (int id = 0; id < length; id++) items.add(item(id));
                cache.put(key(list), items);
            }
            double figure = time(pops ? steps : (double) each * count, () -> {
                for (int id = length; id < length + (pops ? 1 : each); id++) {
                    int added = id;
                    for (int list = 0; list < count; list++) {
                        if (pops) kept = cache.asMap().remove(key(list));
                        else cache.asMap().computeIfPresent(key(list), (key, items) -> {
                            items.add(item(added));
                            return items;
                        });
                    }
                }
            });
            if (round > 0) return figure;
        }
    }

    double expiry() throws Exception {
        AtomicLong now = new AtomicLong();
        Cache<String, String> cache =
            Caffeine.newBuilder().ticker(now::get).expireAfterWrite(1, TimeUnit.HOURS).build();
        fill(cache, values);
        cache.cleanUp();
        now.set(TimeUnit.HOURS.toNanos(2));
        if (operation.equals("purge")) return time(keys.length, cache::cleanUp);
        Thread cleaning = new Thread(cache::cleanUp);
        long longest = 0;
        cleaning.start();
        for (int step = 0; cleaning.isAlive(); step++) {
            long start = System.nanoTime();
            kept = cache.getIfPresent(keys[step % keys.length]);
            longest = Math.max(longest, System.nanoTime() - start);
        }
        return longest;
    }

    double memory() throws Exception {
        int entries = keys.length;
        Runtime runtime = Runtime.getRuntime();
        Cache<String, String> cache = timed();
        for (int times = 0; times < 3; times++) System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int index = 0; index < entries; index++) cache.put(key(index), text(index, number("size", 75)));
        cache.cleanUp();
        for (int times = 0; times < 3; times++) System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        if (cache.estimatedSize() != entries) throw new IllegalStateException("entries are missing");
        return (after - before) / (double) entries;
    }

    public static void main(String[] arguments) throws Exception {
        String implemented = Caffeine.class.getPackage().getImplementationVersion();
        String version = implemented != null ? implemented : System.getProperty("caffeine.version");
        System.out.printf("{\"peer\": \"Caffeine\", \"version\": \"%s\", \"language\": \"Java %s\"}%n",
            version, System.getProperty("java.version"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> figures = new ArrayList<>();
            CaffeinePeer peer = new CaffeinePeer(line);
            for (int round = 0; round < peer.number("rounds", 1); round++) {
                Double figure = peer.measure(line);
                if (figure != null) figures.add(figure.toString());
            }
            System.out.printf(
                "{\"peer\": \"Caffeine\", \"version\": \"%s\", \"subject\": \"%s\", \"size\": %d, \"tasks\": %d, "
                    + "\"nanoseconds\": [%s]}%n",
                version, peer.operation, peer.number("size", 75), peer.number("tasks", 1), String.join(", ", figures));
        }
    }
}
