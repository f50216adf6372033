import { listen } from "../api/events";
import type { StepProgress } from "../api/types";
import { notice, say } from "../app/notice";
import { corrections } from "../corrections/list";
import { textNow } from "../i18n/use-text";
import { createStore, useStore } from "../state/store";

export interface Progress { running: boolean; steps: StepProgress[]; sequence: number; state: string }

const AT_REST: Progress = { running: false, steps: [], sequence: 0, state: "" };
const store = createStore<Progress>(AT_REST);

export const useProgress = () => useStore(store, (value) => value);

/** Follows runs of an atlas as they happen, until the returned function is called. Events begin with how things stand. */
export function follow(atlas: string): () => void {
  store.set(AT_REST);
  return listen(atlas, {
    commit: ({ sequence }) => store.set({ sequence }),
    run: ({ state, message }) => {
      const running = state === "running";
      if (running && !store.get().running) store.set({ steps: [] });
      if (message && store.get().running && !running) notice(new Error(message));
      if (store.get().running && state === "done" && store.get().steps.every((one) => one.state === "up-to-date")) say(textNow("upToDate"));
      store.set({ state, running });
    },
    step: (event) => store.set({ steps: [...store.get().steps.filter((one) => one.id !== event.id), event] }),
    correction: () => void corrections.read(atlas).catch(notice),
  });
}
