/** How a frame is named: as time where the interval is known, else by its number. */
export function frameTime(interval: number | null): (t: number) => string {
  if (!interval) return (t) => String(t);
  return (t) => duration(t * interval);
}

export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60 && seconds !== 0) return `${Math.round(seconds)} s`;
  if (minutes < 120) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest ? `${hours} h ${rest}` : `${hours} h`;
}
