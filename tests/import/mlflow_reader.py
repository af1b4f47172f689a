"""Reads an MLflow store, file store or SQLite, into plain dictionaries: independently of Tatara, with nothing but the
standard library, so that an import can be held against it value by value.

What cannot be read is left out, by MLflow's own rules: a folder whose meta.yaml is absent, broken or of another id, a
metric line of the wrong shape, text that is not UTF-8, a key that MLflow would refuse, a symbolic link.
"""
import hashlib
import os
import pathlib
import re
import sqlite3
import struct

STATUS = {1: "RUNNING", 2: "SCHEDULED", 3: "FINISHED", 4: "FAILED", 5: "KILLED"}
MODEL_STATUS = {1: "PENDING", 2: "READY", 3: "UPLOAD_FAILED"}
STAGES = {"none": "None", "staging": "Staging", "production": "Production", "archived": "Archived"}
KEY = re.compile(r"[/\w.\- :]+")
ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,255}")


# --- YAML as PyYAML's safe_dump writes it

class YamlError(ValueError):
    pass


def plain(text):
    if text in ("null", "~", ""):
        return None
    if text in ("true", "false"):
        return text == "true"
    if text == "{}":
        return {}
    if text == "[]":
        return []
    if re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", text):
        return int(text)
    if text[0] in "[{&*!|>%@`\"'":
        raise YamlError(f"not what safe_dump writes: {text}")
    return text


def unescape(text):
    simple = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "\\": "\\", "/": "/", "a": "\a", "b": "\b",
              "e": "\x1b", "f": "\f", "v": "\v", " ": " ", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}

    def one(match):
        body = match.group(1)
        return simple[body] if body in simple else chr(int(body[1:], 16))

    return re.sub(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", one, text, flags=re.S)


def fold(lines):
    """Line breaks inside a flow scalar: one is a blank, more are that many less one."""
    out, breaks = lines[0], 0
    for line in lines[1:]:
        breaks += 1
        if line == "":
            continue
        out += " " if breaks == 1 else "\n" * (breaks - 1)
        out += line
        breaks = 0
    return out


def quoted(first, lines, position):
    """The scalar that begins with a quote in `first`; gives its value and the next line's number."""
    mark = first[0]
    body, pieces = first[1:], []
    end = re.compile(r"(?:[^']|'')*?'(?!')" if mark == "'" else r'(?:[^"\\]|\\.)*?"')
    while True:
        match = end.match(body)
        if match and match.end() == len(body.rstrip()):
            pieces.append(body.rstrip()[:-1])
            break
        if position >= len(lines):
            raise YamlError("a quote is not closed")
        pieces.append(body)
        body = lines[position].strip()
        position += 1
    if mark == "'":
        pieces = [pieces[0].rstrip()] + pieces[1:] if len(pieces) > 1 else pieces
        return fold(pieces).replace("''", "'"), position
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if joined[-1].endswith("\\") and not joined[-1].endswith("\\\\"):
            joined[-1] = joined[-1][:-1] + piece
        else:
            joined.append(piece)
    return unescape(fold(joined)), position


def scalar(text, lines, position, indent):
    if text[:1] in ("'", '"'):
        return quoted(text, lines, position)
    pieces = [text]
    while position < len(lines) and (not lines[position].strip() or
                                     len(lines[position]) - len(lines[position].lstrip()) > indent):
        pieces.append(lines[position].strip())
        position += 1
    while pieces[-1] == "" and len(pieces) > 1:
        pieces.pop()
    return (plain(pieces[0]) if len(pieces) == 1 else fold(pieces)), position


def mapping(lines, position, indent):
    found = {}
    while position < len(lines):
        line = lines[position]
        if not line.strip():
            position += 1
            continue
        depth = len(line) - len(line.lstrip())
        if depth < indent or line.lstrip().startswith("- "):
            break
        match = re.match(r"( *)('(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^\s'\"#][^:#]*(?::(?! |$)[^:#]*)*):(?: +(.*))?$", line)
        if not match or depth != indent:
            raise YamlError(f"not a field: {line}")
        key = match.group(2)
        key = unescape(key[1:-1]) if key[0] == '"' else key[1:-1].replace("''", "'") if key[0] == "'" else key
        position += 1
        if match.group(3):
            found[key], position = scalar(match.group(3), lines, position, indent)
        elif position < len(lines) and lines[position][indent:].startswith("- "):
            items = []
            while position < len(lines) and lines[position][indent:].startswith("- "):
                value, position = scalar(lines[position][indent + 2:], lines, position + 1, indent)
                items.append(value)
            found[key] = items
        elif position < len(lines) and len(lines[position]) - len(lines[position].lstrip()) > indent:
            found[key], position = mapping(lines, position, len(lines[position]) - len(lines[position].lstrip()))
        else:
            found[key] = None
    return found, position


def read_yaml(path):
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
        found, position = mapping(lines, 0, 0)
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise YamlError(str(error)) from error
    if position != len(lines):
        raise YamlError(f"line {position + 1}")
    return found


# --- shared

def is_real_folder(path):
    return path.is_dir() and not path.is_symlink()


def good_key(key):
    return bool(KEY.fullmatch(key)) and len(key) <= 250 and os.path.normpath(key) == key and \
        not key.startswith(("/", "..")) and key != "."


def bits(value):
    value = float(value)
    return struct.unpack("<Q", struct.pack("<d", value))[0] if value == value else "NaN"


def text_of(value):
    return "" if value is None else str(value)


def files_below(folder):
    """Key (with slashes) and path of each regular file; names that are not UTF-8 and links are left out."""
    if not is_real_folder(folder):
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not os.path.islink(os.path.join(place, f)))
        for name in sorted(names):
            path = pathlib.Path(place, name)
            if path.is_symlink() or not path.is_file():
                continue
            key = str(path.relative_to(folder)).replace("\\", "/")
            try:
                key.encode("utf-8")
            except UnicodeEncodeError:
                continue
            yield key, path


