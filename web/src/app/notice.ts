import { Refused } from "../api/client";
import { createStore, useStore } from "../state/store";

const store = createStore<{ words: string | null }>({ words: null });

/** Tells the reader something. */
export const say = (words: string) => store.set({ words });

/** Tells the reader what went wrong and what can be done. */
export function notice(error: unknown): void {
  say(error instanceof Refused ? [error.message, error.whatToDo].filter(Boolean).join(" — ") : error instanceof Error ? error.message : String(error));
}

export const dismiss = () => store.set({ words: null });
export const useNotice = () => useStore(store, (value) => value.words);
