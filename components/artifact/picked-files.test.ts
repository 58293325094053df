import { describe, expect, it, test } from 'vitest';
import { hintsOn, type Picked, pickedFromDrop, pickedFromInput, refusalsOf } from './picked-files.ts';

const file = (name: string, relative = '') =>
  Object.defineProperty(new File(['x'], name), 'webkitRelativePath', { value: relative });
const input = (...files: File[]) => Object.assign([...files], { item: () => null }) as unknown as FileList;
const picked = (...paths: string[]): Picked => ({
  name: 'm',
  files: paths.map((path) => ({ path, file: file(path) })),
});

type Entry = { name: string } & Record<string, unknown>;
const entry = (name: string): Entry => ({
  name,
  isDirectory: false,
  file: (give: (found: File) => void) => give(file(name)),
});
/** A folder whose reader hands its entries out in portions, as browsers do. */
const folder = (name: string, children: Entry[], portion = 100): Entry => ({
  name,
  isDirectory: true,
  createReader: () => {
    let at = 0;
    return { readEntries: (give: (some: Entry[]) => void) => give(children.slice(at, (at += portion))) };
  },
});
const drop = (...entries: Entry[]) =>
  entries.map((one) => ({ webkitGetAsEntry: () => one })) as unknown as DataTransferItemList;
const pathsOf = ({ files }: Picked) => files.map(({ path }) => path);

describe('paths are relative to the folder that was chosen', () => {
  test('in an input, hidden files and folders below it included', () => {
    const chosen = pickedFromInput(input(file('a', 'model/a'), file('.b', 'model/sub/.b')));
    expect([chosen.name, pathsOf(chosen)]).toEqual(['model', ['a', 'sub/.b']]);
  });

  test('a single file is a tree of one, by its own name', () => {
    expect(pathsOf(pickedFromInput(input(file('w.onnx'))))).toEqual(['w.onnx']);
  });

  test('in a drop, however many portions the browser lists a folder in', async () => {
    const many = Array.from({ length: 250 }, (_, index) => entry(`f${index}`));
    const dropped = await pickedFromDrop(drop(folder('model', [folder('sub', many), entry('.hidden')])));
    expect([dropped.name, dropped.files.length]).toEqual(['model', 251]);
    expect(pathsOf(dropped)).toEqual(expect.arrayContaining(['.hidden', 'sub/f0', 'sub/f249']));
  });

  test('of several things dropped together, each keeps its name', async () => {
    expect(pathsOf(await pickedFromDrop(drop(folder('a', [entry('x')]), entry('b'))))).toEqual(['a/x', 'b']);
  });
});

describe('what the command refuses is refused, with the path', () => {
  it.each([
    ['a\nb', 'holds a newline'],
    ['a\rb', 'holds a carriage return'],
    ['a\\b', 'holds a backslash'],
    ['a/../b', "has a '..' component"],
    ['\ufffd.bin', 'not UTF-8'],
  ])('%j', (path, reason) => {
    const refusals = refusalsOf(picked('fine', path));
    expect(refusals).toEqual([{ path, reason: expect.stringContaining(reason) }]);
  });

  it('an empty folder', () => {
    expect(refusalsOf(picked())).toEqual([{ path: 'm', reason: 'holds no files' }]);
  });

  it('and what it takes is taken', () => {
    expect(refusalsOf(picked('.git/HEAD', 'モデル', 'é👩‍💻 x'))).toEqual([]);
  });
});

it('a .git folder inside is hinted at, a file of that name is not', () => {
  expect(hintsOn(['a', 'sub/.git/HEAD'])).toHaveLength(1);
  expect(hintsOn(['.git', '.gitignore'])).toEqual([]);
});
