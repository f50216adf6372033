import { client } from "./client";
import type { StepProgress } from "./types";

export interface Heard {
  commit?: (event: { sequence: number }) => void;
  step?: (event: StepProgress) => void;
  run?: (event: { state: string; message: string | null }) => void;
  correction?: (event: unknown) => void;
}

/** Listens to an atlas' server-sent events until the returned function is called. */
export function listen(atlas: string, heard: Heard): () => void {
  const source = new EventSource(client.eventsUrl(atlas));
  for (const [name, act] of Object.entries(heard)) {
    source.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data)));
  }
  return () => source.close();
}
