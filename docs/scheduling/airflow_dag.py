"""The notebooks of gongkai as an Airflow DAG, a task each, after one that fetches what is new.

On the workers it needs Airflow's providers `standard` and `papermill`, the Airflow variable
`gongkai_home` (the project's folder), a folder `airflow` in it, and its environment as a kernel:

    .venv/bin/python -m ipykernel install --user --name gongkai

Tables and executed notebooks of each DAG run stand in a folder of their own. Pages are made by
`gongkai run` only: for these, and for the notebook that makes a page for each agency, let the
BashOperator call it too, and leave out the notebooks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow import DAG
from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator

HOME = "{{ var.value.gongkai_home }}"
RUN = HOME + "/airflow/{{ ts_nodash }}"


def notebook(name: str, **parameters: str) -> PapermillOperator:
    """One notebook; all of them share the folder of tables."""
    return PapermillOperator(
        task_id=name,
        input_nb=f"{HOME}/notebooks/{name}.ipynb",
        output_nb=f"{RUN}-{name}.ipynb",
        parameters={"processed_dir": RUN, **parameters},
        kernel_name="gongkai",
    )


with DAG(
    "gongkai",
    description="Annual reports on government-information disclosure: tables and charts",
    schedule="15 3 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"execution_timeout": timedelta(hours=1)},
):
    fetch = BashOperator(
        task_id="fetch", bash_command=f"cd '{HOME}' && .venv/bin/gongkai fetch", do_xcom_push=False
    )
    extract, tidy = notebook("01_extract", raw_dir=f"{HOME}/data/raw"), notebook("02_tidy")
    quality = notebook("06_quality", raw_dir=f"{HOME}/data/raw")
    charts = [notebook(name) for name in ("03_disclosure", "04_requests", "05_procurement")]
    fetch >> extract >> tidy >> [*charts, quality]
