import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/**
 * A real table that scrolls by itself when the screen is narrow; the region takes focus, so that a keyboard can scroll
 * it. With `sticky` the first column stays in sight.
 */
export function Table({ label, sticky = false, children }: { label: string; sticky?: boolean; children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="relative max-w-full overflow-x-auto [overflow-wrap:break-word]"
    >
      <table
        className={classNames(
          'w-full border-collapse text-left text-sm',
          // On a narrow screen what can be done with a row stays in sight, whatever lies between.
          'max-sm:[&:has(th[data-actions])_:is(td,th):last-child]:bg-raised max-sm:[&:has(th[data-actions])_:is(td,th):last-child]:sticky max-sm:[&:has(th[data-actions])_:is(td,th):last-child]:right-0',
          sticky &&
            '[&_td:first-child]:bg-raised [&_th:first-child]:bg-raised [&_td:first-child]:sticky [&_td:first-child]:left-0 [&_th:first-child]:sticky [&_th:first-child]:left-0 [&_:is(td,th):first-child]:max-w-[45vw]',
        )}
      >
        {children}
      </table>
    </div>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={classNames(
        'text-ink-muted border-line border-b px-3 py-1.5 text-xs font-medium whitespace-nowrap',
        className,
      )}
      {...rest}
    />
  );
}

/** Over a column of buttons: named for a screen reader only. */
export function ActionsTh() {
  return (
    <Th data-actions="">
      <span className="sr-only">Actions</span>
    </Th>
  );
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={classNames('border-line border-b px-3 py-2 align-top', className)} {...rest} />;
}

/** A body whose last row has no line under it. */
export function TBody(props: ComponentProps<'tbody'>) {
  return <tbody className="[&>tr:last-child>*]:border-b-0" {...props} />;
}
