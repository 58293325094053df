/** What a pipeline of one model writes: the commands of docs/cli.md, filled in. Names are slugs, so nothing needs quoting but the version. */

export interface SnippetNames {
  readonly origin: string;
  readonly model: string;
  readonly environment: string;
}

export interface Snippet {
  readonly id: 'github' | 'gitlab' | 'shell' | 'point-of-use';
  readonly title: string;
  readonly text: string;
}

const github = ({ origin, model, environment }: SnippetNames) => `# .github/workflows/release.yml
on: { push: { tags: ['v*'] } }
permissions: { contents: read }
jobs:
  gate:
    runs-on: ubuntu-latest
    env:
      COUNTERSIGN_URL: '${origin}'
      COUNTERSIGN_TOKEN: \${{ secrets.COUNTERSIGN_TOKEN }}
    steps:
      - uses: actions/checkout@v5
        with: { fetch-depth: 0 } # committers are read from the history
      # The tag v2.3.0 releases the version 2.3.0 that countersign.yaml states.
      - run: echo "VERSION=\${GITHUB_REF_NAME#v}" >> "$GITHUB_ENV"
      - run: node ci/countersign.mjs check
      - run: node ci/countersign.mjs register
      - run: node ci/countersign.mjs promote "${model}@$VERSION" --env ${environment} --wait 30m -o token.jwt
      - run: node ci/countersign.mjs verify token.jwt --artifact ./model --env ${environment} && ./deploy.sh
`;

const gitlab = ({
  origin,
  model,
  environment,
}: SnippetNames) => `# .gitlab-ci.yml; COUNTERSIGN_TOKEN is a masked, protected variable
gate:
  image: node:22
  rules:
    - if: $CI_COMMIT_TAG
  variables:
    COUNTERSIGN_URL: '${origin}'
    GIT_DEPTH: 0 # committers are read from the history
  script:
    # The tag v2.3.0 releases the version 2.3.0 that countersign.yaml states.
    - VERSION="\${CI_COMMIT_TAG#v}"
    - node ci/countersign.mjs check
    - node ci/countersign.mjs register
    - node ci/countersign.mjs promote "${model}@$VERSION" --env ${environment} --wait 30m -o token.jwt
    - node ci/countersign.mjs verify token.jwt --artifact ./model --env ${environment}
    - ./deploy.sh
`;

const shell = ({ origin, model, environment }: SnippetNames) => `#!/bin/sh
# Exit codes: 0 yes, 1 no, 2 usage, 3 approvals are missing, 4 could not decide. Only 0 goes on.
set -eu
export COUNTERSIGN_URL='${origin}'
export COUNTERSIGN_TOKEN_FILE="$HOME/.countersign-key"
VERSION="$1"

node countersign.mjs register
node countersign.mjs promote "${model}@$VERSION" --env ${environment} --wait 30m -o token.jwt
node countersign.mjs verify token.jwt --artifact ./model --env ${environment}
./deploy.sh
`;

const pointOfUse = ({
  origin,
  environment,
}: SnippetNames) => `# Once, with the thumbprints compared by another way; kept where pipelines cannot change it:
node countersign.mjs trust fetch --server ${origin} -o trust.json

# Within 15 minutes of the deployment, with a network:
node countersign.mjs status-list fetch --trust trust.json -o status.jwt

# Where the model is loaded, without one:
node countersign.mjs verify token.jwt --artifact ./model --env ${environment} --trust trust.json --status status.jwt
`;

export function pipelineSnippets(names: SnippetNames): readonly Snippet[] {
  return [
    { id: 'github', title: 'GitHub Actions', text: github(names) },
    { id: 'gitlab', title: 'GitLab CI', text: gitlab(names) },
    { id: 'shell', title: 'Shell', text: shell(names) },
    { id: 'point-of-use', title: 'Where it is used', text: pointOfUse(names) },
  ];
}
