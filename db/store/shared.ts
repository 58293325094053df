// The process's store. It hangs on globalThis because Next bundles a module several times, and a second copy of it would
// open the store a second time.

import type { Store } from './open.ts';

const KEY = Symbol.for('countersign.store');
const shared = globalThis as unknown as Record<symbol, Promise<Store> | undefined>;

/** The open store, opened by the first caller. A failure is told to everyone who waited, and the next call tries again. */
export function sharedStore(open: () => Promise<Store>): Promise<Store> {
  const existing = shared[KEY];
  if (existing) return existing;
  const opening = open().then(forgetOnClose);
  shared[KEY] = opening;
  opening.catch(() => {
    if (shared[KEY] === opening) shared[KEY] = undefined;
  });
  return opening;
}

/** The store that the server opened at start. Throws when there is none: pages run inside the server. */
export function currentStore(): Promise<Store> {
  const existing = shared[KEY];
  if (!existing) throw new Error('The store is not open: it is opened by server.ts');
  return existing;
}

function forgetOnClose(store: Store): Store {
  const close = () => {
    shared[KEY] = undefined;
    return store.close();
  };
  return { ...store, close };
}
