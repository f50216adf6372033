import { client } from "../api/client";
import { listen, type StepEvent } from "../api/events";
import { corrections } from "../corrections/list";
import { createStore, useStore } from "../state/store";

export interface Progress { running: boolean; steps: StepEvent[]; sequence: number; state: string }

const store = createStore<Progress>({ running: false, steps: [], sequence: 0, state: "" });

export const useProgress = () => useStore(store, (value) => value);

/** Follows runs of an atlas as they happen, until the returned function is called. */
export function follow(atlas: string): () => void {
  void client.runs(atlas).then(({ runs }) => store.set({ running: runs.some((one) => one.state === "running") }), () => undefined);
  return listen(atlas, {
    commit: ({ sequence }) => store.set({ sequence }),
    run: ({ state }) => store.set({ state, running: state === "running" || state === "started", ...(state === "started" ? { steps: [] } : {}) }),
    step: (event) => store.set({ steps: [...store.get().steps.filter((one) => one.id !== event.id), event].slice(-200) }),
    correction: () => void corrections.read(atlas),
  });
}