def read_pairs(folder):
    pairs = {}
    for key, path in files_below(folder):
        try:
            value = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if good_key(key):
            pairs.setdefault(key, value)
    return pairs


def read_artifacts(folder):
    found = {}
    for name, path in files_below(folder) if folder else ():
        if not re.search(r"[#?\x00-\x1f\x7f]", name) and ".." not in name.split("/"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def metric_lines(folder, counts):
    for key, path in files_below(folder):
        if not good_key(key):
            continue
        for line in path.read_bytes().split(b"\n"):
            parts = line.decode("utf-8", "replace").split()
            if len(parts) not in counts:
                continue
            try:
                point = (int(parts[2]) if len(parts) > 2 else 0, int(parts[0]), bits(parts[1]))
            except ValueError:
                continue
            yield key, point, parts


def legacy_tags(tags, name, kind, version, entry):
    for key, value in (("mlflow.source.name", name), ("mlflow.source.type", kind if name else ""),
                       ("mlflow.source.git.commit", version), ("mlflow.project.entryPoint", entry)):
        if value:
            tags.setdefault(key, value)


# --- file store

def read_files(root):
    root = pathlib.Path(root)
    store = {"experiments": {}, "runs": {}, "logged_models": {}, "models": {}}
    places = [(p, False) for p in sorted(root.iterdir()) if p.name not in ("models", ".trash")]
    if is_real_folder(root / ".trash"):
        places += [(p, True) for p in sorted((root / ".trash").iterdir())]
    for place, trashed in places:
        if is_real_folder(place):
            try:
                read_experiment(store, place, trashed)
            except YamlError:
                continue
    if is_real_folder(root / "models"):
        for place in sorted(root.joinpath("models").iterdir()):
            if is_real_folder(place):
                try:
                    read_model(store, place)
                except YamlError:
                    continue
    return store


def read_experiment(store, place, trashed):
    meta = read_yaml(place / "meta.yaml")
    identity = text_of(meta.get("experiment_id"))
    if identity != place.name or not meta.get("name"):
        raise YamlError("another experiment's")
    deleted = trashed or meta.get("lifecycle_stage") == "deleted"
    store["experiments"][identity] = {
        "name": text_of(meta["name"]), "deleted": deleted, "created": meta.get("creation_time"),
        "updated": meta.get("last_update_time"), "tags": read_pairs(place / "tags")}
    for folder in sorted(place.iterdir()):
        if is_real_folder(folder) and folder.name not in ("tags", "datasets", "traces", "models", "artifacts"):
            try:
                read_run(store, identity, deleted, place, folder)
            except YamlError:
                continue
    if is_real_folder(place / "models"):
        for folder in sorted(place.joinpath("models").iterdir()):
            try:
                read_logged_model(store, identity, deleted, folder)
            except YamlError:
                continue


def read_run(store, experiment, deleted, place, folder):
    meta = read_yaml(folder / "meta.yaml")
    identity = text_of(meta.get("run_id") or meta.get("run_uuid"))
    if identity != folder.name or not ID.fullmatch(identity):
        raise YamlError("another run's")
    tags = read_pairs(folder / "tags")
    name = text_of(meta.get("run_name") or meta.get("name")) or tags.get("mlflow.runName") or identity[:8]
    kinds = {1: "NOTEBOOK", 2: "JOB", 3: "PROJECT", 4: "LOCAL"}
    kind = meta.get("source_type")
    legacy_tags(tags, text_of(meta.get("source_name")), kinds.get(kind, "UNKNOWN") if isinstance(kind, int) else kind,
                text_of(meta.get("source_version")), text_of(meta.get("entry_point_name")))
    tags["mlflow.runName"] = name
    metrics = {}
    for key, point, _ in metric_lines(folder / "metrics", (2, 3, 5)):
        metrics.setdefault(key, set()).add(point)
    datasets, inputs = [], []
    for link in sorted((folder / "inputs").iterdir()) if is_real_folder(folder / "inputs") else ():
        entry = read_yaml(link / "meta.yaml")
        if entry.get("source_type") == "DATASET":
            record = place / "datasets" / entry["source_id"]
            if is_real_folder(record):
                datasets.append(dataset_of(read_yaml(record / "meta.yaml"), entry.get("tags") or {}))
        else:
            inputs.append(entry["destination_id"])
    outputs = {}
    for link in sorted((folder / "outputs").iterdir()) if is_real_folder(folder / "outputs") else ():
        entry = read_yaml(link / "meta.yaml")
        outputs[entry["destination_id"]] = entry.get("step") or 0
    status = meta.get("status")
    store["runs"][identity] = {
        "experiment": experiment, "name": name, "user": text_of(meta.get("user_id")),
        "status": "RUNNING" if status is None else STATUS.get(status, status if status in STATUS.values() else "FAILED"),
        "started": meta.get("start_time"), "ended": meta.get("end_time"),
        "deleted": deleted or meta.get("lifecycle_stage") == "deleted", "params": read_pairs(folder / "params"),
        "tags": tags, "metrics": metrics, "datasets": sorted(datasets), "inputs": sorted(inputs), "outputs": outputs,
        "artifacts": read_artifacts(folder / "artifacts")}


def dataset_of(record, tags):
    return (text_of(record["name"]), text_of(record["digest"]), text_of(record["source_type"]),
            text_of(record["source"]), text_of(record.get("schema")), text_of(record.get("profile")),
            text_of(tags.get("mlflow.data.context")))


def read_logged_model(store, experiment, deleted, folder):
    meta = read_yaml(folder / "meta.yaml")
    if meta.get("model_id") != folder.name:
        raise YamlError("another model's")
    metrics = set()
    for key, point, parts in metric_lines(folder / "metrics", (4, 6)):
        metrics.add((key, *point, parts[3], *(parts[4:] or ("", ""))))
    store["logged_models"][folder.name] = {
        "experiment": experiment, "name": text_of(meta.get("name")), "type": text_of(meta.get("model_type")),
        "run": text_of(meta.get("source_run_id")), "status": MODEL_STATUS.get(meta.get("status"), "PENDING"),
        "created": meta.get("creation_timestamp"), "updated": meta.get("last_updated_timestamp"),
        "deleted": deleted or meta.get("lifecycle_stage") == "deleted", "params": read_pairs(folder / "params"),
        "tags": read_pairs(folder / "tags"), "metrics": metrics, "artifacts": read_artifacts(folder / "artifacts")}


def read_model(store, folder):
    meta = read_yaml(folder / "meta.yaml")
    versions = {}
    for place in sorted(folder.iterdir()):
        number = place.name.removeprefix("version-")
        if not place.name.startswith("version-") or not number.isdigit():
            continue
        try:
            entry = read_yaml(place / "meta.yaml")
        except YamlError:
            continue
        if entry.get("current_stage") == "Deleted_Internal" or int(entry.get("version", number)) != int(number):
            continue
        versions[int(number)] = version_of(entry, "creation_timestamp", "last_updated_timestamp",
                                           read_pairs(place / "tags"), text_of(entry.get("model_id")))
    aliases = {key: int(value) for key, value in read_pairs(folder / "aliases").items() if value.strip().isdigit()}
    store["models"][text_of(meta.get("name")) or folder.name] = {
        "description": text_of(meta.get("description")), "created": meta.get("creation_timestamp"),
        "updated": meta.get("last_updated_timestamp"), "tags": read_pairs(folder / "tags"),
        "aliases": {key: version for key, version in aliases.items() if version in versions}, "versions": versions}


def version_of(entry, created, updated, tags, model):
    return {"source": text_of(entry.get("source")), "run": text_of(entry.get("run_id")),
            "run_link": text_of(entry.get("run_link")), "logged_model": model,
            "description": text_of(entry.get("description")), "user": text_of(entry.get("user_id")),
            "stage": STAGES.get(text_of(entry.get("current_stage")).lower(), "None"), "created": entry.get(created),
            "updated": entry.get(updated), "tags": tags}


# --- SQLite

class Tables:
    def __init__(self, path):
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row
        self.names = {row[0] for row in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def rows(self, table, where="1", *values):
        if table not in self.names:
            return []
        return [dict(row) for row in self.db.execute(f"SELECT * FROM {table} WHERE {where}", values)]

    def pairs(self, table, key, value, where, *values):
        return {row[key]: text_of(row[value]) for row in self.rows(table, where, *values) if good_key(row[key])}


def read_sqlite(path):
    path = pathlib.Path(path)
    tables = Tables(path)
    store = {"experiments": {}, "runs": {}, "logged_models": {}, "models": {}}
    for row in tables.rows("experiments"):
        store["experiments"][str(row["experiment_id"])] = {
            "name": row["name"], "deleted": row["lifecycle_stage"] == "deleted", "created": row.get("creation_time"),
            "updated": row.get("last_update_time"),
            "tags": tables.pairs("experiment_tags", "key", "value", "experiment_id = ?", row["experiment_id"])}
    for row in tables.rows("runs"):
        read_run_row(store, tables, row, path.parent)
    for row in tables.rows("logged_models"):
        read_logged_model_row(store, tables, row, path.parent)
    for row in tables.rows("registered_models"):
        read_model_row(store, tables, row)
    return store


def artifact_folder(home, *names):
    folder = home / "mlruns"
    for name in names:
        folder = folder / name
        if not is_real_folder(folder):
            return None
    return folder


def read_run_row(store, tables, row, home):
    identity, experiment = row["run_uuid"], str(row["experiment_id"])
    tags = tables.pairs("tags", "key", "value", "run_uuid = ?", identity)
    name = row["name"] or tags.get("mlflow.runName") or identity[:8]
    legacy_tags(tags, row.get("source_name"), row.get("source_type"), row.get("source_version"),
                row.get("entry_point_name"))
    tags["mlflow.runName"] = name
    metrics = {}
    for point in tables.rows("metrics", "run_uuid = ?", identity):
        value = "NaN" if point.get("is_nan") else bits(point["value"])
        if good_key(point["key"]):
            metrics.setdefault(point["key"], set()).add((point.get("step") or 0, point["timestamp"], value))
    datasets, inputs, outputs = [], [], {}
    for link in tables.rows("inputs", "destination_id = ? AND source_type = 'DATASET'", identity):
        for record in tables.rows("datasets", "dataset_uuid = ?", link["source_id"]):
            tag = tables.pairs("input_tags", "name", "value", "input_uuid = ?", link["input_uuid"])
            datasets.append(dataset_of({key.removeprefix("dataset_"): value for key, value in record.items()}, tag))
    for link in tables.rows("inputs", "source_id = ? AND source_type LIKE 'RUN%'", identity):
        if link["destination_type"] == "MODEL_OUTPUT":
            outputs[link["destination_id"]] = link.get("step") or 0
        else:
            inputs.append(link["destination_id"])
    deleted = store["experiments"][experiment]["deleted"] or row["lifecycle_stage"] == "deleted"
    store["runs"][identity] = {
        "experiment": experiment, "name": name, "user": text_of(row["user_id"]),
        "status": row["status"] if row["status"] in STATUS.values() else "FAILED", "started": row["start_time"],
        "ended": row["end_time"], "deleted": deleted,
        "params": tables.pairs("params", "key", "value", "run_uuid = ?", identity), "tags": tags, "metrics": metrics,
        "datasets": sorted(datasets), "inputs": sorted(inputs), "outputs": outputs,
        "artifacts": read_artifacts(artifact_folder(home, experiment, identity, "artifacts"))}


def read_logged_model_row(store, tables, row, home):
    identity, experiment = row["model_id"], str(row["experiment_id"])
    metrics = {(m["metric_name"], m["metric_step"], m["metric_timestamp_ms"], bits(m["metric_value"]), m["run_id"],
                text_of(m["dataset_name"]), text_of(m["dataset_digest"]))
               for m in tables.rows("logged_model_metrics", "model_id = ?", identity)}
    store["logged_models"][identity] = {
        "experiment": experiment, "name": text_of(row["name"]), "type": text_of(row["model_type"]),
        "run": text_of(row["source_run_id"]), "status": MODEL_STATUS.get(row["status"], "PENDING"),
        "created": row["creation_timestamp_ms"], "updated": row["last_updated_timestamp_ms"],
        "deleted": store["experiments"][experiment]["deleted"] or row["lifecycle_stage"] == "deleted",
        "params": tables.pairs("logged_model_params", "param_key", "param_value", "model_id = ?", identity),
        "tags": tables.pairs("logged_model_tags", "tag_key", "tag_value", "model_id = ?", identity), "metrics": metrics,
        "artifacts": read_artifacts(artifact_folder(home, experiment, "models", identity, "artifacts"))}


def read_model_row(store, tables, row):
    name, versions = row["name"], {}
    for entry in tables.rows("model_versions", "name = ?", name):
        if entry["current_stage"] == "Deleted_Internal":
            continue
        source = text_of(entry["source"])
        model = source.removeprefix("models:/") if source.startswith("models:/m-") else ""
        tags = tables.pairs("model_version_tags", "key", "value", "name = ? AND version = ?", name, entry["version"])
        versions[entry["version"]] = version_of(entry, "creation_time", "last_updated_time", tags, model)
    aliases = tables.pairs("registered_model_aliases", "alias", "version", "name = ?", name)
    store["models"][name] = {
        "description": text_of(row["description"]), "created": row["creation_time"], "updated": row["last_updated_time"],
        "tags": tables.pairs("registered_model_tags", "key", "value", "name = ?", name),
        "aliases": {key: int(version) for key, version in aliases.items() if int(version) in versions},
        "versions": versions}
