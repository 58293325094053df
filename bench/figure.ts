/** One line of docs/performance.md: a ratio against a limit measured in the same run, or why there is none. */
export type Figure =
  | {
      readonly name: string;
      readonly ratio: number;
      readonly target: number;
      readonly better: 'higher' | 'lower';
      readonly detail: string;
    }
  | { readonly name: string; readonly skipped: string };
