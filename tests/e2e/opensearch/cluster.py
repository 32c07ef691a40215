"""Real OpenSearch nodes for tests, made of what Maven Central has. They listen on 127.0.0.1 and end with the test."""

import base64
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECURITY = "2.19.1.0"
PLUGINS = ["org.opensearch.transport.Netty4Plugin", "org.opensearch.analysis.common.CommonAnalysisPlugin"]
SECURITY_PLUGIN = "org.opensearch.security.OpenSearchSecurityPlugin"


def fetch(cache):
    """Fetches the jars once, and compiles the starter."""
    cache.mkdir(parents=True, exist_ok=True)
    lib = cache / "lib"
    if not (cache / "lib.done").exists():
        subprocess.run(["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies",
                        f"-DoutputDirectory={lib}"], check=True)
        (cache / "lib.done").touch()
    starter = cache / "starter"
    subprocess.run(["javac", "-cp", f"{lib}/*", "-d", starter, HERE / "Node.java"], check=True)


def fetch_security(cache):
    """Fetches the plugin for TLS and passwords; only jars that the node itself lacks are put beside its own."""
    if (cache / "security.done").exists():
        return
    artifact = f"org.opensearch.plugin:opensearch-security:{SECURITY}:zip"
    subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={cache}"], check=True)
    unpacked = cache / "security"
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(cache / f"opensearch-security-{SECURITY}.zip") as archive:
        archive.extractall(unpacked)
    have = {project(jar) for jar in (cache / "lib").glob("*.jar")}
    for jar in unpacked.glob("*.jar"):
        if project(jar) in have:
            jar.unlink()
    (cache / "security.done").touch()


def project(jar):
    """The name of a jar without its version."""
    words = jar.stem.split("-")
    numbers = [at for at, word in enumerate(words) if word[:1].isdigit()]
    return "-".join(words[: numbers[0]]) if numbers else jar.stem


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    """One node; `settings` go to it as they are."""

    def __init__(self, cache, home, name="one", settings=None, secure=None, heap="512m", port=None, transport=None):
        self.port = port or free_port()
        self.secure = secure
        plugins, classes = list(PLUGINS), [f"{cache}/starter", f"{cache}/lib/*"]
        if secure:
            plugins.append(SECURITY_PLUGIN)
            classes.append(f"{cache}/security/*")
        told = {"cluster.name": "onrecord-tests", "http.port": self.port, "transport.port": transport or free_port()}
        if not secure:
            # The plugin for TLS brings a way in of its own.
            told.update({"http.type": "netty4", "transport.type": "netty4"})
        told.update(settings or {"discovery.type": "single-node"})
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / f"{name}.log"
        self.process = subprocess.Popen(
            ["java", f"-Xms{heap}", f"-Xmx{heap}", "-cp", ":".join(classes), "Node", str(home), name, ",".join(plugins)]
            + [f"{key}={value}" for key, value in told.items()],
            stdin=subprocess.DEVNULL, stdout=self.log.open("wb"), stderr=subprocess.STDOUT)

    @property
    def url(self):
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    def call(self, method, path, body=None, within=10):
        """Asks the node, and returns what it answers."""
        request = urllib.request.Request(f"{self.url}/{path}", method=method)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("content-type", "application/json")
        context = None
        if self.secure:
            context = ssl.create_default_context(cafile=self.secure["ca"])
            proof = base64.b64encode(f"{self.secure['user']}:{self.secure['password']}".encode()).decode()
            request.add_header("authorization", f"Basic {proof}")
        with urllib.request.urlopen(request, data, timeout=within, context=context) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def ready(self, nodes=1, within=180):
        """Waits until it answers, and as many are together."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                if self.call("GET", "_cluster/health", within=5)["number_of_nodes"] >= nodes:
                    return self
            except (OSError, urllib.error.HTTPError, ValueError):
                pass
            time.sleep(0.25)
        sys.stderr.write(self.log.read_text(errors="replace")[-4000:])
        raise SystemExit(f"the node {self.url} did not start")

    def kill(self):
        """Ends it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self):
        """Ends it."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def certificates(folder):
    """An authority of our own and a node's certificate by it, and one of nobody's that vouches for nothing here."""
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*told):
        subprocess.run(["openssl", *told], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    for name in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", f"{name}.key",
                "-out", f"{name}.pem", "-subj", f"/CN=onrecord tests {name}")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "plain.key", "-out", "node.csr", "-subj", "/CN=node")
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", "plain.key", "-out", "node.key")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "node.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-out", "node.pem", "-extfile", "names")


def secure_settings():
    """What the security plugin has to be told."""
    ssl_of = "plugins.security.ssl"
    return {
        "discovery.type": "single-node",
        f"{ssl_of}.transport.pemcert_filepath": "node.pem",
        f"{ssl_of}.transport.pemkey_filepath": "node.key",
        f"{ssl_of}.transport.pemtrustedcas_filepath": "ca.pem",
        f"{ssl_of}.transport.enforce_hostname_verification": "false",
        f"{ssl_of}.http.enabled": "true",
        f"{ssl_of}.http.pemcert_filepath": "node.pem",
        f"{ssl_of}.http.pemkey_filepath": "node.key",
        f"{ssl_of}.http.pemtrustedcas_filepath": "ca.pem",
        "plugins.security.allow_default_init_securityindex": "true",
        "plugins.security.authcz.admin_dn": "CN=admin",
        "plugins.security.nodes_dn": "CN=node",
    }


def secure_home(cache, home):
    """The folder of a node with TLS and passwords: the plugin's own sample users, and certificates just made."""
    certificates(home / "config")
    shutil.copytree(cache / "security" / "config", home / "config" / "opensearch-security", dirs_exist_ok=True)
    return {"ca": str(home / "config" / "ca.pem"), "user": "admin", "password": "admin"}


if __name__ == "__main__":
    # One node, until it is interrupted: `cluster.py CACHE HOME PORT [HEAP]`.
    cache, home = Path(sys.argv[1]), Path(sys.argv[2])
    fetch(cache)
    node = Node(cache, home, port=int(sys.argv[3]), heap=sys.argv[4] if len(sys.argv) > 4 else "1g").ready()
    print(node.url, "is ready", flush=True)
    try:
        node.process.wait()
    except KeyboardInterrupt:
        node.end()
