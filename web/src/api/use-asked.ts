import { useEffect, useState } from "react";

export interface Asked<T> { value: T | null; failure: string | null; waiting: boolean }

/** Asks once for each change of `key`; null as key asks nothing. Late answers to an old key are dropped. */
export function useAsked<T>(key: string | null, ask: () => Promise<T>): Asked<T> {
  const [answer, setAnswer] = useState<{ key: string; value: T | null; failure: string | null } | null>(null);
  useEffect(() => {
    if (key === null) return;
    let current = true;
    const store = (value: T | null, failure: string | null) => current && setAnswer({ key, value, failure });
    ask().then((value) => store(value, null), (error: unknown) => store(null, error instanceof Error ? error.message : String(error)));
    return () => { current = false; };
    // The key stands for all that `ask` reads.
  }, [key]);
  const fresh = answer !== null && answer.key === key;
  return { value: key === null ? null : answer?.value ?? null, failure: fresh ? answer.failure : null, waiting: key !== null && !fresh };
}
