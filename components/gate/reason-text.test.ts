import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ReasonText } from './reason-text.tsx';

const shown = (text: string) => renderToStaticMarkup(createElement(ReasonText, { text }));

test('an instant in a reason is a time, a command is code, and every other word stays', () => {
  const html = shown('Ended at 2026-11-09T09:04:00.087Z; attach one with `evidence attach`');
  expect(html).toContain('<time dateTime="2026-11-09T09:04:00.087Z"');
  expect(html).toContain('<bdi>evidence attach</bdi></code>');
  expect(html).toContain('Ended at ');
  expect(shown('Needs the approval of a risk reviewer')).toBe('<bdi>Needs the approval of a risk reviewer</bdi>');
});

test('what only looks like an instant or a command stays text, and hidden characters show in every part', () => {
  expect(shown('at 2026-99-99T99:99:99Z')).toContain('<bdi>2026-99-99T99:99:99Z</bdi>');
  expect(shown('one ` alone')).toBe('<bdi>one ` alone</bdi>');
  expect(shown('run `a\u202eb` at \u202e2026-11-09T09:04:00Z').match(/>U\+202E</g)).toHaveLength(2);
});
