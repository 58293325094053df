/** The fields of a filter bar: small, with a visible label, empty meaning any. */
export function SearchBox({
  name = 'q',
  label,
  value,
  placeholder,
}: {
  name?: string;
  label: string;
  value: string | undefined;
  placeholder?: string;
}) {
  return (
    <label className="min-w-40 flex-1 text-xs sm:max-w-72">
      <span className="text-ink-muted block">{label}</span>
      <input
        type="search"
        name={name}
        defaultValue={value ?? ''}
        placeholder={placeholder}
        maxLength={200}
        className="control w-full"
      />
    </label>
  );
}

export function FilterSelect({
  name,
  label,
  value,
  options,
  any = 'Any',
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
  any?: string;
}) {
  return (
    <label className="text-xs">
      <span className="text-ink-muted block">{label}</span>
      <select name={name} defaultValue={value ?? ''} className="control max-w-48">
        <option value="">{any}</option>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function FilterDate({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <label className="text-xs">
      <span className="text-ink-muted block">{label}</span>
      <input type="date" name={name} defaultValue={value ?? ''} className="control" />
    </label>
  );
}
