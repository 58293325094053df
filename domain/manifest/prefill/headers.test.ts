import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from './byte-source.ts';
import { prefillFromFile } from './detect.ts';

const utf8 = new TextEncoder();

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function u64(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

const ggufText = (text: string) => joined(u64(utf8.encode(text).length), utf8.encode(text));
const pair = (key: string, value: string | number) =>
  joined(ggufText(key), typeof value === 'string' ? joined(u32(8), ggufText(value)) : joined(u32(4), u32(value)));

function gguf(pairs: readonly Uint8Array[], version = 3, count: number | bigint = pairs.length): Uint8Array {
  return joined(utf8.encode('GGUF'), u32(version), u64(0), u64(count), ...pairs);
}

function safetensors(header: string, length: number | bigint = utf8.encode(header).length): Uint8Array {
  return joined(u64(length), utf8.encode(header), [0, 0, 0, 0]);
}

const protobuf = (field: number, bytes: Uint8Array) => joined([field * 8 + 2, bytes.length], bytes);
const onnx = joined(
  [8, 8],
  protobuf(2, utf8.encode('pytorch')),
  protobuf(3, utf8.encode('2.1')),
  [5 * 8, 7],
  protobuf(7, new Uint8Array(100)),
  protobuf(14, joined(protobuf(1, utf8.encode('license')), protobuf(2, utf8.encode('mit')))),
);

const prefill = (name: string, bytes: Uint8Array) => prefillFromFile(bytesInMemory(bytes), name);

describe('GGUF metadata', () => {
  const vocabulary = joined(ggufText('tokenizer.ggml.tokens'), u32(9), u32(8), u64(2), ggufText('a'), ggufText('b'));
  const pairs = [
    pair('general.architecture', 'llama'),
    pair('general.name', 'Tiny'),
    vocabulary,
    joined(ggufText('some.flag'), u32(7), [1]),
    pair('general.license', 'apache-2.0'),
    pair('general.base_model.count', 2),
    pair('general.base_model.0.repo_url', 'https://huggingface.co/meta/Llama-3'),
    pair('general.base_model.1.organization', 'qwen'),
    pair('general.base_model.1.name', 'Qwen2'),
    pair('general.dataset.count', 1),
    pair('general.dataset.0.name', 'squad'),
  ];

  it('declares name, licence, bases and datasets, and leaves relation and revision as questions', async () => {
    const result = await prefill('tiny.gguf', gguf(pairs));
    expect(result?.fields).toMatchObject({
      description: { value: 'Tiny' },
      license: { value: 'apache-2.0' },
      lineage: { value: [{ parent: 'hf:meta/Llama-3@' }, { parent: 'hf:qwen/Qwen2@' }] },
      data: { value: [{ name: 'squad' }] },
    });
    expect(result?.questions.map(({ field }) => field)).toEqual(['/lineage/0', '/lineage/1', '/data/0/role']);
  });

  it('that ends early or lies about its lengths gives what was read, and says so', async () => {
    for (const bytes of [
      gguf(pairs, 3, 2n ** 63n),
      gguf([pairs[1] as Uint8Array, joined(u64(2n ** 62n))]),
      gguf(pairs).slice(0, 120),
    ]) {
      const result = await prefill('tiny.gguf', bytes);
      expect(result?.fields).toMatchObject({ description: { value: 'Tiny' } });
      expect(result?.questions.at(-1)?.why).toContain('ends too early');
    }
  });
});

describe('a safetensors header', () => {
  it('declares what its metadata says', async () => {
    const header = JSON.stringify({
      __metadata__: { format: 'pt', 'modelspec.title': 'Lora', 'modelspec.license': 'mit', base_model: 'org/base' },
    });
    expect((await prefill('a.safetensors', safetensors(header)))?.fields).toMatchObject({
      description: { value: 'Lora' },
      license: { value: 'mit' },
      lineage: { value: [{ parent: 'hf:org/base@' }] },
    });
  });

  it('is none when its length, its JSON or its kind is wrong', async () => {
    for (const bytes of [
      safetensors('{}', 2n ** 60n),
      safetensors('{"a":'),
      safetensors('[1]'),
      new Uint8Array(3),
      new Uint8Array(20),
    ]) {
      expect(await prefill('a.safetensors', bytes)).toBeNull();
    }
  });

  it('of a size that no model needs is not read', async () => {
    const size = 64 * 1024 * 1024;
    const file = {
      size,
      read: async (offset: number) => (offset === 0 ? u64(size - 8) : Promise.reject(new Error('read'))),
    };
    expect((await prefillFromFile(file, 'a.safetensors'))?.questions[0]?.why).toContain('was not read');
  });
});

describe('an ONNX model', () => {
  it('declares its producer, version and metadata, also after the graph', async () => {
    expect((await prefill('a.onnx', onnx))?.fields).toMatchObject({
      description: { value: 'ONNX model made by pytorch 2.1' },
      version: { value: '7' },
      license: { value: 'mit' },
    });
  });

  it('is stepped through without reading the graph', async () => {
    const reads: number[] = [];
    const graph = joined([7 * 8 + 2, 0x80, 0x80, 0x80, 0x80, 0x10]);
    const head = joined([8, 8], graph);
    const size = head.length + 2 ** 32;
    const read = async (offset: number, length: number) => {
      reads.push(length);
      return head.slice(offset, offset + length);
    };
    expect(await prefillFromFile({ size, read }, 'a.onnx')).not.toBeNull();
    expect(Math.max(...reads)).toBeLessThan(100);
  });

  it('is none without a graph, or when a length leaves the file', async () => {
    for (const bytes of [
      onnx.slice(0, 2),
      joined([8, 8, 7 * 8 + 2, 100]),
      utf8.encode('not onnx'),
      new Uint8Array(0),
    ]) {
      expect(await prefill('a.onnx', bytes)).toBeNull();
    }
  });
});

it('no bytes make a reader throw', async () => {
  const seeds = [
    gguf([pair('general.name', 'x')]),
    safetensors('{"__metadata__":{}}'),
    onnx,
    utf8.encode('---\nbase_model: a/b\n---\n# T\n'),
    utf8.encode('{"conformsTo":"http://mlcommons.org/croissant/1.1"}'),
  ];
  const names = ['a.gguf', 'a.safetensors', 'a.onnx', 'README.md', 'c.json', 'MLmodel'];
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc
          .tuple(fc.constantFrom(...seeds), fc.nat(200), fc.uint8Array({ maxLength: 12 }))
          .map(([seed, at, patch]) => joined(seed.slice(0, at), patch, seed.slice(at + patch.length))),
      ),
      fc.constantFrom(...names),
      async (bytes, name) => {
        await prefill(name, bytes);
      },
    ),
    { numRuns: 3000 },
  );
});
