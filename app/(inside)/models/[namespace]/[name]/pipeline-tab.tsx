import Link from 'next/link';
import { load } from '#app/context.ts';
import { hrefWith, oneOf } from '#app/page-query.ts';
import { pipelineSnippets } from '#components/gate/pipeline-snippets.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Section } from '#components/ui/section.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { TabProps } from './page.tsx';

const NAMES = ['github', 'gitlab', 'shell', 'point-of-use'] as const;

/** What to paste into a pipeline, with this model's names and this server's address in it. */
export async function PipelineTab({ glance: { model, standing }, path, query }: TabProps) {
  const origin = await load(async (ctx) => ctx.runtime.origin);
  const environments = standing.map(({ environment }) => environment);
  const environment = oneOf(query, 'environment', environments) ?? environments.at(-1) ?? 'production';
  const snippets = pipelineSnippets({ origin, model, environment });
  const current = oneOf(query, 'ci', NAMES) ?? 'github';
  const shown = snippets.find(({ id }) => id === current);
  return (
    <Section title="Pipeline">
      <ol className="mb-3 list-decimal space-y-1 pl-5 text-sm">
        <li>
          <code>npm run build</code> in Countersign makes <code>dist/countersign.mjs</code>: one file that needs only
          Node. Put it into the repository as <code>ci/countersign.mjs</code>, with a <code>countersign.yaml</code>{' '}
          beside the model.
        </li>
        <li>
          <Link className="link" href="/settings/keys">
            Make a pipeline key
          </Link>{' '}
          for <code>{model}</code> and keep it as the secret <code>COUNTERSIGN_TOKEN</code>.
        </li>
        <li>Verify again where the model is loaded: that is the check that counts.</li>
      </ol>
      <div className="mb-3 flex flex-wrap gap-x-6">
        <Tabs
          label="Where the pipeline runs"
          tabs={snippets.map(({ id, title }) => ({
            href: hrefWith(path, query, { ci: id }),
            label: title,
            current: id === current,
          }))}
        />
        <Tabs
          label="Environment"
          tabs={environments.map((name) => ({
            href: hrefWith(path, query, { environment: name }),
            label: name,
            current: name === environment,
          }))}
        />
      </div>
      {shown ? <CodeBlock label={`${shown.title} snippet`} text={shown.text} /> : null}
    </Section>
  );
}
