'use client';
import { GroupFrame } from '#components/form/field-frame.tsx';
import { useField } from '#components/form/form-context.ts';
import { noticeKindOptions } from './notice-kinds.ts';

/** Which kinds of notices: any number of them. */
export function KindBoxes({ name, label }: { name: string; label: string }) {
  const field = useField(
    name,
    noticeKindOptions.map(([kind]) => kind),
    false,
  );
  return (
    <GroupFrame field={field} label={label}>
      <div key={field.turn} className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {noticeKindOptions.map(([kind, text]) => (
          <label key={kind} className="flex min-h-6 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              name={name}
              value={kind}
              defaultChecked={field.initial.includes(kind)}
              className="accent-accent-solid size-4 shrink-0"
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </GroupFrame>
  );
}
