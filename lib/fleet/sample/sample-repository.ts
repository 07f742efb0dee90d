import { readFiles } from '#lib/sources/files/read-files.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { sample } from './recipes.ts';

/** The name of the repository in places. */
const REPOSITORY = 'git.sample.internal/acme/services';

/** The files of the sample's repository. The Dockerfile of `bank/risk-engine` is ahead of its image. */
const FILES: Readonly<Record<string, string>> = {
  'compose.yaml': `services:
  storefront:
    image: ${sample('shop/storefront:3.8')}
    build: shop/storefront
  cart:
    image: ${sample('shop/cart:3.8')}
  risk-engine:
    image: ${sample('bank/risk-engine:1.12')}
    build: bank/risk-engine
  expenses:
    image: ${sample('office/expenses:2.1')}
`,
  'shop/storefront/Dockerfile': `FROM ${sample('runtime/node:22')}
COPY --chown=app storefront /srv/storefront
USER app
ENTRYPOINT ["/srv/storefront/bundle"]
`,
  'bank/risk-engine/Dockerfile': `# The image was last built on Java 21.
FROM ${sample('runtime/java:25')}
COPY --chown=app risk-engine /srv/risk-engine
USER app
ENTRYPOINT ["/srv/risk-engine/bundle"]
`,
  'media/Dockerfile': `FROM ${sample('platform/base:12')}
COPY --chown=app transcoder /srv/transcoder
ENTRYPOINT ["/srv/transcoder/bundle"]
`,
  'deploy/timesheets.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: timesheets
spec:
  selector:
    matchLabels: { app: timesheets }
  template:
    metadata:
      labels: { app: timesheets }
    spec:
      containers:
        - name: timesheets
          image: ${sample('office/timesheets:11')}
`,
};

/** What the files of the sample's repository declare. */
export function repositoryMentions(): Mention[] {
  const { mentions } = readFiles(Object.entries(FILES).map(([path, text]) => ({ path, text })));
  return mentions.map((mention) => ({ ...mention, place: { repository: REPOSITORY, ...mention.place } }));
}
