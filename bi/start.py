"""
Prepare Superset and serve it on this machine's loopback address; `make bi` calls it.

One process does it all, as importing Superset takes longer than most of what is done with it.
What is done already is not done again: the stamp in the folder says what was prepared, from what.
"""

import argparse
import hashlib
import multiprocessing
import os
import secrets
import sys
from pathlib import Path

import yaml

BI = Path(__file__).parent
ADMIN = "admin"


def secret(file: Path, value: str | None = None) -> str:
    """The secret in a file that only its owner may read; a random one, or this value, if it has none yet."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(value or secrets.token_urlsafe(32))
    return file.read_text()


def assets(folder: Path, uri: str) -> dict[str, str]:
    """The text of each asset by its path, with the address of the database that is to be read."""
    texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.yaml"))}
    for path, text in texts.items():
        if path.startswith("databases/"):
            texts[path] = yaml.safe_dump({**yaml.safe_load(text), "sqlalchemy_uri": uri}, sort_keys=False)
    return texts


def prepare(app, texts: dict[str, str], roles: list[dict], password: str):
    """Bring the metadata up to date: its tables, the administrator, the assets, the roles."""
    import flask_migrate
    from flask import g
    from superset import appbuilder, db, security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    with app.app_context():
        flask_migrate.upgrade()
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        user = security_manager.find_user(ADMIN) or security_manager.add_user(
            ADMIN, "Admin", "Admin", "admin@localhost", security_manager.find_role("Admin"), password
        )
        g.user = user
        ImportAssetsCommand(texts).run()
        for role in roles:
            restrict(role)
        db.session.commit()


def restrict(described: dict):
    """Make or renew a role of bi/roles.yml: what it reads, and the rows that it sees of it."""
    from superset import db, security_manager
    from superset.connectors.sqla.models import RowLevelSecurityFilter, SqlaTable

    role = security_manager.add_role(described["role"])
    wanted = SqlaTable.table_name.in_(described["datasets"])
    datasets = db.session.query(SqlaTable).filter(wanted).all()
    role.permissions = [
        security_manager.add_permission_view_menu("datasource_access", dataset.perm) for dataset in datasets
    ]
    known = db.session.query(RowLevelSecurityFilter).filter_by(name=described["role"]).one_or_none()
    rule = known or RowLevelSecurityFilter(name=described["role"], filter_type="Regular")
    rule.tables, rule.roles, rule.clause = datasets, [role], described["clause"]
    db.session.add(rule)


def serve(app, port: int):
    """Serve until interrupted, on the loopback address only."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("workers", 2)
            self.cfg.set("threads", 8)
            self.cfg.set("timeout", 120)
            self.cfg.set("graceful_timeout", 3)
            self.cfg.set("control_socket_disable", True)

        def load(self):
            return app

    Server().run()


def main():
    """Read the arguments, prepare what is not prepared yet, print the address, serve."""
    parser = argparse.ArgumentParser(description="Start Superset on the published marts.")
    warehouse = Path(os.environ.get("AD_METRICS_WAREHOUSE", "warehouse"))
    file = (warehouse / "published" / "ad_metrics.duckdb").resolve()
    uri = os.environ.get("AD_METRICS_BI_URI", f"duckdb:///{file}")
    parser.add_argument("--uri", default=uri, help="the SQLAlchemy address of what is published")
    parser.add_argument("--assets", type=Path, default=BI / "superset", help="folder of the assets")
    parser.add_argument("--home", type=Path, default=BI / ".superset", help="folder of Superset's own data")
    parser.add_argument("--port", type=int, default=8088)
    arguments = parser.parse_args()

    home = arguments.home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = secret(home / "admin_password", os.environ.get("AD_METRICS_BI_PASSWORD"))
    secret(home / "secret_key")
    os.environ |= {
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(BI / "superset_config.py"),
    }
    texts = assets(arguments.assets, arguments.uri)
    roles = yaml.safe_load((BI / "roles.yml").read_text()) or []

    from superset.app import create_app

    app = create_app()
    stamp = home / "stamp"
    made_from = hashlib.sha256(repr((texts, roles, sys.version)).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != made_from:
        # In a process of its own: the server's workers are forks, which DuckDB's threads don't survive.
        child = multiprocessing.get_context("fork").Process(
            target=prepare, args=(app, texts, roles, password)
        )
        child.start()
        child.join()
        if child.exitcode:
            sys.exit("Superset could not be prepared; what it says is above.")
        stamp.write_text(made_from)
    address = f"http://127.0.0.1:{arguments.port}/superset/dashboard/overview/"
    print(f"\nSuperset: {address}  user: {ADMIN}  password: {password}\n", flush=True)
    serve(app, arguments.port)


if __name__ == "__main__":
    main()
