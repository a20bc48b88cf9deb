"""What no schema knows: that manifests, alerts and runbooks fit the product. Run by lint-manifests with its own Python.

usage: check-manifests.py RENDERED.yaml...   (from the root of the tree)
Prints place, finding and how to mend it; ends with 1 when there is any.
"""
import pathlib
import re
import sys

import yaml

SCRIPTS = pathlib.Path(__file__).resolve().parent
WORKERS = {"intake", "classifier", "dispatcher", "sla-monitor", "notifier", "survey"}
OPTIONAL = {"mailbox"}  # only where mailboxes are read
SOURCES = "\n".join(path.read_text() for root in ("Services", "Shared") for path in pathlib.Path(root).rglob("*.swift"))
SETTINGS = set(re.findall(r'"(AFTERSAIL_\w+)"', SOURCES))
FIGURES = set(re.findall(r'"(aftersail_\w+|process_\w+)"', SOURCES))
VERSION = re.search(r'version = "([^"]+)"', pathlib.Path("Shared/WorkerKit/Product.swift").read_text()).group(1)
findings = 0


def wrong(place, message, mend):
    global findings
    findings += 1
    print(f"{place}: {message}\n    mend: {mend}")


def queues():
    """Every queue of the topology, from its sources."""
    inboxes = pathlib.Path("Shared/Topology/Inbox.swift").read_text()
    lanes = set(re.findall(r'lanesOf: "([^"]+)"', inboxes))
    plain = set(re.findall(r'Inbox\(\s*"([^"]+)"', inboxes))
    return {"intake.requests", "aftersail.dead"} | {f"{name}.events" for name in plain} | {
        f"{name}.{lane}" for name in lanes for lane in ("urgent", "normal", "bulk")}


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h)", text).groups()
    return int(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[unit]


def pod(place, spec, settings):
    """Least rights, our user, images of this version, settings that exist, time enough to drain."""
    rights = spec.get("securityContext", {})
    if (rights.get("runAsUser"), rights.get("runAsNonRoot")) != (10001, True):
        wrong(place, "does not run as user 10001", "lay worker.yaml or job.yaml over it")
    if rights.get("seccompProfile") != {"type": "RuntimeDefault"}:
        wrong(place, "has no seccomp profile", "seccompProfile: {type: RuntimeDefault}")
    if spec.get("automountServiceAccountToken") is not False:
        wrong(place, "has a token for Kubernetes", "automountServiceAccountToken: false")
    for container in spec["containers"]:
        own = container.get("securityContext", {})
        if own != {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "privileged": False,
                   "capabilities": {"drop": ["ALL"]}}:
            wrong(place, f"container {container['name']} has rights it does not need", "lay worker.yaml or job.yaml over it")
        if not re.fullmatch(rf"aftersail/[a-z-]+:{re.escape(VERSION)}", container["image"]):
            wrong(place, f"runs {container['image']}", f"tag it {VERSION}, the version in Shared/WorkerKit/Product.swift")
        known = {entry["name"]: entry["value"] for entry in container.get("env", [])}
        for source in container.get("envFrom", []):
            known |= settings.get(source["configMapRef"]["name"], {})
        for name in known:
            if name not in SETTINGS and name.removesuffix("_FILE") not in SETTINGS:
                wrong(place, f"sets {name}, which nothing reads", "see docs/operations.md for the settings")
        drain = seconds(known.get("AFTERSAIL_DRAIN_TIME", "9s"))
        if spec.get("terminationGracePeriodSeconds", 30) < drain + 5:
            wrong(place, f"is killed before it has drained ({drain:.0f} s)", "raise terminationGracePeriodSeconds")


def volumes(place, spec, settings, claims):
    """Every mount has its volume; ConfigMaps and claims that are named exist."""
    named = {volume["name"]: volume for volume in spec.get("volumes", [])}
    for container in spec["containers"]:
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in named:
                wrong(place, f"mounts {mount['name']}, which is no volume of the pod", "add it to volumes")
    for volume in named.values():
        if "configMap" in volume and volume["configMap"]["name"] not in settings:
            wrong(place, f"there is no ConfigMap {volume['configMap']['name']}", "make it in the overlay")
        if "persistentVolumeClaim" in volume and volume["persistentVolumeClaim"]["claimName"] not in claims:
            wrong(place, f"nobody claims the volume {volume['name']}", "add a PersistentVolumeClaim")


def leaves(value, path):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, value


def scaler(place, resource, workers):
    """KEDA's resources: only known fields, real targets and queues, room above what is prefetched."""
    allowed = set(SCRIPTS.joinpath("keda-fields.txt").read_text().splitlines())
    for path, _ in leaves(resource["spec"], "spec"):
        if f"{resource['kind']} {path}" not in allowed:
            wrong(place, f"{path} is no field of a {resource['kind']}", "see ops/scripts/keda-fields.txt")
    if resource["kind"] != "ScaledObject":
        return
    target = resource["spec"]["scaleTargetRef"]["name"]
    if workers.get(target, {}).get("replicas") is not None:
        wrong(place, f"{target} has a fixed number of replicas too", "remove it in the overlay")
    for trigger in resource["spec"]["triggers"]:
        data = trigger["metadata"]
        pattern = data["queueName"] if data.get("useRegex") == "true" else re.escape(data["queueName"])
        taken = {queue for queue in queues() if re.fullmatch(pattern, queue)}
        if not taken or {queue.split(".")[0] for queue in taken} != {target}:
            wrong(place, f"queueName {data['queueName']} is not {target}'s", "see Shared/Topology")
        if data.get("excludeUnacknowledged") != "false" or data.get("protocol") != "http":
            wrong(place, "counts ready messages only", 'protocol: http, excludeUnacknowledged: "false"')
        if float(data["value"]) <= 1000:
            wrong(place, "one replica's prefetch alone adds a replica", "a value above AFTERSAIL_PREFETCH")


def rendered(file):
    resources = [resource for resource in yaml.safe_load_all(file.read_text()) if resource]
    settings = {r["metadata"]["name"]: r["data"] for r in resources if r["kind"] == "ConfigMap"}
    workers = {r["metadata"]["name"]: r["spec"] for r in resources if r["kind"] == "Deployment"}
    budgets = {r["metadata"]["name"] for r in resources if r["kind"] == "PodDisruptionBudget"}
    if workers and (set(workers) - OPTIONAL != WORKERS or budgets != set(workers)):
        wrong(file.name, "not every worker has a Deployment and a PodDisruptionBudget", "add the missing one in base")
    claims = {r["metadata"]["name"] for r in resources if r["kind"] == "PersistentVolumeClaim"}
    for resource in resources:
        place = f"{file.name}: {resource['kind']} {resource['metadata']['name']}"
        if resource["kind"] in ("Deployment", "Job"):
            pod(place, resource["spec"]["template"]["spec"], settings)
            volumes(place, resource["spec"]["template"]["spec"], settings, claims)
        elif resource["apiVersion"].startswith("keda.sh/"):
            scaler(place, resource, workers)


def alerts():
    """Each alert has words, a severity, a page, a test; each figure it looks at exists."""
    file = pathlib.Path("ops/monitoring/aftersail.rules.yaml")
    tests = "\n".join(path.read_text() for path in pathlib.Path("ops/monitoring/tests").glob("*.yaml"))
    rules = [rule for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]
    named = {rule["alert"]: rule for rule in rules if "alert" in rule}
    for name, rule in named.items():
        page = f"docs/runbooks/{name}.md"
        words = rule.get("annotations", {})
        if not (words.get("summary") and words.get("description") and words.get("runbook_url") == page):
            wrong(file, f"{name} lacks summary, description or runbook_url", f"say it; the page is {page}")
        if rule.get("labels", {}).get("severity") not in ("critical", "warning", "info"):
            wrong(file, f"{name} has no severity", "critical, warning or info")
        if f'alertname="{name}", alertstate="firing", severity' not in tests:
            wrong(file, f"{name} has no test in which it fires", "write one in ops/monitoring/tests")
    for figure in {figure for rule in rules for figure in re.findall(r"\b(?:aftersail|process)_\w+", rule["expr"])}:
        if re.sub(r"_(bucket|sum|count)$", "", figure) not in FIGURES:
            wrong(file, f"{figure} is told by no worker", "see the metrics in docs/operations.md")
    pages = {path.stem for path in pathlib.Path("docs/runbooks").glob("*.md")} - {"README"}
    for name in sorted(pages ^ set(named)):
        wrong(f"docs/runbooks/{name}.md", "alerts and pages differ", "write the page, or remove what nothing leads to")


for argument in sys.argv[1:]:
    rendered(pathlib.Path(argument))
alerts()
sys.exit(1 if findings else 0)
