/** The fields of a submitted form. Hostile input: anybody can send any names and values; services parse what comes out. */

/** Never sent back to the browser, whatever happens. */
const SECRET: ReadonlySet<string> = new Set(['password', 'current', 'next', 'link']);

/** More than a form of ours holds; the rest of a flood is not echoed. */
const MAX_ECHO = 1_000_000;

export class FormFields {
  constructor(private readonly form: FormData) {}

  /** `''` when there is no such field, or when it is a file. */
  text(name: string): string {
    const value = this.form.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** null when it was left empty. */
  optional(name: string): string | null {
    const text = this.text(name).trim();
    return text === '' ? null : text;
  }

  /** Every value of a field that can be chosen several times. */
  all(name: string): readonly string[] {
    return this.form.getAll(name).filter((value) => typeof value === 'string');
  }

  /** The parts of a list that people type with commas, spaces or lines between. */
  list(name: string): readonly string[] {
    return this.text(name)
      .split(/[\s,]+/)
      .filter((part) => part !== '');
  }

  file(name: string): File | null {
    const value = this.form.get(name);
    return value instanceof File && value.size > 0 ? value : null;
  }

  /** What was typed, to be shown again. */
  entered(): Record<string, string[]> {
    const entered = Object.create(null) as Record<string, string[]>;
    let size = 0;
    for (const [name, value] of this.form) {
      if (typeof value !== 'string' || SECRET.has(name) || name.startsWith('$ACTION')) continue;
      size += value.length;
      if (size > MAX_ECHO) break;
      (entered[name] ??= []).push(value);
    }
    return { ...entered };
  }
}
