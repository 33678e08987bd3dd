# A model in the image of a module's runtime. BASE names the runtime's image by its digest; the folder `model` of the
# build's context holds the model with its signature. Nothing is run, so any machine builds it for any processor, and
# nothing is asked of BuildKit, which registry builds do not have.
ARG BASE
FROM ${BASE}
ARG MODEL_NAME
ARG MODEL_VERSION
ARG MODEL_DIGEST
ARG RELEASE
LABEL sightloop.model.name="${MODEL_NAME}" \
  sightloop.model.version="${MODEL_VERSION}" \
  sightloop.model.digest="${MODEL_DIGEST}" \
  sightloop.release="${RELEASE}"
COPY model /app/model
