"""Static files with hashed names, imports between our ES modules included: a new version is never mixed with an old."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
