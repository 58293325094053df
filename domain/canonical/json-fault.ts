/** Where a text stops being JSON (RFC 8259). Engines word their errors differently, and some give no place at all. */

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may come next: a value, the first item or member, the next one, a comma or the end. */
type Expect = 'value' | 'item-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** Offset (UTF-16) of the first place that no JSON text has, or null when it is one. Linear, and no deeper for deep input. */
export function jsonFaultAt(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expect: Expect = 'value';
  const after = (): Expect => (open.length === 0 ? 'nothing' : 'comma-or-end');
  for (let at = 0; ; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const rest = /[^ \t\n\r]/g;
    rest.lastIndex = at;
    const start = rest.exec(text)?.index ?? text.length;
    if (!match) return expect === 'nothing' && start === text.length ? null : start;
    const [whole, mark, string] = match;
    const isValue = mark === undefined;
    const opens = mark === '{' || mark === '[';
    if (expect === 'nothing') return start;
    if (expect === 'colon') {
      if (mark !== ':') return start;
      expect = 'value';
    } else if (expect === 'name' || expect === 'name-or-end') {
      if (string !== undefined) expect = 'colon';
      else if (expect === 'name-or-end' && mark === '}') {
        open.pop();
        expect = after();
      } else return start;
    } else if (expect === 'comma-or-end') {
      const closes = open.at(-1) === '{' ? '}' : ']';
      if (mark === ',') expect = open.at(-1) === '{' ? 'name' : 'value';
      else if (mark === closes) {
        open.pop();
        expect = after();
      } else return start;
    } else if (expect === 'item-or-end' && mark === ']') {
      open.pop();
      expect = after();
    } else if (opens) {
      open.push(mark);
      expect = mark === '{' ? 'name-or-end' : 'item-or-end';
    } else if (isValue) expect = after();
    else return start;
    at += whole.length;
  }
}
