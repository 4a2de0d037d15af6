"""MetricFlow in this process: it turns questions into SQL, which is asked of a file that is open to read."""

from pathlib import Path

import duckdb
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import parse_manifest_from_dbt_generated_manifest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup


class DuckDB:
    """All that MetricFlow needs to know of an engine to write SQL for it."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class SemanticLayer:
    """The semantic metrics of a parsed project."""

    def __init__(self, semantic_manifest: Path):
        manifest = parse_manifest_from_dbt_generated_manifest(
            manifest_json_string=semantic_manifest.read_text()
        )
        self.engine = MetricFlowEngine(SemanticManifestLookup(manifest), DuckDB())

    def sql(self, metrics=None, group_by=None, where=None, **options) -> str:
        """The SQL of a question, as `mf query --explain` prints it."""
        request = MetricFlowQueryRequest.create(
            metric_names=metrics, group_by_names=group_by, where_constraints=where, **options
        )
        return self.engine.explain(request).sql_statement.sql

    def ask(self, file: Path, *arguments, **options) -> list[dict]:
        """The rows that answer a question, by the names of their columns."""
        with duckdb.connect(str(file), read_only=True) as connection:
            answer = connection.execute(self.sql(*arguments, **options))
            names = [column[0] for column in answer.description]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
