'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Question } from '#domain/manifest/draft.ts';
import type { ManifestForm } from '#domain/manifest/form.ts';
import { draftOfForm, withPrefill } from '#domain/manifest/form-draft.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { focusOn, hrefOf } from './address.ts';
import { ArtifactStep } from './artifact-step.tsx';
import { BLANK_CONTENT, type WizardContent } from './content.ts';
import { DataStep } from './data-step.tsx';
import { getDraft, type StoredDraft } from './draft-client.ts';
import { IdentityStep } from './identity-step.tsx';
import { type Found, ImportBox } from './import-box.tsx';
import { takeAway } from './left-behind.ts';
import { LineageStep } from './lineage-step.tsx';
import { ProblemSummary, QuestionSummary } from './problem-summary.tsx';
import { merged, problemsOf, saidOf } from './problems.ts';
import { previewBody, yamlOf } from './registration.ts';
import { ReviewStep } from './review-step.tsx';
import { SaveNote, SaveTroubles } from './save-note.tsx';
import { startOf } from './start.ts';
import { type DraftSummary, type NextOf, StartStep } from './start-step.tsx';
import { StepNav } from './step-nav.tsx';
import { homeOf, STEPS, type StepId, stepOf } from './steps.ts';
import { UseCaseStep } from './use-case-step.tsx';
import { useDraft } from './use-draft.ts';
import { useMeasuring } from './use-measuring.ts';
import { type Register, useRegistering } from './use-registering.ts';
import { type Choices, WizardProvider } from './wizard-context.ts';
import { YamlPanel } from './yaml-panel.tsx';

export interface WizardProps {
  readonly choices: Choices;
  readonly drafts: readonly DraftSummary[];
  readonly nextOf: readonly NextOf[];
  /** the draft that the address names */
  readonly draft: StoredDraft | null;
  /** the manifest of the version that the next one follows */
  readonly from: Manifest | null;
  readonly register: Register;
}

