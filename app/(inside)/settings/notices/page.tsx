import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { NoticeChoices } from '#components/gate/notice-choices.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { readPreferences } from '#services/notices/preferences.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { choosePreferencesAction } from './actions.ts';

export const metadata: Metadata = { title: 'My notices' };

export default async function NoticePreferencesPage() {
  const { choices, mail, email } = await load(async (ctx) => ({
    ...(await readPreferences(ctx)),
    email: ctx.actor.email,
  }));
  return (
    <>
      <SettingsHeader current="notices" />
      <Section title="Where notices reach you">
        {mail ? (
          <p className="text-ink-muted mb-3 text-sm">
            Mails go to <SafeText text={email} />. They link here; nothing is decided from a mail.
          </p>
        ) : (
          <div className="mb-3">
            <Notice>This deployment sends no mail: its operator has not named a mail server.</Notice>
          </div>
        )}
        <ActionForm action={choosePreferencesAction} className="space-y-3" label="Where notices reach you">
          <NoticeChoices choices={choices} mail={mail} />
          <div className="flex flex-wrap items-center gap-3">
            <Submit>Save</Submit>
            <FormDone />
          </div>
        </ActionForm>
      </Section>
    </>
  );
}
