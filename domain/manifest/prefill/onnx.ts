/**
 * The outermost message of an ONNX file (onnx.proto, ModelProto): a Protocol Buffers message whose graph, which can have
 * gigabytes, is stepped over by its length. Fields after it are read all the same.
 */
import type { Prefill } from '../draft.ts';
import type { ByteSource } from './byte-source.ts';
import { line } from './declared.ts';
import { prefillFromHeader } from './weights.ts';

const FIELD = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  domain: 4,
  modelVersion: 5,
  docString: 6,
  graph: 7,
  metadata: 14,
} as const;
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const FIELDS = 4096;
const LONGEST_TEXT = 64 * 1024;
const decoder = new TextDecoder();

interface OnnxModel {
  readonly numbers: Map<number, number>;
  readonly texts: Map<number, string>;
  readonly metadata: Map<string, string>;
  hasGraph: boolean;
}

/** Null when the file is not ONNX. */
export async function prefillFromOnnx(file: ByteSource, name: string): Promise<Prefill | null> {
  const model = await readModel(file);
  if (!model || !model.hasGraph || !model.numbers.has(FIELD.irVersion)) return null;
  const version = model.numbers.get(FIELD.modelVersion) ?? 0;
  const { texts, metadata } = model;
  const producer = [texts.get(FIELD.producerName), texts.get(FIELD.producerVersion)].filter(Boolean).join(' ');
  const base = line(metadata.get('base_model'));
  return prefillFromHeader({
    source: `ONNX ${name}`,
    name,
    title: texts.get(FIELD.docString) || metadata.get('description') || (producer && `ONNX model made by ${producer}`),
    // 0 is what most exporters write, and says nothing
    version: version > 0 ? String(version) : undefined,
    license: metadata.get('license'),
    bases: base ? [base] : [],
    datasets: [],
  });
}

async function readModel(file: ByteSource): Promise<OnnxModel | null> {
  const model: OnnxModel = { numbers: new Map(), texts: new Map(), metadata: new Map(), hasGraph: false };
  let at = 0;
  for (let fields = 0; at < file.size && fields < FIELDS; fields++) {
    const head = await file.read(at, 20);
    const tag = varint(head, 0);
    if (!tag) return null;
    const [field, wire] = [Math.floor(tag.value / 8), tag.value % 8];
    const body = wire === WIRE.varint || wire === WIRE.bytes ? varint(head, tag.next) : null;
    if (field === 0) return null;
    if (wire === WIRE.varint && body) {
      model.numbers.set(field, body.value);
      at += body.next;
    } else if (wire === WIRE.bytes && body && at + body.next + body.value <= file.size) {
      await readBytes(model, file, field, at + body.next, body.value);
      at += body.next + body.value;
    } else if (wire === WIRE.fixed64 || wire === WIRE.fixed32) {
      at += tag.next + (wire === WIRE.fixed64 ? 8 : 4);
    } else return null;
  }
  return model;
}

async function readBytes(model: OnnxModel, file: ByteSource, field: number, at: number, length: number): Promise<void> {
  if (field === FIELD.graph) {
    model.hasGraph = true;
    return;
  }
  if (length > LONGEST_TEXT) return;
  const bytes = await file.read(at, length);
  if (field === FIELD.metadata) {
    const [key, value] = entry(bytes);
    if (key && !model.metadata.has(key)) model.metadata.set(key, value ?? '');
  } else if (field === FIELD.producerName || field === FIELD.producerVersion || field === FIELD.docString) {
    model.texts.set(field, decoder.decode(bytes));
  }
}

/** StringStringEntryProto: key is field 1, value is field 2. */
function entry(bytes: Uint8Array): (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    const length = tag && varint(bytes, tag.next);
    if (!tag || !length || tag.value % 8 !== WIRE.bytes || length.next + length.value > bytes.length) break;
    at = length.next + length.value;
    texts[Math.floor(tag.value / 8) - 1] ??= decoder.decode(bytes.subarray(length.next, at));
    if (texts.length > 2) break;
  }
  return texts;
}

/** Base 128, least significant group first, at most ten bytes; null when it does not end. */
function varint(bytes: Uint8Array, start: number): { value: number; next: number } | null {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  return null;
}
