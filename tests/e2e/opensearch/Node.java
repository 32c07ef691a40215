import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

/**
 * One OpenSearch node in this process, with the plugins it takes from its class path; it ends with the process.
 *
 * usage: java Node HOME NAME PLUGIN,PLUGIN... KEY=VALUE...
 */
final class Node extends org.opensearch.node.Node {
    private Node(org.opensearch.env.Environment environment, List<Class<? extends Plugin>> plugins) {
        super(environment, plugins, false);
    }

    public static void main(String[] told) throws Exception {
        Path home = Path.of(told[0]).toAbsolutePath();
        String name = told[1];
        Files.createDirectories(home.resolve("config"));
        Settings.Builder settings = Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", home.resolve("data-" + name).toString())
            .put("node.name", name)
            .put("network.host", "127.0.0.1")
            // What a test needs no part of: rules for disks that are nearly full, and indices made by a slip.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("action.auto_create_index", false);
        for (int at = 3; at < told.length; at++) {
            String[] pair = told[at].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        List<Class<? extends Plugin>> plugins = new ArrayList<>();
        for (String plugin : told[2].split(",")) {
            plugins.add(Class.forName(plugin).asSubclass(Plugin.class));
        }
        var environment = InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), home.resolve("config"), () -> name);
        Node node = new Node(environment, plugins);
        node.start();
        new CountDownLatch(1).await();
    }
}
