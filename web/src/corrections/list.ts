import { client } from "../api/client";
import type { Correction } from "../api/types";
import { createStore, useStore } from "../state/store";

const store = createStore<{ all: Correction[] }>({ all: [] });

export const corrections = {
  /** Reads the list anew. */
  read: async (atlas: string) => store.set({ all: (await client.corrections(atlas)).corrections }),
  get: () => store.get().all,
};

export const useCorrections = () => useStore(store, (value) => value.all);

/** The last one that holds, which undo takes back; the last one taken back, which redo brings again. */
export const lastHeld = (all: Correction[]) => all.filter((one) => !one.undone).at(-1) ?? null;
export const lastUndone = (all: Correction[]) => all.filter((one) => one.undone).at(-1) ?? null;
