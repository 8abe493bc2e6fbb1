# The image of every Airflow service and of the destruction timer in docker-compose.yaml.
FROM apache/airflow:slim-3.3.2-python3.11

# Every package is pinned by version and hash; the build resolves nothing.
COPY requirements-compose.txt /tmp/requirements-compose.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements-compose.txt

WORKDIR /opt/airflow
COPY --chown=airflow:root LICENSE ./
COPY --chown=airflow:root pyproject.toml ./
COPY --chown=airflow:root dags ./dags
COPY --chown=airflow:root docker ./docker
COPY --chown=airflow:root include ./include
COPY --chown=airflow:root plugins ./plugins
# Editable: the city files and the software's digest are found next to the source.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .

# From here on nobody in a container can change what it runs. The stores are empty folders that
# belong to the service's user, so that a new volume mounted there does too.
USER root
RUN chown -R root:root dags docker include plugins LICENSE pyproject.toml \
 && chmod -R a+rX,go-w dags docker include plugins LICENSE pyproject.toml \
 && install -d -o airflow -g root -m 0700 /eenmalig \
 && cd /eenmalig \
 && install -d -o airflow -g root -m 0700 \
        airflow answers effect evidence handover inventory keys outbox publication signing trust vault
USER airflow

# Without a configuration file Airflow would try to write one, with secrets in it.
ENV AIRFLOW_CONFIG=/opt/airflow/docker/airflow.cfg \
    EENMALIG_HOME=/eenmalig \
    PYTHONDONTWRITEBYTECODE=1
