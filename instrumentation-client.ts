/**
 * Next runs this before any other code of ours in the browser. Our pages run no code from strings; zod would try to when a
 * schema is made, and the browser reports that as a violation of the content security policy. zod takes this object over
 * when it is loaded, and pages that need no zod do not load it for this.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
