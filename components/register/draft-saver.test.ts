import { expect, test } from 'vitest';
import type { Answer, DraftWrite, Saved } from './draft-client.ts';
import { DraftSaver } from './draft-saver.ts';

const saved = (write: DraftWrite): Answer<Saved> => ({
  ok: true,
  id: write.id ?? 'd1',
  revision: write.revision + 1,
  savedAt: 'now',
  dropped: [],
});
const refused = (status: number, code: string): Answer<Saved> => ({
  ok: false,
  status,
  code,
  message: code,
  problems: [],
});

/** A saver over a text that the test changes, and a server that answers when the test says so. */
function opened(answers: ((write: DraftWrite) => Answer<Saved>)[] = []) {
  const page = { text: '{}' };
  const sent: DraftWrite[] = [];
  const waiting: (() => void)[] = [];
  const hold = { on: false };
  const saver = new DraftSaver(
    'tab-number-1',
    {
      current: () => ({ text: page.text, title: 't' }),
      put: async (write) => {
        sent.push(write);
        if (hold.on) await new Promise<void>((resolve) => waiting.push(resolve));
        return (answers.shift() ?? saved)(write);
      },
      changed: () => {},
    },
    { id: null, revision: 0, stored: null },
  );
  return { page, sent, saver, hold, release: () => waiting.shift()?.() };
}

test('each save goes on from the one before, and what is saved is not sent again', async () => {
  const { page, sent, saver } = opened();
  await saver.flush();
  page.text = '{"a":1}';
  await saver.flush();
  await saver.flush();
  expect(sent.map(({ id, revision, content }) => [id, revision, content])).toEqual([
    [null, 0, {}],
    ['d1', 1, { a: 1 }],
  ]);
  expect([saver.behind, saver.state]).toEqual([false, { state: 'saved', at: 'now', dropped: [] }]);
});

test('what is typed while a save is under way is saved after it, never beside it', async () => {
  const { page, sent, saver, hold, release } = opened();
  hold.on = true;
  const first = saver.flush();
  page.text = '{"a":1}';
  const second = saver.flush();
  expect(sent).toHaveLength(1);
  hold.on = false;
  release();
  await Promise.all([first, second]);
  expect(sent.map(({ revision }) => revision)).toEqual([0, 1]);
  expect(saver.behind).toBe(false);
});

test('a conflict stops everything until somebody has chosen', async () => {
  const { page, sent, saver } = opened([saved, () => refused(409, 'draft-changed')]);
  await saver.flush();
  page.text = '{"a":1}';
  await saver.flush();
  page.text = '{"a":2}';
  saver.touch();
  await saver.flush();
  expect([sent.length, saver.state.state]).toEqual([2, 'conflict']);
  saver.resume(7);
  await saver.flush();
  expect(sent.at(-1)).toMatchObject({ revision: 7, content: { a: 2 } });
});

test('a draft that was thrown away elsewhere becomes one of its own again', async () => {
  const { page, sent, saver } = opened([saved, () => refused(404, 'draft')]);
  await saver.flush();
  page.text = '{"a":1}';
  await saver.flush();
  await saver.flush();
  expect(sent.at(-1)).toMatchObject({ id: null, revision: 0, content: { a: 1 } });
});

test('a refusal is said and loses nothing: the next save sends all of it', async () => {
  const { page, sent, saver } = opened([() => refused(401, 'unauthenticated')]);
  page.text = '{"typed":"much"}';
  await saver.flush();
  expect(saver.state).toMatchObject({ state: 'failed', code: 'unauthenticated' });
  expect(saver.behind).toBe(true);
  await saver.flush();
  expect([saver.behind, sent.at(-1)?.content]).toEqual([false, { typed: 'much' }]);
});
