import { load } from '#app/context.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { EndImpact } from '#components/gate/end-impact.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { type EndImpact as Impact, versionImpact } from '#services/retirement/impact.ts';
import type { VersionView } from '#services/versions/read-version.ts';
import { retireVersionAction, revokeVersionAction } from './end-actions.ts';

/** How a version ends, beside everything else about it; or how it ended, when and why. */
export async function EndSection({ version }: { version: VersionView }) {
  const { retire, revoke } = version.mayEnd;
  if (!version.ended && !retire && !revoke) return null;
  const [namespace = '', name = ''] = version.model.split('/');
  const impact =
    retire || revoke ? await load((ctx) => versionImpact(ctx, { namespace, name, version: version.version })) : null;
  return (
    <Section title={version.ended ? 'How it ended' : 'End this version'}>
      {version.ended ? (
        <Notice tone={version.state === 'revoked' ? 'bad' : 'neutral'}>
          <p>
            {version.state} by <SafeText text={version.ended.by} />, <TimeText at={version.ended.at} />:
          </p>
          <p className="whitespace-pre-wrap">
            <SafeText text={version.ended.reason} kind="block" />
          </p>
          <p className="mt-1">
            Its live tokens ended and its open reviews were closed. No environment takes it again, under this name
            {version.state === 'revoked' ? ' or another' : ''}.
          </p>
        </Notice>
      ) : (
        <p className="text-ink-muted text-sm">
          Retire what is replaced; revoke what never should have been used. Neither can be undone.
        </p>
      )}
      {impact && (retire || revoke) ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {retire ? <Retire version={version} impact={impact} /> : null}
          {revoke ? <Revoke version={version} impact={impact} /> : null}
        </div>
      ) : null}
    </Section>
  );
}

function Retire({ version, impact }: { version: VersionView; impact: Impact }) {
  return (
    <Dialog
      small
      open="Retire"
      title="Retire this version?"
      description="It is not to be deployed any more. The gate denies it from now on, for good."
    >
      <ActionForm action={retireVersionAction} className="space-y-3">
        <input type="hidden" name="ref" value={version.ref} />
        <EndImpact impact={impact} />
        <TextAreaField name="reason" label="Reason" hint="Stays with the version, for everybody to read" required />
        <Submit variant="danger">Retire the version</Submit>
      </ActionForm>
    </Dialog>
  );
}

function Revoke({ version, impact }: { version: VersionView; impact: Impact }) {
  return (
    <Dialog
      small
      variant="danger"
      open="Revoke"
      title="Revoke this version?"
      description="It never should have been deployed: the same bytes are denied under every other name too. This is final."
    >
      <ActionForm action={revokeVersionAction} className="space-y-3">
        <input type="hidden" name="ref" value={version.ref} />
        <EndImpact impact={impact} />
        {version.sameDigest.length > 0 ? (
          <Notice tone="bad">
            The same bytes are registered as <SafeText text={version.sameDigest.map(({ ref }) => ref).join(', ')} />,
            and are denied there too. Live tokens of those names are not ended by it.
          </Notice>
        ) : null}
        <TextAreaField name="reason" label="Reason" hint="Stays with the version, for everybody to read" required />
        <Submit variant="danger">Revoke the version</Submit>
      </ActionForm>
    </Dialog>
  );
}
