interface Props { label: string; all: string[]; value: string; choose: (one: string) => void }

/** A choice of one among several; nothing where there is only one. */
export function Choice({ label, all, value, choose }: Props) {
  if (all.length < 2) return null;
  return (
    <select aria-label={label} title={label} value={value} onChange={(event) => choose(event.target.value)}>
      {all.map((one) => <option key={one}>{one}</option>)}
    </select>
  );
}
