# gongkai as a container: docker build -t gongkai . && docker run --rm -v "$PWD/demo:/project" gongkai init .
# compose.yaml runs it every night and serves its pages. The folder of the project belongs to the user 1000;
# for another one: docker build --build-arg UID=1001 -t gongkai .
FROM python:3.11-slim-bookworm AS built
WORKDIR /source
COPY pyproject.toml requirements-report.lock README.md LICENSE LICENSE-DATA ./
COPY src src
COPY notebooks notebooks
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-report.lock \
    && /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends cron \
    && rm -rf /var/lib/apt/lists/*
COPY --from=built /venv /venv
COPY docs/scheduling/container.cron /etc/cron.d/gongkai
ARG UID=1000
RUN useradd --uid "$UID" --create-home gongkai \
    && mkdir /project /cache \
    && chown gongkai /project /cache
ENV PATH=/venv/bin:$PATH GONGKAI_CACHE=/cache
WORKDIR /project
USER gongkai
ENTRYPOINT ["gongkai"]
CMD ["--help"]
