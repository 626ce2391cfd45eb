# Ogoh as a container: `make image`, then
#
#     docker run --env TELEGRAM_BOT_TOKEN --volume ogoh:/data ogoh
#
# The index, the database and the key live in the volume. The index is made at the first start.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# What is wanted besides: --build-arg EXTRAS="llm models" (a language model, an embedding model of one's own).
ARG EXTRAS=
# Where PyTorch's packages for CPUs only are kept, if `models` is to come without gigabytes of CUDA:
# --build-arg TORCH_INDEX=<the index that PyTorch's own installation page names for the CPU>
ARG TORCH_INDEX=
WORKDIR /src
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
# The packages have a layer of their own, which a change of the code leaves as it is.
COPY requirements.lock pyproject.toml ./
RUN python -c "import sys, tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
extras = (project['optional-dependencies'][name] for name in sys.argv[1:]); \
print(*sum(extras, project['dependencies']), sep='\n')" $EXTRAS > dependencies.txt \
    && pip install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
        --constraint requirements.lock --requirement dependencies.txt
COPY . .
RUN pip install --no-deps .

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 OGOH_DATA=/data
# What reads papers by photo: Tesseract with the languages that such papers are in.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        tesseract-ocr tesseract-ocr-rus tesseract-ocr-uzb tesseract-ocr-uzb-cyrl tesseract-ocr-tgk \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin ogoh \
    && install --directory --owner=ogoh --group=ogoh --mode=700 /data
USER ogoh
WORKDIR /data
VOLUME /data
CMD ["ogoh", "run"]
