/**
 * What somebody chose or dropped, as the files of an artifact: relative paths, the chosen folder itself left out of them. A
 * browser follows links and shows no special files; what it does show is held to the same rules as in the command
 * (CONTRACT.md §6), and nothing is ever left out.
 */
import { pathProblem } from '#domain/artifact/path.ts';

export interface PickedFile {
  readonly path: string;
  readonly file: File;
}

export interface Picked {
  /** the folder's or file's own name */
  readonly name: string;
  readonly files: readonly PickedFile[];
}

/** Why something cannot be measured, with the path. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/** From an `<input type="file" webkitdirectory>`, or one without it. */
export function pickedFromInput(list: FileList): Picked {
  const files = [...list];
  const [first] = files;
  const folder = first?.webkitRelativePath.split('/', 1)[0] ?? '';
  if (folder === '') return { name: nameOfSeveral(files), files: files.map((file) => ({ path: file.name, file })) };
  return {
    name: folder,
    files: files.map((file) => ({ path: file.webkitRelativePath.slice(folder.length + 1), file })),
  };
}

function nameOfSeveral(files: readonly File[]): string {
  return files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;
}

/** From a drop. The entries have to be taken before anything is awaited: a browser clears them afterwards. */
export async function pickedFromDrop(items: DataTransferItemList): Promise<Picked> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [only] = entries;
  if (entries.length === 1 && only?.isDirectory) {
    return { name: only.name, files: await filesBelow(only as FileSystemDirectoryEntry, '') };
  }
  const files: PickedFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory) files.push(...(await filesBelow(entry as FileSystemDirectoryEntry, `${entry.name}/`)));
    else files.push({ path: entry.name, file: await fileOf(entry as FileSystemFileEntry) });
  }
  return { name: only && entries.length === 1 ? only.name : `${entries.length} items`, files };
}

async function filesBelow(folder: FileSystemDirectoryEntry, prefix: string): Promise<PickedFile[]> {
  const found: PickedFile[] = [];
  for (const entry of await children(folder)) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory) found.push(...(await filesBelow(entry as FileSystemDirectoryEntry, `${path}/`)));
    else found.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
  }
  return found;
}

/** A reader hands out a hundred entries at a time until it has none left. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Names that could be read in two ways, and an empty choice; at most a hundred. */
export function refusalsOf({ name, files }: Picked): Refusal[] {
  if (files.length === 0) return [{ path: name || '.', reason: 'holds no files' }];
  return files
    .flatMap(({ path }): Refusal[] => {
      const problem = pathProblem(path);
      if (problem) return [{ path, reason: `has a name that ${problem}` }];
      // What a browser shows of a name that is not UTF-8. The command reads names as bytes and can tell the two apart.
      if (path.includes('\ufffd'))
        return [
          { path, reason: 'has a name that is not UTF-8, or looks so to a browser: measure it with the command' },
        ];
      return [];
    })
    .slice(0, 100);
}

/** A `.git` folder is hashed like everything else, and mostly means that the folder is not the model's own. */
export function hintsOn(paths: readonly string[]): string[] {
  const inGit = paths.find((path) => path.split('/').slice(0, -1).includes('.git'));
  if (inGit === undefined) return [];
  return [`“${inGit}” is in a .git folder, which is hashed too: this folder is probably not the model’s own.`];
}