export function WizardForm(props: WizardProps) {
  const { choices, drafts, nextOf, draft, register } = props;
  const params = useSearchParams();
  const router = useRouter();
  const asked = stepOf(params.get('step'));
  const [start] = useState(() => startOf(props, asked, choices.email));
  const form = useForm<WizardContent>({ defaultValues: start.content as never });
  const keeper = useDraft(form, choices.email, draft, start.left);
  const step = keeper.begun ? asked : null;
  const addressed = params.get('draft');

  const [demanded, setStrict] = useState(false);
  const strict = demanded || step === 'review';
  const [note, setNote] = useState<string | null>(null);
  const summary = useRef<HTMLDivElement>(null);
  const { refused, pending, submit } = useRegistering(register, keeper, summary);
  const wanted = useRef<{ step: StepId; pointer: string | null } | null>(null);

  const measurer = useMeasuring((measured) => {
    form.setValue('measured', measured as never, { shouldDirty: true });
    if (form.getValues('artifact.path') === '')
      form.setValue('artifact.path', `./${measured.name}`, { shouldDirty: true });
    void keeper.flush();
  });

  // The whole form, a little behind while somebody types fast.
  const live = useWatch({ control: form.control }) as WizardContent;
  const content = useDeferredValue(live);
  const yaml = useMemo(() => yamlOf(content), [content]);
  const questions = useMemo(() => draftOfForm(content).questions, [content]);
  const found = useMemo(() => problemsOf(content), [content]);
  // What the server said holds for the text that it was said about.
  const said = refused && refused.of === yaml ? refused : null;
  const problems = said ? merged(found, said.problems) : found;

  const go = (next: StepId, focus: string | null = null) => {
    wanted.current = { step: next, pointer: focus };
    // What was asked for once stays asked for, also when one is led back to put something right.
    setStrict(strict || next === 'review');
    setNote(null);
    window.history.pushState(null, '', hrefOf(next, keeper.id));
    void keeper.flush();
  };
  const openDraft = async (id: string) => {
    await keeper.flush();
    const answer = await getDraft(id);
    if (!answer.ok) return setNote(answer.message);
    setStrict(false);
    setNote(null);
    keeper.open(answer);
  };

  // A draft gets its name from the server; the address then says it, so that a reload finds it.
  useEffect(() => {
    if (keeper.id !== null && step !== null && addressed === null) {
      window.history.replaceState(null, '', hrefOf(step, keeper.id));
    }
  }, [keeper.id, step, addressed]);

  // Back and forward may lead to another draft than the one that is open, or to the start, whose list has changed.
  const onPop = useEffectEvent(() => {
    const query = new URLSearchParams(window.location.search);
    const id = query.get('draft');
    if (stepOf(query.get('step')) === null) router.refresh();
    else if (id !== null && id !== keeper.id) void openDraft(id);
  });
  useEffect(() => {
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);

  const onStart = useEffectEvent(() => {
    if (start.fresh) {
      keeper.begin(start.content);
      window.history.replaceState(null, '', hrefOf(asked ?? 'identity', null));
    } else if (start.left?.content) void keeper.flush();
  });
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    takeAway();
    onStart();
  }, []);

  // Moving on puts the focus on the field that was asked for, else on the step's heading.
  const before = useRef(step);
  useEffect(() => {
    const goal = wanted.current;
    // The address changes a moment after it was asked to; until then the step that is left is still there.
    if (goal ? goal.step !== step : before.current === step) return;
    before.current = step;
    wanted.current = null;
    focusOn(goal?.pointer ?? null);
  });

  const begin = (next: WizardContent, said: string | null) => {
    setStrict(false);
    setNote(said);
    keeper.begin(next);
    window.history.pushState(null, '', hrefOf('identity', null));
  };
  const filledIn = (all: readonly Found[], onto: WizardContent) => {
    const filled = { ...onto, ...withPrefill(onto, ...all.map(({ prefill }) => prefill)) };
    return { filled, said: saidOf(all, draftOfForm(filled).questions.length) };
  };
  const replace = (next: WizardContent) => {
    form.reset(next as never);
    void keeper.flush();
  };
  const edited = (typed: ManifestForm) => {
    const now = form.getValues();
    replace({ ...now, ...typed, origins: now.origins, questions: now.questions });
  };
  const goTo = (pointer: string) => {
    const home = homeOf(pointer);
    if (home !== null && home !== step) go(home, pointer);
    else focusOn(pointer);
  };

  const view = {
    choices,
    questions,
    problems,
    strict,
    goTo,
    isSettleable: (question: Question) =>
      content.questions.some((one) => one.answeredBy === 'person' && same(one, question)),
    settle: (question: Question) =>
      form.setValue('questions', form.getValues('questions').filter((one) => !same(one, question)) as never, {
        shouldDirty: true,
      }),
  };

  if (step === null) {
    return (
      <StartStep
        drafts={drafts}
        nextOf={nextOf}
        onBegin={(next) => begin(next, null)}
        onFound={(all) => {
          const { filled, said: message } = filledIn(all, BLANK_CONTENT);
          begin(filled, message);
        }}
        onOpen={(id) => void openDraft(id).then(() => window.history.pushState(null, '', hrefOf('identity', id)))}
      />
    );
  }
  const index = STEPS.findIndex(({ id }) => id === step);
  const [previous, next] = [STEPS[index - 1], STEPS[index + 1]];
  return (
    <FormProvider {...form}>
      <WizardProvider value={view}>
        <StepNav current={step} hrefOf={(id) => hrefOf(id, keeper.id)} onGo={(id) => go(id)} />
        <SaveTroubles keeper={keeper} />
        {note === null ? null : (
          <div className="mb-4">
            <Notice live>{note}</Notice>
          </div>
        )}
        <ProblemSummary ref={summary} message={said?.message ?? null} />
        <QuestionSummary />
        <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <form noValidate onSubmit={(event) => event.preventDefault()} className="min-w-0">
            {step === 'identity' ? <IdentityStep /> : null}
            {step === 'use-case' ? <UseCaseStep /> : null}
            {step === 'data' ? <DataStep /> : null}
            {step === 'lineage' ? <LineageStep /> : null}
            {step === 'artifact' ? <ArtifactStep measurer={measurer} /> : null}
            {step === 'review' ? (
              <ReviewStep
                body={previewBody(content)}
                onRegister={() => void submit(form.getValues())}
                pending={pending}
              />
            ) : null}
            <div className="mt-4 flex flex-wrap items-center gap-3">
              {previous ? <Button onClick={() => go(previous.id)}>Back</Button> : null}
              {next ? (
                <Button variant="primary" onClick={() => go(next.id)}>
                  Continue
                </Button>
              ) : null}
              <SaveNote keeper={keeper} />
            </div>
          </form>
          <div className="min-w-0 lg:sticky lg:top-16">
            <YamlPanel text={yaml} onEdited={edited} />
            <details className="bg-raised border-line mt-4 rounded-lg border px-4 py-3">
              <summary className="cursor-pointer text-sm font-medium">Take over what another file says</summary>
              <div className="mt-3">
                <ImportBox
                  onFound={(all) => {
                    const { filled, said: message } = filledIn(all, form.getValues());
                    replace(filled);
                    setNote(message);
                  }}
                />
              </div>
            </details>
          </div>
        </div>
      </WizardProvider>
    </FormProvider>
  );
}

const same = (a: { field: string; why: string }, b: { field: string; why: string }) =>
  a.field === b.field && a.why === b.why;
