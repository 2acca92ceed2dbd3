# One image for web, worker and beat; docker-compose.yml says which command runs.
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv ca-certificates libpango-1.0-0 libpangoft2-1.0-0 \
       libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements ./requirements
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt \
    && python3 -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt -r requirements/demo.txt

COPY . .
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.production
# The design system and the Danish catalogue are made at build time; the values below are for this step alone.
RUN /tools/bin/python -m machine.frontend \
    && python -m machine.catalogue \
    && SECRET_KEY=build DATABASE_URL=postgres://build REDIS_URL=redis://build PEJLING_HOSTS=build EMAIL_HOST=build \
       PEJLING_DATA=/data python manage.py collectstatic --noinput \
    && rm -rf /tools node_modules \
    && useradd --system --uid 10001 pejling && mkdir /data && chown pejling /data
USER pejling
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8"]
