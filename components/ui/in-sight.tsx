'use client';
import { useEffect, useRef } from 'react';

/**
 * Inside the current link of a bar that scrolls sideways: brings that link into sight, so that a narrow screen shows where
 * one is. Only the bar moves; the page stays where the browser or a fragment put it.
 */
export function InSight() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const link = mark.current?.closest('a');
    const bar = link?.closest('nav');
    if (!link || !bar) return;
    const [inner, outer] = [link.getBoundingClientRect(), bar.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right) {
      bar.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  }, []);
  return <span ref={mark} hidden />;
}
