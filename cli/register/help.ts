export const HELP = `Register a version: its manifest, the digest of its artifact, where it was built and who committed.

Usage: countersign register [-f FILE] [--artifact PATH] [--server URL] [--json]

Running it again changes nothing. The same bytes with a corrected manifest are a new revision of it. Other bytes are
another version: the same name with other bytes is refused.

Options:
  -f, --file FILE  the manifest; countersign.yaml when not given
  --artifact PATH  the model, where it is not at the manifest's artifact.path
  --server URL     the server; default COUNTERSIGN_URL
  --json           print one JSON object
  -h, --help       this text

The pipeline key is read from COUNTERSIGN_TOKEN, or from the file that COUNTERSIGN_TOKEN_FILE names. The source is taken
from git or from the CI when the manifest has none. Committers since the last approved version are read from git; that
needs the whole history (fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab).

Exit codes: 0 registered, now or before; 1 refused (an invalid manifest, other bytes); 2 usage; 4 could not decide.

Examples:
  countersign register
  countersign register -f models/pricing/countersign.yaml
  countersign register --artifact ./out/model --json | jq -r .ref
`;
