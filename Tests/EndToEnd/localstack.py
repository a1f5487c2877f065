"""LocalStack in host mode, which carries events between the buses of several accounts.

    python3 Tests/EndToEnd/localstack.py     installs it, once, into .build/localstack: some two minutes and 530 MB (Tests/whole-pipeline does)

It has a virtual environment of its own, as it brings another moto. An access key of 12 digits is that account's. Its KMS needs
Python 3.12: below, keys are another double's.
"""
import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = pathlib.Path(os.environ.get("IAMWATCH_LOCALSTACK") or ROOT / ".build" / "localstack")
PINS = [
    "localstack-core[runtime]==4.12.0", "cbor2<5.7", "pyopenssl<25.2", "cryptography<46", "service_identity", "psutil<7.1",
]
SERVICES = "events,logs,sns,sqs,iam,sts,cloudwatch"


def is_installed():
    return (HOME / "bin" / "localstack").exists()


def install():
    subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
    subprocess.run([HOME / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *PINS], check=True)


@contextlib.contextmanager
def running():
    """Its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="iamwatch-localstack-", ignore_cleanup_errors=True) as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment.update(
            DNS_ADDRESS="0", DISABLE_EVENTS="1", SKIP_SSL_CERT_DOWNLOAD="1", GATEWAY_LISTEN=f"127.0.0.1:{port}",
            SERVICES=SERVICES, LOCALSTACK_VOLUME_DIR=folder, PATH=f"{HOME}/bin:{os.environ['PATH']}")
        with open(pathlib.Path(folder) / "log", "wb") as log:
            server = subprocess.Popen(
                [HOME / "bin" / "localstack", "start", "--host"], env=environment, stdout=log, stderr=log,
                start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            wait(url, server)
            yield url
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def wait(url, server):
    end = time.monotonic() + 90
    while True:
        try:
            return urllib.request.urlopen(f"{url}/_localstack/health", timeout=5).read()
        except OSError:
            assert server.poll() is None and time.monotonic() < end, "LocalStack does not start"
            time.sleep(0.2)


if __name__ == "__main__":
    if not is_installed():
        install()
