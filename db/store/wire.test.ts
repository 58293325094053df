import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WireBatcher } from './wire.ts';

function frame(type: string, body: Uint8Array): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${type}\0\0\0\0`), body]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

const startup = Buffer.concat([Buffer.from([0, 0, 0, 9, 0, 3, 0, 0]), Buffer.from([0])]);
const frames = fc.array(
  fc.tuple(fc.constantFrom('P', 'B', 'D', 'E', 'S', 'Q', 'H', 'F', 'C'), fc.uint8Array({ maxLength: 40 })),
);

test('a batch ends where an answer is asked for, however the bytes were cut', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(400)), (messages, cuts) => {
      const stream = Buffer.concat([startup, ...messages.map(([type, body]) => frame(type, body))]);
      const batcher = new WireBatcher();
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
      const batches = bounds.slice(1).flatMap((end, index) => batcher.push(stream.subarray(bounds[index], end)));

      const expected: Buffer[] = [startup];
      let open: Buffer[] = [];
      for (const [type, body] of messages) {
        open.push(frame(type, body));
        if (!'SQHF'.includes(type)) continue;
        expected.push(Buffer.concat(open));
        open = [];
      }
      expect(
        batches.map((batch) => (batch.kind === 'terminate' ? 'end' : Buffer.from(batch.bytes).toString('hex'))),
      ).toEqual(expected.map((bytes) => bytes.toString('hex')));
    }),
  );
});

test('a terminate is a batch of its own', () => {
  const batches = new WireBatcher().push(
    Buffer.concat([startup, frame('Q', Buffer.from('x\0')), frame('X', Buffer.alloc(0))]),
  );
  expect(batches.map((batch) => batch.kind)).toEqual(['startup', 'query', 'terminate']);
});
